#!/usr/bin/env python3
"""Runs clang-tidy over the sources of a configured build folder: tools/lint.py BUILD [PATH_PART...]

With PATH_PARTs only over files whose path holds one of them. A file that came out clean is remembered by the
digest of its preprocessed text, comments included, so that an unchanged one costs a preprocessor run. Generated
tables are left out. Fails when clang-tidy finds something.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
CACHE = pathlib.Path(os.environ.get('XDG_CACHE_HOME', pathlib.Path.home() / '.cache')) / 'headrace' / 'tidy'
TIDY = ROOT / '.deps' / 'clang_tidy' / 'bin' / 'clang-tidy'


def sources(build, parts):
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        path = pathlib.Path(entry['file'])
        if ROOT not in path.parents or '.deps' in path.parts:
            continue
        with open(path) as text:
            if text.readline().startswith('// Written by tools/'):
                continue
        if not parts or any(part in str(path.relative_to(ROOT)) for part in parts):
            yield path, entry


def preprocessed(entry):
    command = shlex.split(entry['command'])
    command = command[next(i for i, word in enumerate(command) if 'clang++' in word):]
    del command[command.index('-o'):command.index('-o') + 2]
    command[command.index('-c')] = '-E'
    run = subprocess.run([*command, '-C', '-P'], cwd=entry['directory'], capture_output=True)
    return run.stdout if run.returncode == 0 else None


def lint(build, path, entry, salt):
    """What clang-tidy has to say about one file; empty when it is clean."""
    text = preprocessed(entry)
    stamp = CACHE / hashlib.sha256(salt + (text or b'')).hexdigest()
    if text is not None and stamp.exists():
        return ''
    run = subprocess.run([TIDY, '-p', str(build), '--quiet', str(path)], capture_output=True, text=True)
    if run.returncode == 0 and text is not None:
        stamp.touch()
        return ''
    return run.stdout if run.stdout.strip() else run.stderr


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    CACHE.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([TIDY, '--version'], capture_output=True, check=True).stdout
    salt = version + (ROOT / '.clang-tidy').read_bytes()
    files = sorted(sources(build, sys.argv[2:]), key=lambda file: file[0])
    if not files:
        sys.exit('clang-tidy: no source has such a path')
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        findings = list(pool.map(lambda file: lint(build, *file, salt), files))
    bad = [text for text in findings if text]
    print('\n'.join(bad), end='')
    print(f'clang-tidy: {len(files) - len(bad)} of {len(files)} files clean')
    return 1 if bad else 0


sys.exit(main())
