#!/usr/bin/env python3
"""Outputs: never in the place of what is read, as their names say, and out only when all of a run is."""

import json
import os
import subprocess

import program
from program import event


class Outputs(program.ProgramTest):

    def setUp(self):
        super().setUp()
        self.put('stream.yml')
        self.write('events.jsonl', event('ann') + event('bob', won=False))
        self.write('other.jsonl', event('cid'))

    def transform(self, *arguments, **options):
        return self.run_headrace('transform', '--streaming-bts=stream.yml', *arguments, **options)

    def texts(self):
        return {p.name: p.read_bytes() for p in self.folder.iterdir() if p.is_file()}

    def test_an_empty_value_takes_no_file(self):
        before = self.texts()
        for option in ('--output', '--state-in', '--state-out', '--errors', '--now', '--streaming-bts', '--source',
                       '--threads'):
            self.expect(self.transform(option + '=', 'events.jsonl', 'other.jsonl'), 2, out='',
                        err=[option + ' has no value'])
            self.expect(self.transform('events.jsonl', option, '', 'other.jsonl'), 2, out='',
                        err=[option + ': its value is empty', 'leave the option out'])
        self.assertEqual(self.texts(), before)

    def test_nothing_takes_the_place_of_what_is_read(self):
        self.expect(self.transform('--state-out=old.state', 'other.jsonl'), 0)
        os.symlink('events.jsonl', self.folder / 'link.jsonl')
        before = self.texts()
        here = str(self.folder)
        for outputs, said in ((['--output=events.jsonl'], '--output would take the place of events that are read'),
                              (['--output=link.jsonl'], '--output would take the place of events that are read'),
                              ([f'--errors={here}/events.jsonl'], '--errors would take the place of events that are read'),
                              (['--state-out=./events.jsonl'], '--state-out would take the place of events that are read'),
                              (['--state-out=stream.yml'], '--state-out would take the place of a spec'),
                              (['--output=stream.yml', '--output-format=jsonl'], '--output would take the place of a spec'),
                              (['--output=x.jsonl', '--errors=x.jsonl'], 'what --errors writes'),
                              (['--output=x.jsonl', f'--state-out={here}/x.jsonl'], 'what --state-out writes'),
                              (['--state-in=old.state', '--errors=old.state'], 'what --state-in reads')):
            with self.subTest(outputs):
                self.expect(self.transform(*outputs, 'events.jsonl'), 2, out='', err=[said, 'write to another file'])
        self.assertEqual(self.texts(), before)
        self.expect(self.transform('--state-in=old.state', '--state-out=old.state', 'events.jsonl'), 0)

    def test_nothing_takes_the_place_of_a_file_in_the_output_folder(self):
        (self.folder / 'rows').mkdir()
        self.write('rows/session.jsonl', event('ann'))
        folder = ['--output=rows/', '--output-format=jsonl']
        for arguments, said in (
                (['rows/session.jsonl'], '--output would take the place of events that are read'),
                (['rows'], '--output would take the place of events that are read'),
                (['--errors=rows/session.jsonl', 'events.jsonl'], 'what --errors writes'),
                (['--state-out=rows/player.jsonl.meta.json', 'events.jsonl'], 'what --state-out writes')):
            with self.subTest(arguments):
                self.expect(self.transform(*folder, *arguments), 2, out='', err=[said])
        self.assertEqual([p.name for p in (self.folder / 'rows').iterdir()], ['session.jsonl'])
        self.assertEqual((self.folder / 'rows' / 'session.jsonl').read_text(), event('ann'))

    def test_standard_input_may_be_a_file(self):
        with (self.folder / 'events.jsonl').open() as events:
            self.expect(self.transform('--output=events.jsonl', '-', stdin=events), 2, out='',
                        err=['--output would take the place of events that are read'])
        self.assertEqual((self.folder / 'events.jsonl').read_text(), event('ann') + event('bob', won=False))

    def test_descriptors_are_written_to_as_they_stand(self):
        printed = self.expect(self.transform('events.jsonl', '--output=rows/', '--output-format=jsonl'), 0)
        self.assertEqual(printed.stdout, '')
        for name in ('/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'):
            log = self.folder / 'log.txt'
            log.write_text('first\n')
            with log.open('a') as file:
                done = subprocess.run([program.HEADRACE, 'transform', '--streaming-bts=stream.yml', 'events.jsonl',
                                       f'--output={name}', '--output-format=jsonl'], cwd=self.folder, stdout=file,
                                      stderr=subprocess.PIPE, timeout=20)
            self.assertEqual(done.returncode, 0, done.stderr)
            lines = log.read_text().splitlines()
            self.assertEqual(lines[0], 'first')
            self.assertGreater(len(lines), 2)

    def test_a_failed_run_leaves_the_last_results(self):
        self.write('mixed.jsonl', event('ann') + 'no event\n')
        for arguments in (['--errors=/dev/full', 'mixed.jsonl'], ['--state-out=/dev/full', 'events.jsonl'],
                          ['--identity=nobody', 'events.jsonl']):
            result = self.transform('--output=kept/', '--output-format=csv', 'other.jsonl')
            self.expect(result, 0)
            before = {p.name: p.read_bytes() for p in (self.folder / 'kept').iterdir()}
            result = self.transform('--output=kept/', '--output-format=csv', *arguments)
            self.assertIn(result.returncode, (1, 3), result.stderr)
            self.assertEqual({p.name: p.read_bytes() for p in (self.folder / 'kept').iterdir()}, before, arguments)

    def test_closed_standard_input(self):
        done = subprocess.run(['bash', '-c', f'exec {program.HEADRACE} transform --streaming-bts=stream.yml - <&-'],
                              cwd=self.folder, capture_output=True, timeout=20, text=True)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn('<stdin>: error: cannot read', done.stderr)

    def test_trace_prints_instead(self):
        self.expect(self.transform('--identity=ann', '--trace', '--output=rows/', 'events.jsonl'), 2, out='',
                    err=['--output excludes --trace'])

    def test_names_that_are_no_text(self):
        name = b'bad\xff.jsonl'
        (self.folder / os.fsdecode(name)).write_text('no event\n')
        self.expect(self.transform('--errors=left.jsonl', os.fsdecode(name), errors='surrogateescape'), 0)
        self.assertIn('"file": "bad\\ufffd.jsonl"', (self.folder / 'left.jsonl').read_text())

        spec, state = os.fsdecode(b'spec\xf0'), os.fsdecode(b'state\xf0')
        os.rename(self.folder / 'stream.yml', self.folder / spec)
        self.expect(self.run_headrace('transform', '--streaming-bts', spec, '--state-out', state, 'events.jsonl'), 0)
        for command in ('validate', 'explain'):
            told = self.expect(self.run_headrace(command, '--format=json', spec), 0).stdout
            self.assertEqual(json.loads(told)['specs'][0]['file'], 'spec\ufffd')
        told = self.expect(self.run_headrace('state', 'inspect', '--format=json', state), 0).stdout
        self.assertEqual(json.loads(told)['file'], 'state\ufffd')

    def left(self, *arguments):
        self.expect(self.transform('--errors=left.jsonl', *arguments, errors='surrogateescape'), 0)
        return [json.loads(line) for line in (self.folder / 'left.jsonl').read_text().splitlines()]

    def test_skipped_text_is_cut_between_characters(self):
        (self.folder / 'bad.jsonl').write_bytes(('xx' + '\u20ac' * 400 + '\n').encode() + b'{"user": "\xff"}\n')
        self.assertEqual([skipped['text'] for skipped in self.left('bad.jsonl')],
                         ['xx' + '\u20ac' * 332, '{"user": "\ufffd"}'])
        table = 'user,app,at,score\nann,chess,2026-01-01,x' + '\u00e9' * 30 + '\n'
        (self.folder / 'bad.csv').write_bytes(table.encode())
        told = self.left('--input-format=csv', '--csv-types=score:integer', 'bad.csv')
        self.assertIn("'x" + '\u00e9' * 19 + "...'", told[0]['detail'])

    def test_nothing_taken_has_a_hint(self):
        self.write('table.jsonl', 'user,at\nann,2026-01-01\n')
        self.expect(self.transform('table.jsonl'), 0, err=['read as JSON; --input-format names another format'])
        self.write('others.jsonl', '{"name": "ann"}\n')
        self.expect(self.transform('others.jsonl'), 0, err=["no event has what 'Identity: source.user' reads"])


if __name__ == '__main__':
    program.main()
