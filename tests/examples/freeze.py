#!/usr/bin/env python3
"""Writes expected/ of examples anew, by real Blurr with the named deviations: minutes for each, Blurr is slow.

    .venv-oracle/bin/python tests/examples/freeze.py examples/NAME...      after tools/deps.sh oracle
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'oracle'))

import blurr_runner  # noqa: E402
import example  # noqa: E402

# The runner's limits are for generated pairs.
blurr_runner.TIME_LIMIT_S = 24 * 3600
blurr_runner.LENGTH_MAX = 1 << 40


def printed(folder, events):
    """What Blurr prints for these bytes of events: {'blocks': bytes, 'rows': bytes}."""
    stream, window = ((folder / name).read_bytes() for name in ('stream.yml', 'window.yml'))
    files = [blurr_runner.split_lines(events)]
    outputs = blurr_runner.run_for(('blocks', 'rows'), stream, window, files, example.processor(folder), folder)
    return {what: ''.join(line + '\n' for line in lines).encode() for what, lines in zip(('blocks', 'rows'), outputs)}


def freeze(folder):
    expected = folder / 'expected'
    expected.mkdir(exist_ok=True)
    summaries = []
    for extent in example.EXTENTS:
        for what, lines in printed(folder, example.events(folder, extent)).items():
            summaries.append(f'{extent} {what}\t{example.summary(lines)}\n')
            if extent == 'sample':
                (expected / f'{what}.jsonl').write_bytes(example.first_lines(what, lines))
        (expected / 'lines.tsv').write_text(''.join(summaries))


def main():
    for name in sys.argv[1:]:
        freeze(pathlib.Path(name).resolve())
        print(name, 'frozen', flush=True)


if __name__ == '__main__':
    main()
