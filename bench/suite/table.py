"""The results as Markdown."""

import statistics

from suite import machine

HEADER = ['Contender', 'Threads', 'Events', 'Wall s', 'CPU s', 'of it start', 'CPU µs an event', 'Peak MiB',
          'against headrace', 'Answer']


def spread(values):
    """Median and, where there are several, the smallest and the largest."""
    middle = f'{statistics.median(values):.{digits(statistics.median(values))}f}'
    if len(values) < 2:
        return middle
    places = digits(statistics.median(values))
    return f'{middle} ({min(values):.{places}f}–{max(values):.{places}f})'


def digits(value):
    return 3 if value < 1 else 2 if value < 100 else 0


def number(value):
    """Three digits, or whole."""
    return f'{value:,.0f}' if value >= 100 else f'{value:.3g}'


def net_cpu(result):
    """CPU seconds an event, what starting costs taken off."""
    return (statistics.median(result['cpu']) - result['start_cpu']) / result['events']


def compared(result, results):
    """How many times headrace's CPU time an event, with as many threads if it was run with them."""
    ours = [one for one in results if one['contender'] == 'headrace']
    ours = [one for one in ours if one['threads'] == result['threads']] or ours
    if not ours or net_cpu(ours[0]) <= 0 or net_cpu(result) <= 0:
        return '?'
    ratio = net_cpu(result) / net_cpu(ours[0])
    return f'{ratio:,.2f}' if ratio < 10 else f'{ratio:,.0f}'


def row(result, results):
    return [result['label'], str(result['threads']), f'{result["events"]:,}', spread(result['wall']),
            spread(result['cpu']), f'{result["start_cpu"]:.3f}', number(net_cpu(result) * 1e6),
            f'{result["peak_mib"]:,.0f}', compared(result, results), result['answer']]


def workload_table(name, title, results):
    yield f'**{name}, {title}**\n'
    yield '| ' + ' | '.join(HEADER) + ' |'
    yield '|' + '---|' * len(HEADER)
    for result in results:
        yield '| ' + ' | '.join(row(result, results)) + ' |'
    yield ''


def absent(results):
    """Who could not take part, and why; one line each."""
    return [f'- {one["label"]}: {one["why_not"]}' for one in results if 'why_not' in one]


def render(report):
    yield '\n'.join(['<!-- Written by bench/run.py -->', machine.in_words(report['machine']), ''])
    for workload in report['workloads']:
        taken = [one for one in workload['results'] if 'why_not' not in one]
        yield '\n'.join(workload_table(workload['name'], workload['title'], taken))
        if missing := absent(workload['results']):
            yield '\n'.join(['Not run:', '', *missing, ''])
