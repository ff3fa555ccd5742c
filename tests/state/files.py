#!/usr/bin/env python3
"""State files from the outside: what is damaged, of another spec or not there is refused with the place and a hint; a
run that fails leaves the old file as it was and nothing beside it.

    files.py --headrace build/headrace
"""

import argparse
import json
import os
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

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
- Type: Blurr:Aggregate:Activity
  Name: session
  SeparateByInactiveSeconds: 1800
  Fields:
  - {Name: events, Type: integer, Value: session.events + 1}
  - {Name: kinds, Type: set, Value: session.kinds.add(source.kind)}
'''


def events(day, users=40, count=3):
    for i in range(count):
        for user in range(users):
            yield json.dumps({'user': 'u%d' % user, 'time': '2026-01-%02dT%02d:00:00Z' % (day, 9 + i), 'kind': i})


class StateFiles(unittest.TestCase):
    headrace = None

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        self.write('spec.yml', SPEC)
        for day in (1, 2):
            self.write('day%d.jsonl' % day, '\n'.join(events(day)) + '\n')

    def tearDown(self):
        self.temporary.cleanup()

    def write(self, name, text):
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def run_headrace(self, *arguments, **options):
        return subprocess.run([self.headrace, *arguments], cwd=self.folder, capture_output=True, text=True,
                              timeout=60, **options)

    def transform(self, *arguments, **options):
        return self.run_headrace('transform', '--streaming-bts=spec.yml', *arguments, **options)

    def make_state(self, name='a.state'):
        self.assertEqual(self.transform('day1.jsonl', '--state-out=' + name).returncode, 0)
        return (self.folder / name).read_bytes()

    def assert_refused(self, done, code, *parts):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, '')
        for part in parts:
            self.assertIn(part, done.stderr)

    def test_one_file_may_be_both(self):
        self.make_state()
        second = self.transform('day2.jsonl', '--state-in=a.state', '--state-out=a.state')
        both = self.transform('day1.jsonl', 'day2.jsonl', '--state-out=b.state')
        self.assertEqual(second.stdout, both.stdout)
        self.assertEqual((self.folder / 'a.state').read_bytes(), (self.folder / 'b.state').read_bytes())

    def test_no_events_print_what_the_state_holds(self):
        self.make_state()
        self.write('none.jsonl', '')
        again = self.transform('none.jsonl', '--state-in=a.state')
        self.assertEqual(again.stdout, self.transform('day1.jsonl').stdout)

    def test_damage_is_found_everywhere(self):
        good = self.make_state()
        self.assertGreater(len(good), 2000)
        places = sorted({*range(0, 64), *range(0, len(good), 61), *range(len(good) - 48, len(good))})
        for at in places:
            flipped = bytearray(good)
            flipped[at] ^= 1 << at % 8
            self.write('flipped.state', bytes(flipped))
            self.assert_refused(self.transform('day2.jsonl', '--state-in=flipped.state'), 1, 'flipped.state: error: ')
        for size in places[::4]:
            self.write('short.state', good[:size])
            self.assert_refused(self.transform('day2.jsonl', '--state-in=short.state'), 1, 'short.state: error: ')

    def test_what_is_no_state(self):
        self.assert_refused(self.transform('day2.jsonl', '--state-in=day1.jsonl'), 1, 'is no state file', 'hint: ')
        self.assert_refused(self.transform('day2.jsonl', '--state-in=missing.state'), 1, 'missing.state', 'No such file')
        self.assert_refused(self.transform('day2.jsonl', '--state-in=.'), 1, 'is a folder')

    def test_another_spec(self):
        self.make_state()
        self.write('spec.yml', SPEC.replace('session.events + 1', 'session.events + 2').replace('1800', '900'))
        self.assert_refused(
            self.transform('day2.jsonl', '--state-in=a.state'), 1, "SeparateByInactiveSeconds was 1800, is 900",
            "field 'session.events': Value was 'session.events + 1', is 'session.events + 2'", 'hint: ')

    def test_the_same_spec_written_otherwise(self):
        self.make_state()
        self.write('spec.yml', '# a comment\n' + SPEC.replace('Name: game', 'Name: "game"').replace('03-01', '03-07'))
        self.assertEqual(self.transform('day2.jsonl', '--state-in=a.state').returncode, 0)

    def test_a_folder_that_is_not_there(self):
        self.assert_refused(self.transform('day1.jsonl', '--state-out=no/a.state'), 3, 'no/a.state', 'cannot write', 'make the folder')

    def test_a_full_disk_leaves_the_old_state(self):
        old = self.make_state()

        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(old) // 2, len(old) // 2))

        done = self.transform('day2.jsonl', '--state-in=a.state', '--state-out=a.state', preexec_fn=small_files)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn('a.state: error: cannot write', done.stderr)
        self.assertEqual((self.folder / 'a.state').read_bytes(), old)
        self.assert_nothing_left()

    @unittest.skipUnless(os.path.exists('/dev/full'), 'no /dev/full')
    def test_a_full_device(self):
        done = self.transform('day1.jsonl', '--state-out=/dev/full')
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn('/dev/full: error: cannot write: No space left on device', done.stderr)
        self.assertFalse(os.path.isfile('/dev/full'))

    def test_a_run_that_fails_leaves_the_old_state(self):
        old = self.make_state()
        done = self.transform('day2.jsonl', 'missing.jsonl', '--state-in=a.state', '--state-out=a.state')
        self.assertEqual(done.returncode, 1)
        self.assertEqual((self.folder / 'a.state').read_bytes(), old)
        self.assert_nothing_left()

    def test_output_that_cannot_be_written_leaves_the_old_state(self):
        if not os.path.exists('/dev/full'):
            self.skipTest('no /dev/full')
        old = self.make_state()
        with open('/dev/full', 'w') as full:
            done = subprocess.run([self.headrace, 'transform', '--streaming-bts=spec.yml', 'day2.jsonl',
                                   '--state-in=a.state', '--state-out=a.state'], cwd=self.folder, stdout=full,
                                  stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual((self.folder / 'a.state').read_bytes(), old)
        self.assert_nothing_left()

    def test_a_link_stays_a_link(self):
        self.make_state('real.state')
        os.symlink('real.state', self.folder / 'link.state')
        self.assertEqual(self.transform('day2.jsonl', '--state-out=link.state').returncode, 0)
        self.assertTrue((self.folder / 'link.state').is_symlink())

    def test_late_events_are_told(self):
        self.make_state()
        self.transform('day2.jsonl', '--state-in=a.state', '--state-out=a.state')
        done = self.transform('day1.jsonl', '--state-in=a.state')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("  120  before the state's end  first at day1.jsonl:1: ", done.stderr)

    def test_inspect(self):
        self.make_state()
        table = self.run_headrace('state', 'inspect', 'a.state')
        self.assertEqual(table.returncode, 0, table.stderr)
        for part in ('game', 'session', 'Activity', '2026-01-01T11:00:00+00:00'):
            self.assertIn(part, table.stdout)
        said = json.loads(self.run_headrace('state', 'inspect', '--format=json', 'a.state').stdout)
        self.assertEqual((said['identities'], said['saved_rows'], said['format']), (40, 80, 2))
        self.assertEqual(said['aggregates'], [{'name': 'session', 'open': 40, 'saved': 80}])
        self.assertEqual(said['spec']['Identity'], 'source.user')
        self.assertEqual(said['bytes'], (self.folder / 'a.state').stat().st_size)

    def test_verify(self):
        good = self.make_state()
        done = self.run_headrace('state', 'verify', 'a.state')
        self.assertEqual((done.returncode, done.stdout), (0, 'a.state: good, 40 identities, 80 saved rows\n'))
        self.write('a.state', good[:-1])
        self.assert_refused(self.run_headrace('state', 'verify', 'a.state'), 1, 'a.state: error: ', 'ends too early')
        self.assertEqual(self.run_headrace('state').returncode, 2)
        self.assertEqual(self.run_headrace('state', 'inspect').returncode, 2)

    def assert_nothing_left(self):
        left = {p.name for p in self.folder.iterdir()} - {'spec.yml', 'day1.jsonl', 'day2.jsonl', 'a.state'}
        self.assertEqual(left, set())


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--headrace', required=True)
    options, rest = parser.parse_known_args()
    StateFiles.headrace = str(Path(options.headrace).resolve())
    unittest.main(argv=['files.py', *rest])
