"""The demo's page: one player's events, sessions, anchors and windows. A file that needs nothing but itself."""

import html
import pathlib

import timeline

GROUPS = {'now': 'now: the session at hand', 'week': 'week: the seven days before it',
          'last': 'last: the two sessions before it', 'next': 'next: the three days after it, the label'}


def shown(value):
    if isinstance(value, bool):
        return 'yes' if value else 'no'
    if isinstance(value, float):
        return f'{value:.2f}'
    return html.escape(str(value).replace('T', ' ').replace('+00:00', ''))


def scrolling(name, content):
    return (f'<div class="card scroll" tabindex="0" role="region" aria-label="{name}">'
            f'<table>{content}</table></div>')


def row_table(rows):
    """Rows as columns: a training row is wide, and a player has few."""
    heads = ''.join(f'<th scope="col">row {number}</th>' for number in range(1, len(rows) + 1))
    lines = [f'<thead><tr><th scope="col">column</th>{heads}</tr></thead>', '<tbody>']
    group = None
    for column in rows[0]:
        aggregate, field = column.split('.', 1)
        if field == '_identity':
            continue
        if aggregate != group:
            group = aggregate
            kind = 'group label' if group == 'next' else 'group'
            lines.append(f'<tr class="{kind}"><th scope="rowgroup" colspan="{len(rows) + 1}">{GROUPS[group]}</th></tr>')
        cells = ''.join(f'<td>{shown(row[column])}</td>' for row in rows)
        lines.append(f'<tr><th scope="row"><code>{html.escape(column)}</code></th>{cells}</tr>')
    return scrolling('Training rows', ''.join(lines) + '</tbody>')


def session_table(sessions):
    columns = ['_start_time', '_end_time', 'played', 'lost', 'minutes', 'spent']
    lines = ['<thead><tr>' + ''.join(f'<th scope="col"><code>{name}</code></th>' for name in columns) + '</tr></thead>']
    for session in sessions:
        lines.append('<tr>' + ''.join(f'<td>{shown(session[name])}</td>' for name in columns) + '</tr>')
    return scrolling('Sessions', ''.join(lines))


def flow(counts):
    return '<ul class="flow">' + ''.join(f'<li><b>{n}</b><span>{what}</span></li>' for n, what in counts) + '</ul>'


def render(name, events, sessions, rows):
    """The page for one player who has at least one row."""
    anchors = sum(timeline.is_anchor(session) for session in sessions)
    style = pathlib.Path(__file__).with_name('page.css').read_text('utf-8')
    title = f'{html.escape(name)}: from events to training rows'
    counts = [(len(events), 'events'), (len(sessions), 'sessions'), (anchors, 'anchors'), (len(rows), 'rows')]
    return '\n'.join([
        '<!DOCTYPE html>', '<html lang="en">', '<head>', '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<title>{title}</title>', f'<style>\n{style}</style>', '</head>', '<body>', '<main>',
        '<p class="eyebrow">headrace, the game sessions example</p>',
        f'<h1>{title}</h1>',
        '<p>A session in which a player lost four levels or more is an anchor. Its row asks: did the player buy',
        'something in the three days after it? What the row knows is from the session itself and from before it.</p>',
        flow(counts),
        '<h2>The time line</h2>',
        '<p>An anchor gives no row where one of its windows is empty or too short.</p>',
        timeline.render(events, sessions, rows),
        '<h2>The rows</h2>',
        row_table(rows),
        f'<details><summary>All {len(sessions)} sessions as a table</summary>', session_table(sessions), '</details>',
        '</main>',
        '<footer>Made by <code>make demo</code> from the lines that <code>headrace transform</code> printed.</footer>',
        '</body>', '</html>', ''])
