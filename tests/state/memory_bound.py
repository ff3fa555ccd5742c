#!/usr/bin/env python3
"""How much memory a run takes, with and without a bound; and what a spilling run leaves on a disk: nothing, however it
ends.

    memory_bound.py --headrace build/headrace
"""

import argparse
import contextlib
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

KEYS = 120_000
SPEC = '''
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: game
Import:
- {Module: dateutil.parser, Identifiers: [parse]}
Identity: source.user
Time: parse(source.time)
Stores:
- {Type: Blurr:Store:Memory, Name: memory}
Aggregates:
- Type: Blurr:Aggregate:Identity
  Name: all
  Fields:
  - {Name: kind, Type: string, Value: source.kind}
  - {Name: events, Type: integer, Value: all.events + 1}
- Type: Blurr:Aggregate:Activity
  Name: session
  SeparateByInactiveSeconds: 1800
  Fields:
  - {Name: events, Type: integer, Value: session.events + 1}
  - {Name: score, Type: float, Value: session.score + source.score}
'''
CONTAINERS = SPEC.replace('{Name: score, Type: float, Value: session.score + source.score}',
                          '{Name: seen, Type: list, Value: "session.seen.append(source.kind + \' and some more\')"}')
LARGE = SPEC.replace('{Name: kind, Type: string, Value: source.kind}',
                     '{Name: kinds, Type: list, Value: "[source.kind + \' and some more \' + str(i) for i in range(5000)]"}')
LINE = '{"user": "user%07d", "time": "2026-01-%02dT%02d:%02d:00Z", "kind": "k%d", "score": %d.5}\n'
MIB = 1 << 20
# What a process takes before it becomes another program counts for it, so it must be little: that of a small launcher.
LAUNCHER = '''
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
'''


