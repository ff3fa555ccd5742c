#!/usr/bin/env python3
"""The expression oracle: `headrace eval --cases` against CPython, row by row of docs/expressions.md.

    oracle_expr.py --headrace build/headrace -n 50000 --seed 1 --jobs 2
    oracle_expr.py --headrace build/headrace --per-row 1000
    oracle_expr.py --headrace build/headrace -n 3000 --only str-split,re

Every round makes one case of each row. A case differs when the value, its type, or whether there is an error differs; errors
of another class are only counted, and so are cases that exceed a budget (docs/limits.md). A row that says native must not need CPython. Ends after --seconds, or with the cases. Exit code
0 when nothing differs, 1 when anything does (the cases are kept in --keep), 77 where this is not CPython 3.11 with dateutil.
"""

import argparse
import json
import math
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

try:
    import dateutil  # noqa: F401
except ImportError:
    dateutil = None
if dateutil is None or sys.version_info[:2] != (3, 11):
    print('needs CPython 3.11 with dateutil', file=sys.stderr)
    sys.exit(77)

sys.path.insert(1, str(Path(__file__).parents[1]))

from compare_values import readable, same  # noqa: E402
from generate_cases import Generator  # noqa: E402
from progress import Progress  # noqa: E402
from reference import evaluate, is_too_large  # noqa: E402

ROUNDS_A_CHUNK = 5
TIMEOUT_S = 120
MEMORY_MAX = 1 << 30


class Chunk:
    """The cases of some rounds, run on both sides."""

    def __init__(self, options, rounds):
        self.headrace = options.headrace
        generator = Generator(options.seed)
        only = set(options.only.split(',')) if options.only else None
        self.cases = [pair for number in rounds for pair in generator.round(number, only)]
        self.differences = []  # (row id, what, line of the case, expected, actual)

    def run(self):
        lines = [json.dumps(case) for _, case in self.cases]
        for (row, _), line, answer in zip(self.cases, lines, self._answers(lines)):
            expected = evaluate(json.loads(line), row.ordered_sets)
            if is_too_large(expected):
                continue
            if isinstance(answer, str):
                self.differences.append((row.id, 'crash', line, readable(expected), answer))
                continue
            # The second look is as JSON has it: two surrogates side by side are one character there.
            try:
                verdict = same(expected, answer) and same(json.loads(json.dumps(expected)), answer)
            except MemoryError:
                continue
            if verdict == 'value' and answer.get('x') == 'BudgetError' and 'x' not in expected:
                verdict = 'budget'
            if verdict:
                self.differences.append((row.id, verdict, line, readable(expected), readable(answer)))
            elif row.native and answer.get('py'):
                self.differences.append((row.id, 'python', line, readable(expected), 'equal, but by CPython'))
        return Counter(row.id for row, _ in self.cases), self.differences

    def _answers(self, lines):
        """The answer to each line: its JSON, or a text that says how headrace failed on it."""
        answers = []
        size = len(lines)
        while len(answers) < len(lines):
            batch = lines[len(answers):len(answers) + size]
            got, failure = self._run_headrace(batch)
            answers += got
            if len(got) == len(batch):
                size = len(lines)
            elif size == 1:
                answers.append(failure)
            else:
                size = max(1, size // 4)
        return answers

    def _run_headrace(self, lines):
        with tempfile.NamedTemporaryFile('w', suffix='.jsonl', dir=os.environ.get('TMPDIR', '/tmp')) as file:
            file.write('\n'.join(lines) + '\n')
            file.flush()
            try:
                done = subprocess.run([self.headrace, 'eval', '--cases', file.name], capture_output=True,
                                      timeout=TIMEOUT_S,
                                      env=dict(os.environ, TZ='UTC', LC_ALL='C'), preexec_fn=_free_memory)
            except subprocess.TimeoutExpired:
                return [], 'no answer within %d s' % TIMEOUT_S
        answers = []
        for text in done.stdout.split(b'\n')[:len(lines)]:
            try:
                answers.append(json.loads(text))
            except ValueError:
                if len(lines) == 1 and text:
                    return ['not JSON: %r' % text[:200]], ''
                break
        return answers, 'exit code %d: %s' % (done.returncode, done.stderr.decode(errors='replace')[-300:].strip())


def _free_memory():
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def run_rounds(arguments):
    options, rounds = arguments
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, resource.getrlimit(resource.RLIMIT_AS)[1]))
    return Chunk(options, rounds).run()


