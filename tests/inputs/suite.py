"""What the suites of this folder share: the binary, run in a folder of its own."""

import argparse
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


class Suite:
    def __init__(self, headrace, folder):
        self.headrace = pathlib.Path(headrace).resolve()
        self.folder = pathlib.Path(folder)
        self.failures = []

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def command(self, *args, spec='count.yml'):
        return [self.headrace, 'transform', f'--streaming-bts={HERE / spec}', *args]

    def run(self, *args, spec='count.yml', **options):
        options.setdefault('stdin', subprocess.DEVNULL)
        if 'input' in options:
            del options['stdin']
        if 'stdout' not in options:
            options['stdout'] = subprocess.PIPE
        return subprocess.run(self.command(*args, spec=spec), cwd=self.folder, stderr=subprocess.PIPE,
                              timeout=60, **options)

    def check(self, condition, what):
        if not condition:
            self.failures.append(what)

    def equal(self, got, wanted, what):
        self.check(got == wanted, f'{what}: {got!r} instead of {wanted!r}')


def main(run_suite):
    arguments = argparse.ArgumentParser()
    arguments.add_argument('--headrace', required=True)
    args = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        suite = Suite(args.headrace, folder)
        said = run_suite(suite)
    print('\n'.join(suite.failures) or said)
    sys.exit(1 if suite.failures else 0)