def line(i, minute, keys):
    return LINE % (i * 7919 % keys, 1 + minute // 1440, minute // 60 % 24, minute % 60, i % 7, i % 100)


class MemoryBound(unittest.TestCase):
    headrace = None

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        (cls.folder / 'spec.yml').write_text(SPEC)
        (cls.folder / 'containers.yml').write_text(CONTAINERS)
        (cls.folder / 'large.yml').write_text(LARGE)
        (cls.folder / 'spills').mkdir()
        count = KEYS + KEYS // 10
        with open(cls.folder / 'events.jsonl', 'w') as file:
            file.writelines(line(i, i * 40_000 // count, KEYS) for i in range(count))
        (cls.folder / 'one.jsonl').write_text(line(0, 0, KEYS))
        with open(cls.folder / 'few.jsonl', 'w') as file:
            file.writelines(line(i, i, 400) for i in range(400))
        with open(cls.folder / 'unsorted.jsonl', 'w') as file:
            file.writelines(line(i, i * 7877 % 40_000, KEYS // 10) for i in range(count + count // 2))

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def start(self, *arguments, **options):
        return subprocess.Popen([self.headrace, 'transform', *arguments], cwd=self.folder, stderr=subprocess.PIPE,
                                **options)

    def transform(self, events, *arguments, spec='spec.yml', piped=False):
        """What is printed, and the most memory that was taken, in MiB."""
        with tempfile.TemporaryFile() as out:
            reader = subprocess.Popen(['cat', events], cwd=self.folder, stdout=subprocess.PIPE) if piped else None
            done = subprocess.run([sys.executable, '-S', '-c', LAUNCHER, self.headrace, 'transform',
                                   '--streaming-bts=' + spec, '-' if piped else events, *arguments], cwd=self.folder,
                                  stdin=reader.stdout if reader else None, stdout=out, stderr=subprocess.PIPE, text=True)
            if reader:
                reader.stdout.close()
                reader.wait()
            self.assertEqual(done.returncode, 0, done.stderr)
            out.seek(0)
            return hashlib.file_digest(out, 'sha256').digest(), int(done.stderr.split()[-1]) / 1024

    @staticmethod
    def open_files(child):
        """Some may be closed while they are looked at."""
        files = []
        for descriptor in Path('/proc/%d/fd' % child.pid).iterdir():
            with contextlib.suppress(FileNotFoundError):
                files.append(os.readlink(descriptor))
        return files

    def test_a_key_takes_a_third_more_than_its_slots_at_most(self):
        explained = json.loads(subprocess.run([self.headrace, 'explain', '--format=json', 'spec.yml'], cwd=self.folder,
                                              capture_output=True).stdout)
        text = json.dumps(explained)
        size = int(text.split('"state_bytes": ')[1].split(',')[0].split('}')[0])
        _, start = self.transform('one.jsonl', '--output=none', '--threads=1')
        for threads in (1, 2):
            _, all = self.transform('events.jsonl', '--output=none', '--threads=%d' % threads)
            self.assertLess((all - start - 8 * threads) * MIB / KEYS, 1.3 * (size + len('user0000000')))

    def test_memory_stays_within_the_bound(self):
        """A few MiB a thread come on top, and what is mapped of the program."""
        for spec, events in (('spec.yml', 'events.jsonl'), ('containers.yml', 'events.jsonl'),
                             ('spec.yml', 'unsorted.jsonl'), ('large.yml', 'few.jsonl')):
            expected, plain = self.transform(events, '--threads=1', spec=spec)
            self.assertGreater(plain, 45, (spec, events))
            for threads, piped in ((2, False), (1, True)):
                found, bounded = self.transform(events, '--memory=20MiB', '--threads=%d' % threads, spec=spec, piped=piped)
                self.assertEqual(found, expected)
                self.assertLess(bounded, 20 + 16 + 6 * threads, (spec, events, threads, piped, plain))

    def test_a_bound_that_suffices_changes_nothing(self):
        child = self.start('--streaming-bts=spec.yml', 'events.jsonl', '--memory=4GiB', '--profile=json',
                           '--output=none')
        told = child.communicate()[1].decode()
        self.assertNotIn('spilled', told)

    def test_what_was_spilled_is_told(self):
        child = self.start('--streaming-bts=spec.yml', 'events.jsonl', '--memory=16MiB', '--profile=json', '--stats',
                           '--output=none')
        told = child.communicate()[1].decode()
        self.assertIn('were spilled to disk', told)
        self.assertGreater(json.loads(told.splitlines()[-1])['spilled_bytes'], 10_000_000)

    def test_one_identity_goes_over_the_bound_and_is_told(self):
        with open(self.folder / 'big.jsonl', 'w') as file:
            file.writelines(line(0, i * 7877 % 40_000, KEYS) for i in range(KEYS))
        expected, _ = self.transform('big.jsonl', '--threads=1')
        found, _ = self.transform('big.jsonl', '--memory=8MiB', '--threads=2')
        self.assertEqual(found, expected)
        child = self.start('--streaming-bts=spec.yml', 'big.jsonl', '--memory=8MiB', '--output=none')
        self.assertIn('more than --memory=8.4 MB; docs/limits.md', child.communicate()[1].decode())

    def test_a_full_disk(self):
        """The results are as they were."""
        (self.folder / 'rows.jsonl').write_text('old')

        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, MIB))

        child = self.start('--streaming-bts=spec.yml', 'events.jsonl', '--memory=8MiB', '--output=rows.jsonl',
                           '--spill-dir=spills', preexec_fn=small_files)
        told = child.communicate()[1].decode()
        self.assertEqual(child.returncode, 3, told)
        self.assertIn('spills: error: cannot spill', told)
        self.assertIn('hint: make room', told)
        self.assertEqual((self.folder / 'rows.jsonl').read_text(), 'old')
        self.assert_nothing_left()

    def test_nothing_is_left_when_it_is_stopped(self):
        for stop, code in ((signal.SIGINT, 130), (signal.SIGKILL, -9)):
            child = self.start('--streaming-bts=spec.yml', '-', '--memory=1MiB', '--output=none',
                               '--spill-dir=spills', stdin=subprocess.PIPE)
            child.stdin.write((self.folder / 'events.jsonl').read_bytes()[:8 * MIB])
            child.stdin.flush()
            files = self.open_files(child)
            self.assertTrue([f for f in files if str(self.folder / 'spills') in f], files)
            self.assert_nothing_left()
            child.send_signal(stop)
            self.assertEqual(child.wait(10), code)
            child.stdin.close()
            child.stderr.close()
            self.assert_nothing_left()

    def test_what_cannot_be(self):
        for arguments, code, part in (
                (('--memory=1GiB', '--spill-dir=missing'), 3, 'missing: error: cannot make a temporary file'),
                (('--memory=1GiB', '--spill-dir=spec.yml'), 3, 'hint: name a folder'),
                (('--spill-dir=spills',), 2, '--memory'),
                (('--memory=1GiB', '--identity=a', '--trace'), 2, '--memory'),
                (('--memory=0',), 2, '--memory'), (('--memory=much',), 2, '--memory'),
                (('--memory=-1',), 2, '--memory')):
            child = self.start('--streaming-bts=spec.yml', 'one.jsonl', *arguments, stdout=subprocess.DEVNULL)
            told = child.communicate()[1].decode()
            self.assertEqual(child.returncode, code, told)
            self.assertIn(part, told)

    def assert_nothing_left(self):
        self.assertEqual(list((self.folder / 'spills').iterdir()), [])


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--headrace', required=True)
    options, rest = parser.parse_known_args()
    MemoryBound.headrace = str(Path(options.headrace).resolve())
    unittest.main(argv=[__file__, *rest])
