#!/usr/bin/env python3
"""Runs what pages of the documents show: their files, commands and outputs (markdown.py says how they are marked).

    run_docs.py --headrace build/headrace PAGE...

Each page gets a folder of its own with the examples, the bench, `build/headrace`, and `headrace` on the path; it runs from top to
bottom. Of `make` only the target is looked up: a page that builds would build for minutes.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import markdown

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIME_LIMIT_S = 120


def make_targets():
    return set(re.findall(r'^([a-z-]+):', (ROOT / 'Makefile').read_text(), re.MULTILINE))


def set_up(folder, headrace):
    shutil.copytree(ROOT / 'examples', folder / 'examples', ignore=shutil.ignore_patterns('__pycache__'))
    (folder / 'bench').symlink_to(ROOT / 'bench')
    (folder / 'build').mkdir()
    (folder / 'build' / 'headrace').symlink_to(headrace.resolve())
    (folder / 'tmp').mkdir()


def run_commands(step, folder):
    """None, or what is wrong."""
    lines = step.text.splitlines()
    for target in [line.split()[1] for line in lines if line.startswith('make ')]:
        if target not in make_targets():
            return f'there is no target {target!r} in the Makefile'
    script = '\n'.join(line for line in lines if not line.startswith('make '))
    environment = dict(os.environ, PATH=f'{folder / "build"}:{os.environ["PATH"]}', TMPDIR=str(folder / 'tmp'))
    done = subprocess.run(['bash', '-euo', 'pipefail', '-c', script], cwd=folder, env=environment, timeout=TIME_LIMIT_S,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    printed, said = (text.decode('utf-8', 'replace') for text in (done.stdout, done.stderr))
    if (done.returncode != 0) != step.fails:
        return f'exit code {done.returncode}; printed\n{printed}{said}'
    if step.output is None:
        return None
    # What is said on standard error need not be shown; what is shown must have been said.
    shown = [line for line in step.output.splitlines() if line not in said.splitlines()]
    if not markdown.output_matches(printed.splitlines(), shown):
        return f'shown\n{step.output}printed\n{printed}{said}'
    return None


def write_file(step, folder):
    path = folder / step.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open('a' if step.kind == 'append' else 'w', encoding='utf-8') as file:
        file.write(step.text)


def problems(page, headrace):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        set_up(folder, headrace)
        for step in markdown.steps(page.read_text('utf-8')):
            if step.kind == 'commands':
                problem = run_commands(step, folder)
                if problem:
                    yield f'{page}:{step.line}: {problem}'
            else:
                write_file(step, folder)


def main():
    arguments = argparse.ArgumentParser(description='Runs the files, commands and outputs that pages show.')
    arguments.add_argument('--headrace', required=True, type=pathlib.Path)
    arguments.add_argument('pages', nargs='+', type=pathlib.Path)
    args = arguments.parse_args()
    found = [problem for page in args.pages for problem in problems(page, args.headrace)]
    print('\n'.join(found) or f'{len(args.pages)} pages show what happens')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
