#!/usr/bin/env python3
"""What a run says of skipped events, kept values and one identity."""

import json
import re

import program
from program import event

BOTH = ['--streaming-bts=stream.yml', '--window-bts=window.yml', 'events.jsonl']


class Telling(program.ProgramTest):

    def setUp(self):
        super().setUp()
        self.put('stream.yml', 'window.yml', 'events.jsonl')

    def test_summary_of_skipped_events(self):
        result = self.expect(self.run_headrace('transform', *BOTH), 0)
        self.expect_golden('skipped.txt', result.stderr)

    def test_quiet_still_counts(self):
        self.expect(self.run_headrace('transform', '--quiet', *BOTH), 0,
                    err='headrace: 4 of 9 events were skipped\n')

    def test_errors_file(self):
        said = self.expect(self.run_headrace('transform', '--errors=bad.jsonl', *BOTH), 0,
                           err=['  all are in bad.jsonl\n'])
        text = (self.folder / 'bad.jsonl').read_text()
        self.expect_golden('errors.jsonl', text)
        self.assertEqual([json.loads(line)['line'] for line in text.splitlines()], [4, 7, 8, 9])
        self.expect(self.run_headrace('transform', '--quiet', '--errors=bad.jsonl', *BOTH), 0, out=said.stdout, err='')
        self.assertEqual(self.left_behind(), [])

    def test_errors_file_is_whole_or_not_there(self):
        self.write('bad.jsonl', 'as it was\n')
        self.expect(self.run_headrace('transform', '--errors=bad.jsonl', '--streaming-bts=stream.yml', 'events.jsonl',
                                      'missing.jsonl'), 1)
        self.assertEqual((self.folder / 'bad.jsonl').read_text(), 'as it was\n')
        self.expect(self.run_headrace('transform', '--errors=no/such/folder.jsonl', *BOTH), 3, out='',
                    err=['no/such/folder.jsonl: error: cannot write', 'make the folder no/such first'])
        self.expect(self.run_headrace('transform', '--errors=.', *BOTH), 3, out='', err=['Is a directory'])
        self.assertEqual(self.left_behind(), [])

    def test_errors_file_is_made_when_nothing_was_skipped(self):
        self.write('good.jsonl', event())
        self.expect(self.run_headrace('transform', '--errors=bad.jsonl', '--streaming-bts=stream.yml', 'good.jsonl'), 0)
        self.assertEqual((self.folder / 'bad.jsonl').read_text(), '')

    def test_strict_json(self):
        self.write('loose.jsonl', event(other=1).replace('1}', 'tru}'))
        self.expect(self.run_headrace('transform', '--streaming-bts=stream.yml', 'loose.jsonl'), 0, err='')
        self.expect(self.run_headrace('transform', '--strict-json', '--streaming-bts=stream.yml', 'loose.jsonl'), 0,
                    out='', err=['1 of 1 event was skipped', 'not JSON'])

    def test_a_when_that_fails_is_counted(self):
        spec = (self.folder / 'stream.yml').read_text()
        self.write('stream.yml', spec.replace('When: not source.won', 'When: source.won > 0'))
        self.write('two.jsonl', event() + event(minute=1, won=0))
        run = ['transform', '--streaming-bts=stream.yml', 'two.jsonl']
        told = self.expect(self.run_headrace(*run, '--stats'), 0).stderr
        self.assertRegex(told, r'  game\.session\.lost +when: TypeError +1\n')
        told = self.expect(self.run_headrace(*run, '--stats=json'), 0).stderr
        self.assertIn({'field': 'game.session.lost', 'cause': 'when', 'error': 'TypeError', 'count': 1},
                      json.loads(told)['kept'])

    def test_files_that_a_folder_leaves_out_are_told(self):
        (self.folder / 'in').mkdir()
        (self.folder / 'in' / 'a.jsonl').write_text(event())
        run = ['transform', '--streaming-bts=stream.yml', 'in']
        wanted = self.expect(self.run_headrace(*run), 0, err='')
        (self.folder / 'in' / '.hidden').write_text('')
        (self.folder / 'in' / 'rows.meta.json').write_text('{}')
        self.expect(self.run_headrace(*run), 0, out=wanted.stdout, err='')
        (self.folder / 'in' / 'b.txt').write_text(event())
        line = 'headrace: warning: left out 1 file whose extension is not one of events: in/b.txt'
        self.expect(self.run_headrace(*run), 0, out=wanted.stdout, err=line + '\n')
        (self.folder / 'in' / 'c.log').write_text(event())
        line = line.replace('1 file', '2 files') + ' and 1 more\n'
        self.expect(self.run_headrace(*run), 0, out=wanted.stdout, err=line)
        self.expect(self.run_headrace(*run, '--quiet'), 0, out=wanted.stdout, err='')
        self.expect(self.run_headrace('init', 'in'), 0, err=line)

    def test_stats(self):
        plain = self.expect(self.run_headrace('transform', *BOTH), 0)
        for threads in (1, 2):
            result = self.expect(self.run_headrace('transform', '--stats', f'--threads={threads}', *BOTH), 0,
                                 out=plain.stdout)
            table = result.stderr.removeprefix(plain.stderr)
            self.expect_golden('stats.txt', re.sub(r'(?m)^(seconds +)\d+\.\d\d$', r'\g<1>#', table))

    def test_stats_as_json(self):
        result = self.expect(self.run_headrace('transform', '--stats=json', '--quiet', *BOTH), 0)
        stats = json.loads(result.stderr.splitlines()[-1])
        self.assertGreaterEqual(stats.pop('seconds'), 0)
        self.expect_golden('stats.json', json.dumps(stats, indent=1) + '\n')

    def test_profile(self):
        plain = self.expect(self.run_headrace('transform', *BOTH), 0)
        for threads in (1, 2):
            result = self.expect(self.run_headrace('transform', '--profile=json', '--quiet',
                                                   f'--threads={threads}', *BOTH), 0, out=plain.stdout)
            profile = json.loads(result.stderr.splitlines()[-1])
            stages = profile['stages']
            self.assertEqual(list(stages), ['read', 'parse', 'route', 'evaluate', 'windows', 'write', 'other'])
            self.assertGreater(min(stages[name] for name in list(stages)[:-1]), 0)
            self.assertLess(sum(stages.values()), 1.001 * profile['cpu_seconds'] + 1e-4)
        table = self.expect(self.run_headrace('transform', '--profile', '--quiet', *BOTH), 0, out=plain.stdout)
        self.assertEqual([line.split()[0] for line in table.stderr.splitlines()][-9:],
                         ['stage', *stages, 'all'])

    def test_one_identity(self):
        everything = self.expect(self.run_headrace('transform', *BOTH), 0).stdout.splitlines(keepends=True)
        for identity in ('ann', 'bob'):
            self.expect(self.run_headrace('transform', f'--identity={identity}', *BOTH), 0,
                        out=''.join(line for line in everything if line.startswith(f'["{identity}"')))
        self.expect(self.run_headrace('transform', '--identity=zoe', *BOTH), 1, out='',
                    err=["error: no event has the identity 'zoe'"])

    def test_one_identity_does_not_lose_the_state_of_others(self):
        self.expect(self.run_headrace('transform', '--identity=ann', '--state-out=game.state', *BOTH), 2, out='',
                    err=['--state-out'])

    def test_trace_goes_on_from_a_state(self):
        self.write('early.jsonl', event('ann', won=True))
        self.write('late.jsonl', event('ann', 5, won=False))
        stream = '--streaming-bts=stream.yml'
        self.expect(self.run_headrace('transform', stream, '--state-out=game.state', 'early.jsonl'), 0)
        self.expect(self.run_headrace('transform', stream, '--state-in=game.state', '--identity=ann', '--trace',
                                      'late.jsonl'), 0, out=['    played: 2\n', '    lost: 1\n'])

    def test_trace(self):
        result = self.expect(self.run_headrace('transform', '--identity=ann', '--trace', *BOTH), 0)
        self.expect_golden('trace.txt', result.stdout)

    def test_trace_of_a_stream_alone(self):
        result = self.expect(self.run_headrace('transform', '--identity=bob', '--trace', '--streaming-bts=stream.yml',
                                               'events.jsonl'), 0)
        self.expect_golden('trace_stream.txt', result.stdout)

    def test_budget_stops_the_run(self):
        spec = (self.folder / 'stream.yml').read_text()
        self.write('hungry.yml', spec.replace('session.played + 1', "len('x' * 10 ** (source.score * 9))"))
        self.write('hungry.jsonl', event('ann', score=0) + event('ann', 1, score=1) + event('bob', score=0))
        run = ['--streaming-bts=hungry.yml', 'hungry.jsonl', '--threads=1']
        self.expect(self.run_headrace('transform', *run), 1, out='',
                    err=["identity 'ann': error: BudgetError: ", 'in game.session.played', 'see docs/limits.md'])
        result = self.expect(self.run_headrace('transform', '--keep-going', '--stats=json', *run), 0,
                             out=['["bob/session'], err=['warning: a budget was exceeded once'])
        kept = json.loads(result.stderr.splitlines()[-1])['kept']
        self.assertIn({'field': 'game.session.played', 'cause': 'error', 'error': 'BudgetError', 'count': 1}, kept)
        traced = self.expect(self.run_headrace('transform', '--identity=ann', '--trace', *run), 1)
        self.assertIn('event 2 at ', traced.stdout)

    def test_budget_of_the_identity(self):
        spec = (self.folder / 'stream.yml').read_text()
        self.write('hungry.yml', spec.replace('Identity: source.user',
                                              'Identity: "source.user * 10 ** source.size"'))
        self.write('hungry.jsonl', event('ann', size=0) + event('bob', size=12))
        run = ['--streaming-bts=hungry.yml', 'hungry.jsonl']
        self.expect(self.run_headrace('transform', *run), 1, out='', err=['hungry.jsonl:2: error: BudgetError'])
        self.expect(self.run_headrace('transform', '--keep-going', *run), 0, out=['["ann/'],
                    err=['1 of 2 events was skipped', 'identity cannot be evaluated', 'BudgetError'])

    def test_log_level(self):
        plain = self.expect(self.run_headrace('transform', '--streaming-bts=stream.yml', 'events.jsonl'), 0)
        debug = self.expect(self.run_headrace('transform', '--log-level=debug', '--streaming-bts=stream.yml',
                                              'events.jsonl'), 0, out=plain.stdout)
        self.assertRegex(debug.stderr, r'headrace: \d+\.\d{3} s: all events are read\n')
        warn = self.expect(self.run_headrace('transform', '--log-level=warn', '--streaming-bts=stream.yml',
                                             'events.jsonl'), 0, out=plain.stdout)
        self.assertIn('4 of 9 events were skipped\n', warn.stderr)
        self.assertNotIn('--errors', warn.stderr)


if __name__ == '__main__':
    program.main()
