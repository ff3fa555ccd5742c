"""Programs that are built before they can take part, and where they are."""

import functools
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from suite.data import CACHE
from suite.workloads import BENCH

ROOT = BENCH.parent
# No contraction to fused multiply-adds: floats are to be Python's.
FLAGS = ['-std=c++20', '-O3', '-march=native', '-ffp-contract=off', '-Wall', '-Wextra']


def headrace():
    return os.environ.get('HEADRACE', str(ROOT / 'build' / 'headrace'))


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f'bench: {" ".join(map(str, command))}\n{done.stderr}')


def compiled(name, sources, command):
    """The program of that name, compiled anew when a source has changed; command(target) compiles it."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    target = CACHE / 'bin' / f'{name}-{digest.hexdigest()[:8]}'
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name('part-' + target.name)
        run(command(part))
        part.rename(target)
    return target


@functools.cache
def simdjson():
    folder = ROOT / '.deps' / 'simdjson'
    source = folder / 'simdjson.cpp'
    return compiled('simdjson.o', [source], lambda target: ['g++', *FLAGS, '-c', source, '-o', target])


@functools.cache
def by_hand(name):
    folder = BENCH / 'contenders' / 'by_hand'
    source = folder / f'{name}.cpp'
    return compiled(name, [source, *sorted(folder.glob('*.h'))], lambda target: [
        'g++', *FLAGS, '-isystem', ROOT / '.deps' / 'simdjson', source, simdjson(), '-o', target])


@functools.cache
def flink():
    """The command that starts WithFlink with the jars of the package apache-flink-libraries."""
    jars = sorted(ROOT.glob('.venv-bench/lib/python3*/site-packages/pyflink/lib/*.jar'))
    classpath = ':'.join(map(str, jars))
    source = BENCH / 'contenders' / 'WithFlink.java'
    classes = compiled('flink', [source], lambda target: ['javac', '-cp', classpath, '-d', target, source])
    opened = [f'--add-opens=java.base/java.{package}=ALL-UNNAMED' for package in ('util', 'lang', 'time', 'nio')]
    options = ['-Xmx4g', '-XX:+UseG1GC', *opened, '-Dlog4j2.level=ERROR']
    return ['java', *options, '-cp', f'{classes}:{classpath}', 'WithFlink']
