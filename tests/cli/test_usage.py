#!/usr/bin/env python3
"""Command lines: right ones, wrong ones, and what is said of them."""

import subprocess
import time

import program
from program import event


class Usage(program.ProgramTest):

    def test_version(self):
        by_command = self.expect(self.run_headrace('version'), 0, err='')
        by_flag = self.expect(self.run_headrace('--version'), 0, err='')
        self.assertRegex(by_command.stdout, r'^headrace \d+\.\d+\.\d+\n$')
        self.assertEqual(by_command.stdout, by_flag.stdout)

    def test_version_comes_at_once(self):
        def seconds():
            begin = time.perf_counter()
            self.run_headrace('version')
            return time.perf_counter() - begin
        # 10 ms is the aim; a busy machine gets more.
        self.assertLess(min(seconds() for _ in range(20)), 0.05)

    def test_help(self):
        self.expect(self.run_headrace('--help'), 0, err='', out=['transform', 'version'])
        self.expect(self.run_headrace('transform', '--help'), 0, err='',
                    out=['--streaming-bts', '--window-bts', '--stats', 'Examples:', 'Exit codes:'])
        told = self.run_headrace('transform', '--help').stdout
        order = ['Events:', '--errors ', 'Results:', '--output ', '--output-format ', 'State:']
        places = [told.index(part) for part in order]
        self.assertEqual(places, sorted(places))

        for command in ([], ['transform'], ['state', 'inspect']):
            told = self.expect(self.run_headrace(*command, '--help'), 0, err='')
            self.expect(self.run_headrace('help', *command), 0, out=told.stdout, err='')

    def test_no_command(self):
        self.expect(self.run_headrace(), 2, out='', err=["'headrace --help' lists"])

    def test_wrong_command(self):
        self.expect(self.run_headrace('transfrom', 'x.jsonl'), 2, out='',
                    err="headrace: error: there is no command 'transfrom'\n  hint: did you mean 'transform'?\n")

        self.expect(self.run_headrace('state', 'inspct', 'x.state'), 2, out='',
                    err="headrace state: error: there is no command 'inspct'\n  hint: did you mean 'inspect'?\n")

    def test_wrong_flag(self):
        self.expect(self.run_headrace('transform', '--thread=2', 'x.jsonl'), 2, out='',
                    err="headrace transform: error: there is no option '--thread'\n"
                        "  hint: did you mean '--threads'?\n")
        self.expect(self.run_headrace('transform', '--zzz', 'x.jsonl'), 2,
                    err=["no option '--zzz'", "'headrace transform --help' lists"])

    def test_wrong_values(self):
        for flag, said in (('--threads=many', "--threads: 'many' is no whole number from 1 to 1024"),
                           ('--threads=0', "--threads: '0' is no whole number from 1 to 1024"),
                           ('--runner=sparc', "--runner: 'sparc' is none of: local, spark; did you mean 'spark'?"),
                           ('--data-processor=csv', "--data-processor: 'csv' is none of: simple, ipfix"),
                           ('--stats=xml', "--stats: 'xml' is none of: table, json"),
                           ('--log-level=loud', "--log-level: 'loud' is none of: debug, error, info, trace, warn"),
                           ('--seed=-1', "--seed: '-1' is no whole number of at least 0"),
                           ('--memory=lots', "--memory: 'lots' is no size: 512MiB and 4GiB are"),
                           ('--memory=0', "--memory: '0' is no size"),
                           ('--memory=00', "--memory: '00' is no size"),
                           ('--memory=0x10', "--memory: '0x10' is no size"),
                           ('--batch-events=-1', "'-1' is no whole number from 1 to 1048576"),
                           ('--trace', '--identity')):
            with self.subTest(flag):
                self.expect(self.run_headrace('transform', flag, 'x.jsonl'), 2, out='', err=[said])

    def test_numbers_are_decimal(self):
        self.put('stream.yml')
        self.write('a.jsonl', event('ann'))
        told = self.expect(self.run_headrace('transform', 'a.jsonl'), 0)
        for flags in (['--seed=08'], ['--threads=09'], ['--memory=0512MiB'], ['--batch-events=080']):
            with self.subTest(flags):
                self.expect(self.run_headrace('transform', *flags, 'a.jsonl'), 0, out=told.stdout)

    def test_nothing_could_be_written(self):
        self.write('cases.jsonl', '{"e": "1"}\n')
        for arguments in (['version'], ['--version'], ['--help'], ['transform', '--help'], ['eval', '1'],
                          ['eval', '--cases', 'cases.jsonl']):
            with self.subTest(arguments), open('/dev/full', 'w') as full:
                done = subprocess.run([program.HEADRACE, *arguments], cwd=self.folder, stdout=full,
                                      stderr=subprocess.PIPE, text=True)
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertIn('cannot write', done.stderr)

    def test_wrong_time(self):
        self.expect(self.run_headrace('transform', '--now=noon', 'x.jsonl'), 2, out='',
                    err="--now: error: 'noon' is not a time\n"
                        '  hint: write it as 2026-01-31 or 2026-01-31T12:00:00Z\n')

    def test_quiet_or_level(self):
        self.expect(self.run_headrace('transform', '--quiet', '--log-level=debug', 'x.jsonl'), 2, err=['--quiet'])

    def test_no_events(self):
        self.put('stream.yml')
        self.expect(self.run_headrace('transform'), 2, out='',
                    err='headrace transform: error: there are no events to transform\n'
                        '  hint: name event files, or - for standard input\n')

    def test_missing_files(self):
        self.put('stream.yml')
        self.expect(self.run_headrace('transform', 'events.jsonl'), 1, out='',
                    err=['events.jsonl: error: cannot open: No such file or directory'])
        self.expect(self.run_headrace('transform', '--streaming-bts=strem.yml', 'events.jsonl'), 1, out='',
                    err=['strem.yml: error: cannot open'])

    def test_ways_to_name_events(self):
        self.put('stream.yml')
        self.write('a.jsonl', event('ann'))
        self.write('b.jsonl', event('bob'))
        self.write('c,d.jsonl', event('cid'))
        all_three = self.expect(self.run_headrace('transform', 'a.jsonl', 'b.jsonl', 'c,d.jsonl'), 0).stdout
        self.assertEqual([line.split('/')[0] for line in all_three.splitlines()],
                         [f'["{user}' for user in ('ann', 'ann', 'bob', 'bob', 'cid', 'cid')])
        for arguments in (['a.jsonl,b.jsonl', 'c,d.jsonl'], ['--source=a.jsonl,b.jsonl', 'c,d.jsonl'],
                          ['--source', 'a.jsonl', '--source', 'b.jsonl', '--source', 'c,d.jsonl']):
            with self.subTest(arguments):
                self.expect(self.run_headrace('transform', *arguments), 0, out=all_three)
        self.expect(self.run_headrace('transform', 'a.jsonl', '-', input=event('bob') + event('cid')), 0, out=all_three)

    def test_names_that_look_like_something_else(self):
        self.put('stream.yml')
        for name, user in (('a.jsonl', 'ann'), ('-b.jsonl', 'bob'), ('[c]', 'cid'), ('d', 'dan')):
            self.write(name, event(user))
        both = self.expect(self.run_headrace('transform', 'a.jsonl', './-b.jsonl'), 0).stdout
        for arguments in (['a.jsonl', '--', '-b.jsonl'], ['--', 'a.jsonl', '-b.jsonl'],
                          ['a.jsonl', '--threads', '1', '--', '-b.jsonl'], ['a.jsonl,-b.jsonl']):
            with self.subTest(arguments):
                self.expect(self.run_headrace('transform', *arguments), 0, out=both)
        for name in ('[c]', '[xd]'):
            with self.subTest(name):
                told = self.expect(self.run_headrace('transform', './' + name), 0)
                self.expect(self.run_headrace('transform', name), 0, out=told.stdout)
        self.write('[s].yml]', (self.folder / 'stream.yml').read_text())
        self.expect(self.run_headrace('validate', '[s].yml]'), 0, out=['./[s].yml]: ok'])
        self.expect(self.run_headrace('eval', '--', '-1'), 0, out='-1\nint, native\n')
        self.expect(self.run_headrace('eval', '[1]', '--event', '[]'), 1, err=['--event: error: not a JSON object'])

    def test_two_dashes_hide_no_other_mistake(self):
        self.expect(self.run_headrace('transform', '--threads=0', '--', 'a.jsonl'), 2, err=["'0' is no whole number"])
        self.expect(self.run_headrace('eval', '--format=xml', '--', '1'), 2, err=["'xml' is none of: text, json"])


if __name__ == '__main__':
    program.main()