def report(options, generator, counts, differences, seconds):
    """The differences by row, the shortest cases first, then what was compared. Whether anything differs."""
    by_row = defaultdict(list)
    for difference in differences:
        by_row[difference[0]].append(difference)
    for row in generator.rows:
        found = by_row.get(row.id, [])
        serious = [d for d in found if d[1] != 'class'] or (found if options.classes else [])
        if not serious:
            continue
        kinds = Counter(what for _, what, *_ in found)
        print('%s: %d cases, %s' % (row.id, counts[row.id], ', '.join('%d %s' % (n, k) for k, n in kinds.items())))
        for _, what, line, expected, actual in sorted(serious, key=lambda d: len(d[2]))[:options.show]:
            print('    %s\n        CPython   %s\n        headrace  %s' % (line, expected[:300], actual[:300]))
    kinds = Counter(what for _, what, *_ in differences)
    serious = len(differences) - kinds['class'] - kinds['budget']
    print('oracle-expr: seed %s, %d cases of %d rows in %d s: %s; %d errors of another class, %d over a budget' % (
        options.seed, sum(counts.values()), len(counts), seconds,
        '%d differ (%d value, %d crash, %d not native)' % (serious, kinds['value'], kinds['crash'], kinds['python'])
        if serious else 'none differs', kinds['class'], kinds['budget']))
    return serious > 0


def keep(options, differences):
    """The cases that differ, one a line, for `headrace eval --cases` and reference.py."""
    lines = [line for _, what, line, *_ in differences if what != 'class']
    if lines:
        path = Path(options.keep) / ('seed%s.jsonl' % options.seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(''.join(line + '\n' for line in sorted(lines, key=len)))
        print('kept: %s' % path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--headrace', required=True)
    parser.add_argument('-n', type=int, default=50000, help='cases in all')
    parser.add_argument('--per-row', type=int, help='cases a row, instead of -n')
    parser.add_argument('--seed', default='1')
    parser.add_argument('--jobs', type=int, default=1)
    parser.add_argument('--only', help='row ids or subjects, by comma')
    parser.add_argument('--show', type=int, default=3, help='differences printed a row')
    parser.add_argument('--classes', action='store_true', help='show errors of another class too')
    parser.add_argument('--seconds', type=float, help='stop after that long')
    parser.add_argument('--keep', default='build/oracle-expr', help='folder for the cases that differ')
    parser.add_argument('--quiet', action='store_true', help='no progress')
    options = parser.parse_args()

    generator = Generator(options.seed)
    rows = sum(1 for _ in generator.round(0, set(options.only.split(',')) if options.only else None))
    if not rows:
        raise SystemExit('no such row or subject: %s' % options.only)
    rounds = options.per_row or math.ceil(options.n / rows)
    chunks = [(options, range(i, min(i + ROUNDS_A_CHUNK, rounds))) for i in range(0, rounds, ROUNDS_A_CHUNK)]
    counts, differences, serious = Counter(), [], 0
    progress = Progress(rows * rounds, 'cases', options.quiet)
    with multiprocessing.Pool(options.jobs) as pool:
        for count, found in pool.imap(run_rounds, chunks):
            counts += count
            differences += found
            serious += sum(what != 'class' for _, what, *_ in found)
            progress.add(sum(count.values()), serious)
            if options.seconds and progress.seconds() > options.seconds:
                break
        pool.terminate()
    progress.clear()
    failed = report(options, generator, counts, differences, progress.seconds())
    keep(options, differences)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
