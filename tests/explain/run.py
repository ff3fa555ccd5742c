#!/usr/bin/env python3
"""Runs `headrace explain` on the specs of cases.json and compares what it says with golden files.

    run.py --headrace build/headrace [NAME...]

NAME.txt is the text form, with the exit code in its last line, NAME.json the JSON form. HEADRACE_UPDATE=1 writes both.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LINE_MAX = 110


def explain(headrace, *arguments):
    environment = {**os.environ, 'PYTHONDONTWRITEBYTECODE': '1'}
    done = subprocess.run([headrace, 'explain', *arguments], cwd=ROOT, env=environment, capture_output=True)
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def differs(golden, got):
    if os.environ.get('HEADRACE_UPDATE'):
        golden.write_text(got)
    wanted = golden.read_text() if golden.exists() else ''
    if got == wanted:
        return False
    print(f'{golden.relative_to(ROOT)} is\n{wanted}\nbut explain says\n{got}')
    return True


def too_wide(text):
    """Lines of tables that do not fit; what is quoted from a spec is as long as it is."""
    quoted = re.compile(r'^ +\d* \| | = |: (error|warning|note): ')
    return [line for line in text.splitlines() if len(line) > LINE_MAX and not quoted.search(line)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument('--headrace', required=True)
    arguments.add_argument('names', nargs='*')
    options = arguments.parse_args()
    headrace = pathlib.Path(options.headrace).resolve()
    failed = False
    for name, specs in json.loads((HERE / 'cases.json').read_text()).items():
        if options.names and name not in options.names:
            continue
        code, text = explain(headrace, *specs)
        failed |= differs(HERE / f'{name}.txt', f'{text}exit code {code}\n')
        json_code, answer = explain(headrace, *specs, '--format=json')
        failed |= differs(HERE / f'{name}.json', json.dumps(json.loads(answer), indent=1) + '\n')
        if json_code != code:
            print(f'{name}: exit code {code} in text, {json_code} in JSON')
            failed = True
        for line in too_wide(text):
            print(f'{name}: a line of {len(line)} columns: {line}')
            failed = True
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
