#!/usr/bin/env python3
"""Runs `headrace validate` on bad specs and compares what it says with golden files.

    run.py --headrace build/headrace [NAME...]

Here, NAME.yml is one spec, NAME/ a folder of them, NAME.args a command line; NAME.txt is what is printed, with the
exit code in its last line. HEADRACE_UPDATE=1 writes the golden files. The JSON form must say the same, and every code
that docs/diagnostics.md lists must be said at least once.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parents[1] / 'docs' / 'diagnostics.md'
FAILURES = []


def fail(name, what):
    FAILURES.append(name)
    print(f'{name}: {what}')


def cases():
    """Yields (name, arguments)."""
    for entry in sorted(HERE.iterdir()):
        if entry.suffix == '.args':
            yield entry.stem, entry.read_text().split()
        elif entry.suffix == '.yml' or (entry.is_dir() and any(entry.glob('*.yml'))):
            yield entry.stem, [entry.name]


def validate(headrace, *arguments):
    environment = {**os.environ, 'PYTHONDONTWRITEBYTECODE': '1'}
    done = subprocess.run([headrace, 'validate', *arguments], cwd=HERE, env=environment, capture_output=True)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def said_in_text(text):
    """(severity, code) of each diagnostic."""
    return re.findall(r'^\S.*? (error|warning|note): .* \[([a-z-]+)\]$', text, re.MULTILINE)


def check_text(name, code, text):
    got = f'{text}exit code {code}\n'
    golden = HERE / f'{name}.txt'
    if os.environ.get('HEADRACE_UPDATE'):
        golden.write_text(got)
    wanted = golden.read_text() if golden.exists() else ''
    if got != wanted:
        fail(name, f'says\n{got}instead of\n{wanted}')


def check_json(name, headrace, arguments, text, code):
    json_code, out, _ = validate(headrace, *arguments, '--format=json')
    answer = json.loads(out)
    said = [(d['severity'], d['code']) for d in answer['diagnostics']]
    if said != said_in_text(text) or json_code != code:
        fail(name, f'says {said} in JSON, {said_in_text(text)} in text')
    for severity in ('error', 'warning', 'note'):
        if answer[severity + 's'] != sum(s == severity for s, _ in said):
            fail(name, f'counts {answer[severity + "s"]} {severity}s')
    return {c for _, c in said}


def check_strict(name, headrace, arguments, text, code):
    """-W error and --strict fail where there is a warning, and only there."""
    expected = code or int(any(severity == 'warning' for severity, _ in said_in_text(text)))
    for option in (['-W', 'error'], ['--strict']):
        got, _, _ = validate(headrace, *option, *arguments)
        if got != expected:
            fail(name, f'{option[0]} gives {got} instead of {expected}')


def listed_codes():
    rows = re.findall(r'^\| (`[^|]*`) \|', PAGE.read_text(), re.MULTILINE)
    return {code for row in rows for code in re.findall(r'`([a-z-]+)`', row)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument('--headrace', required=True)
    arguments.add_argument('names', nargs='*')
    options = arguments.parse_args()
    headrace = pathlib.Path(options.headrace).resolve()
    said = set()
    for name, words in cases():
        if options.names and name not in options.names:
            continue
        code, text, trouble = validate(headrace, *words)
        if trouble:
            fail(name, f'writes to standard error: {trouble}')
        check_text(name, code, text)
        said |= check_json(name, headrace, words, text, code)
        check_strict(name, headrace, words, text, code)
    if not options.names:
        for code in sorted(listed_codes() - said):
            fail(code, f'is listed in {PAGE.name}, but no case here has it')
        for code in sorted(said - listed_codes()):
            fail(code, f'is said, but not listed in {PAGE.name}')
    sys.exit(1 if FAILURES else 0)


if __name__ == '__main__':
    main()
