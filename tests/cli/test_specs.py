#!/usr/bin/env python3
"""Finding specs that were not named, and what is said of bad ones."""

import program
from program import event

WARNING = 'Descripton: a misspelt key is a warning\n'


class Specs(program.ProgramTest):

    def setUp(self):
        super().setUp()
        self.write('events.jsonl', event('ann', won=False))
        self.stream = (program.SPECS / 'stream.yml').read_text()
        self.window = (program.SPECS / 'window.yml').read_text()

    def blocks(self, *arguments):
        """The transform prints blocks, not rows."""
        return self.expect(self.run_headrace('transform', *arguments, 'events.jsonl'), 0,
                           out=['["ann/player//"', '["ann/session//'])

    def said(self, result):
        """Standard error without the warnings of the specs."""
        return ''.join(line + '\n' for line in result.stderr.splitlines() if ': warning: ' not in line)

    def rows(self, *arguments):
        return self.expect(self.run_headrace('transform', *arguments, 'events.jsonl'), 0, out='["ann", []]\n')

    def test_empty_folder(self):
        self.expect(self.run_headrace('transform', 'events.jsonl'), 1, out='',
                    err=['no spec was given, and there is no streaming spec in this folder', 'hint: pass one with'])

    def test_one_streaming_spec(self):
        self.put('stream.yml')
        result = self.blocks()
        self.assertEqual(result.stderr, 'headrace: taken from this folder: streaming spec stream.yml\n')
        self.expect(self.run_headrace('transform', '--quiet', 'events.jsonl'), 0, out=result.stdout, err='')

    def test_with_its_window_spec(self):
        self.put('stream.yml', 'window.yml')
        self.assertEqual(self.said(self.rows()), 'headrace: taken from this folder: streaming spec stream.yml, '
                                             'window spec window.yml\n')
        self.blocks('--streaming-bts=stream.yml')

    def test_first_by_name(self):
        self.write('b.yaml', self.stream)
        self.write('a.yml', self.stream.replace('Name: game', 'Name: other').replace('game.', 'other.'))
        self.write('w.yml', self.window)  # stands on game, not on other
        self.assertIn('streaming spec a.yml\n', self.blocks().stderr)

    def test_other_files_are_no_specs(self):
        self.put('stream.yml')
        self.write('a.yml', 'services: {web: {image: nginx}}\n')
        self.write('broken.yml', '{{ template }}\n')
        self.assertEqual(self.blocks().stderr, 'headrace: taken from this folder: streaming spec stream.yml\n')

    def test_bad_spec_is_passed_over(self):
        self.put('stream.yml')
        self.write('a.yml', self.stream.replace('Identity: source.user\n', ''))
        self.assertIn("headrace: warning: passed over a.yml, which has 1 error; 'headrace validate a.yml' shows them\n",
                      self.blocks().stderr)

    def test_a_spec_with_a_bad_expression_is_passed_over(self):
        self.write('a.yml', self.stream.replace('source.user', 'sourc.user').replace('Name: game', 'Name: first'))
        self.put('stream.yml')
        self.write('wa.yml', self.window.replace('sum(source', 'summ(source'))
        self.put('window.yml')
        result = self.expect(self.run_headrace('transform', 'events.jsonl'), 0, out='["ann", []]\n')
        self.assertIn('passed over a.yml, which has', result.stderr)
        self.assertIn('passed over wa.yml, which has', result.stderr)

    def test_an_unreadable_spec_is_passed_over(self):
        (self.folder / 'a.yml').symlink_to('nowhere')
        self.put('stream.yml')
        self.assertIn('passed over a.yml: ', self.blocks().stderr)

    def test_only_a_bad_spec(self):
        self.write('a.yml', self.stream.replace('Identity: source.user\n', ''))
        result = self.expect(self.run_headrace('transform', 'events.jsonl'), 1, out='', err=['a.yml:', "'Identity'"])
        self.assertIn('error', result.stderr)

    def test_a_bad_window_spec_is_not_left_out(self):
        self.put('stream.yml')
        self.write('window.yml', self.window.replace('game.session\n', 'game.sesion\n', 1))
        self.expect(self.run_headrace('transform', 'events.jsonl'), 1, out='', err=['window.yml:', 'sesion'])

    def test_window_alone(self):
        (self.folder / 'specs').mkdir()
        self.write('specs/stream.yml', self.stream)
        self.write('specs/window.yml', self.window)
        self.write('stream.yml', self.stream.replace('Name: game', 'Name: other').replace('game.', 'other.'))
        self.assertEqual(self.said(self.rows('--window-bts=specs/window.yml')),
                         'headrace: streaming spec of specs/window.yml: specs/stream.yml\n')

    def test_window_without_its_streaming_spec(self):
        self.put('window.yml')
        self.expect(self.run_headrace('transform', '--window-bts=window.yml', 'events.jsonl'), 1, out='',
                    err="window.yml: error: the streaming spec 'game' is not in its folder\n"
                        '  hint: pass it with --streaming-bts=FILE\n')

    def test_kinds_exchanged(self):
        self.put('stream.yml')
        self.expect(self.run_headrace('transform', '--window-bts=stream.yml', 'events.jsonl'), 1,
                    err=['stream.yml: error: this is a streaming spec', '--streaming-bts=FILE'])
        self.put('window.yml')
        for given, said in ((['--streaming-bts=window.yml'], 'window.yml: error: this is a window spec'),
                            (['--streaming-bts=stream.yml', '--window-bts=stream.yml'],
                             'stream.yml: error: this is a streaming spec'),
                            (['--streaming-bts=window.yml', '--window-bts=stream.yml'],
                             'window.yml: error: this is a window spec')):
            self.expect(self.run_headrace('transform', *given, 'events.jsonl'), 1, out='', err=[said])

    def test_two_streaming_specs(self):
        self.put('stream.yml')
        self.write('other.yml', self.stream.replace('Name: game', 'Name: other').replace('game.', 'other.'))
        self.expect(self.run_headrace('transform', '--streaming-bts=stream.yml', '--window-bts=other.yml', 'events.jsonl'), 1,
                    out='', err=['other.yml: error: this is a streaming spec', '--streaming-bts=FILE'])

    def test_native_modules_lead_nowhere(self):
        for expression in ("json.codecs.open('/etc/hostname').read()", "statistics.sys.modules['os'].getcwd()",
                           "statistics.attrgetter('__globals__')(json.dumps)", "re.enum.sys.path",
                           "getattr(json.dumps, '__globals__')['codecs'].open('/etc/hostname').read()",
                           "list(map(getattr, [json.dumps], ['__globals__']))", "hasattr(json.dumps, '__globals__')",
                           "getattr(str, '__class__', json.dumps)",
                           "json.JSONEncoder().iterencode([1]).gi_frame.f_builtins['open']('/etc/hostname').read()",
                           "getattr(json.JSONEncoder().iterencode([1]), 'gi_frame')"):
            result = self.expect(self.run_headrace('eval', expression), 1, out='')
            self.assertIn('AttributeError', result.stderr, expression)

    def test_warnings_change_nothing(self):
        self.write('stream.yml', WARNING + self.stream)
        wanted = self.blocks('--streaming-bts=stream.yml')
        self.assertIn("no key 'Descripton'; it is ignored", wanted.stderr)
        for silent in ('--quiet', '--log-level=error'):
            self.expect(self.run_headrace('transform', silent, '--streaming-bts=stream.yml', 'events.jsonl'), 0,
                        out=wanted.stdout, err='')

    def test_no_user_code(self):
        self.write('mine.py', 'def best(x):\n    return x\n')
        self.write('user.yml', self.stream.replace('Import:\n', 'Import:\n  - { Module: mine, Identifiers: [ best ] }\n'))
        self.blocks('--streaming-bts=user.yml')
        self.expect(self.run_headrace('transform', '--no-user-code', '--streaming-bts=user.yml', 'events.jsonl'), 1,
                    out='', err=['user.yml:6:', "--no-user-code allows nothing else"])
        self.put('stream.yml')
        self.blocks('--no-user-code', '--streaming-bts=stream.yml')

    def test_each_spec_imports_from_its_own_folder(self):
        for folder, gives in (('a', 'x'), ('b', '2 * x')):
            (self.folder / folder).mkdir()
            self.write(f'{folder}/helper.py', f'def score(x):\n    return {gives}\n')
        helper = '{ Module: helper, Identifiers: [ score ] }'
        self.write('a/stream.yml', self.stream.replace('Import:\n', f'Import:\n  - {helper}\n').replace(
            'session.played + 1', 'score(session.played + 1)'))
        variables, _ = self.window.split('  - Type: Blurr:Aggregate:Window')
        self.write('b/window.yml', variables.replace('Anchor:', f'Import: [ {helper} ]\nAnchor:').replace(
            'Value: game.session.lost }', 'Value: score(game.session.lost) }'))
        specs = ['--streaming-bts=a/stream.yml', '--window-bts=b/window.yml', 'events.jsonl']
        result = self.expect(self.run_headrace('transform', '--quiet', *specs), 0)
        self.assertIn('"now.lost": 2', result.stdout)
        (self.folder / 'b' / 'helper.py').unlink()
        self.expect(self.run_headrace('transform', *specs), 1, out='',
                    err=['b/window.yml:', "No module named 'helper'"])

    def test_the_runs_clock(self):
        self.write('clock.yml', self.stream.replace('parse(source.at)', 'datetime.utcnow()').replace(
            'Import:\n', 'Import:\n  - { Module: datetime, Identifiers: [ datetime ] }\n'))
        def start(*arguments):
            result = self.blocks('--streaming-bts=clock.yml', *arguments)
            return result.stdout.split('"_start_time": "')[1].split('"')[0]
        self.assertEqual(start('--now=2026-11-24T10:00:00+02:00'), '2026-11-24T08:00:00+00:00')
        self.assertEqual(start('--now=2026-11-24'), '2026-11-24T00:00:00+00:00')
        self.assertNotEqual(start(), start())


if __name__ == '__main__':
    program.main()
