"""What surrounds a run: progress, interrupts, threads, processes, functions, state, results."""

import gc
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import cases
import headrace
import pyarrow

EVENTS = cases.events()

# Ends with 7 when an interrupt came through in time; CALL is what it interrupts, THEN what has to hold behind it.
INTERRUPTED = """
import os, queue, signal, sys, threading, time
import cases, headrace, pyarrow
began = threading.Event()
def endless():
    while True:
        yield from cases.events(1000)
def waiting():
    yield cases.events(1)[0]
    began.set()
    queue.Queue().get()
def slow():
    for event in endless():
        time.sleep(0.05)
        yield event
def rows():
    table = pyarrow.Table.from_pylist([{**e, 'time': '2026-01-01'} for e in cases.events(1000)])
    began.set()
    return pyarrow.concat_tables([table] * 20_000)
def pause(value):
    began.set()
    time.sleep(0.02)
    return value
def told(*numbers):
    began.set()
identity = cases.STREAM.replace('Identity: source.user', 'Identity: pause(source.user)')
field = cases.STREAM.replace('Value: source.country', 'Value: pause(source.country)')
functions = {'pause': pause}
engine = headrace.Engine(cases.STREAM)
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells let their background ignore it
sent = []
def interrupt():
    began.wait()
    time.sleep(0.3)
    sent.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
try:
    CALL
except KeyboardInterrupt:
    seconds = time.monotonic() - sent[0]
    THEN
    print(seconds)
    sys.exit(7)
"""

# The first runs of a process at once, while what they stand on is slow to be imported.
FIRST_USE = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
import cases, headrace
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name.startswith('dateutil'):
            time.sleep(0.05)
sys.meta_path.insert(0, Slow())
sys.setswitchinterval(1e-6)
spec = cases.STREAM.replace('parse(source.time)', 'source.time')
events = [{**e, 'time': datetime.fromisoformat(e['time'])} for e in cases.events(20)]
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(lambda _: headrace.transform(spec, events=events)['state'].to_pylist(), range(8)))
assert all(rows == found[0] for rows in found)
"""

# The command, twice in a process that goes on to handle its signals.
TWICE = """
import os, signal, sys
from headrace import _headrace
signal.signal(signal.SIGINT, signal.default_int_handler)
for _ in range(2):
    assert _headrace.main([b'headrace', *map(os.fsencode, sys.argv[1:])]) == 0
try:
    os.kill(os.getpid(), signal.SIGINT)
    signal.pause()
except KeyboardInterrupt:
    sys.exit(7)
"""


def with_field(value):
    """The spec with another value of the field `country`."""
    return cases.STREAM.replace('Value: source.country', f'Value: {json.dumps(value)}')


def importing(module, name, spec=cases.STREAM):
    """The spec with a function of a module."""
    return spec.replace('Identifiers: [ parse ] }', 'Identifiers: [ parse ] }\n'
                        f'  - {{ Module: {module}, Identifiers: [ {name} ] }}')


def transformed(count):
    return headrace.transform(cases.STREAM, events=cases.events(count))['state'].to_pylist()


class Runs(unittest.TestCase):
    def test_windows(self):
        result = headrace.transform(cases.STREAM, cases.WINDOW, events=EVENTS)
        self.assertEqual(result.tables, {})
        self.assertEqual(result.rows.columns[:3], ['before._identity', 'before.score', 'before.games'])
        self.assertGreater(len(result.rows), 10)
        self.assertEqual(len(result.to_pandas()), len(result.rows))
        self.assertEqual(result.to_polars().height, len(result.rows))
        self.assertIn('<table>', result._repr_html_())

    def test_tables_come_in_batches_that_are_worth_it(self):
        events = cases.events(20_000, users=3000)  # many times the identities that are evaluated together
        engine = headrace.Engine(cases.STREAM)
        engine.push(events)
        for tables in (headrace.transform(cases.STREAM, events=events, threads=2).tables, engine.blocks()):
            for table in tables.values():
                self.assertGreaterEqual(len(table), 2900)
                self.assertEqual(table.arrow.column(0).num_chunks, 1)

    def test_tables_give_values_back(self):
        rows = headrace.transform(cases.STREAM, events=EVENTS)['state'].to_pylist()
        for row in rows:
            mine = [e['country'] for e in EVENTS if e['user'] == row['_identity']]
            self.assertEqual(row['seen'], {c: mine.count(c) for c in dict.fromkeys(mine)})

    def test_a_field_that_is_called_like_an_offset(self):
        spec = cases.STREAM.replace('- { Name: country, Type: string, Value: source.country }',
                                    '- { Name: page, Type: string, Value: source.country }\n'
                                    '      - { Name: page__offset, Type: integer, Value: source.won }')
        table = headrace.transform(spec, events=EVENTS[:1])['state']
        self.assertEqual(table.to_pylist()[0]['page__offset'], EVENTS[0]['won'])
        self.assertIn('page__offset', table.to_html())

    def test_big_integers_and_offsets(self):
        spec = cases.STREAM.replace('Value: state.events + 1', 'Value: state.events + 2 ** 70')
        events = [{**EVENTS[0], 'time': '2026-01-01T00:00:00+05:30'}]
        result = headrace.transform(spec, events=events)
        self.assertEqual(result['state'].to_pylist()[0]['events'], 2 ** 70)
        self.assertEqual(result['session'].to_pylist()[0]['last'].isoformat(), '2026-01-01T00:00:00+05:30')

    def test_importing_is_quick(self):
        timed = 'import time, pyarrow; begin = time.perf_counter(); import headrace; print(time.perf_counter() - begin)'
        seconds = [float(subprocess.run([sys.executable, '-c', timed], capture_output=True, text=True, check=True).stdout)
                   for _ in range(5)]
        self.assertLess(min(seconds), 0.05, 'beyond the import of pyarrow')

    def test_functions(self):
        spec = cases.STREAM.replace('Value: source.country', 'Value: shout(source.country)')
        result = headrace.transform(spec, events=EVENTS, functions={'shout': lambda text: text + '!'}, threads=2)
        self.assertEqual({row['country'][-1] for row in result['state'].to_pylist()}, {'!'})

    def test_functions_end_with_the_run(self):
        class Model:
            def __call__(self, text):
                return text.lower()

        model = Model()
        alive = weakref.ref(model)
        spec = cases.STREAM.replace('Value: source.country', 'Value: shout(source.country)')
        headrace.transform(spec, events=EVENTS, functions={'shout': model})
        engine = headrace.Engine(spec, functions={'shout': model})
        engine.push(EVENTS)
        del model, engine
        gc.collect()
        self.assertIsNone(alive())

    def test_imports_from_the_specs_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / 'my_shouting.py').write_text('def shout(text):\n    return text.lower()\n')
            path = Path(folder) / 'spec.yml'
            path.write_text(importing('my_shouting', 'shout', with_field('shout(source.country)')))
            rows = headrace.transform(path, events=EVENTS)['state'].to_pylist()
        self.assertTrue(all(row['country'].islower() for row in rows))

    def test_a_window_spec_imports_from_its_own_folder(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / 'a').mkdir()
            (folder / 'b').mkdir()
            (folder / 'a' / 'stream.yml').write_text(cases.STREAM)
            window = cases.WINDOW.replace('sum(source.score)', 'double(sum(source.score))')
            (folder / 'b' / 'window.yml').write_text(
                'Import: [ { Module: my_doubling, Identifiers: [ double ] } ]\n' + window)
            (folder / 'b' / 'my_doubling.py').write_text('def double(number):\n    return 2 * number\n')
            result = headrace.transform(folder / 'a' / 'stream.yml', folder / 'b' / 'window.yml', events=EVENTS)
        found = result.rows.to_pylist()
        expected = headrace.transform(cases.STREAM, cases.WINDOW, events=EVENTS).rows.to_pylist()
        self.assertEqual([row['before.score'] for row in found], [2 * row['before.score'] for row in expected])

    def test_two_modules_of_one_name(self):
        with tempfile.TemporaryDirectory() as name:
            paths = []
            for text in ('a', 'b'):
                folder = Path(name) / text
                folder.mkdir()
                (folder / 'my_twin.py').write_text(f'def mine(value):\n    return {text!r}\n')
                paths.append(folder / 'spec.yml')
                paths[-1].write_text(importing('my_twin', 'mine', with_field('mine(source.country)')))
            for _ in range(2):
                rows = headrace.transform(paths[0], events=EVENTS)['state'].to_pylist()
                self.assertEqual({row['country'] for row in rows}, {'a'})
                with self.assertRaisesRegex(headrace.SpecError, "'my_twin' was imported from .*a/my_twin.py before"):
                    headrace.transform(paths[1], events=EVENTS)

    def test_what_functions_change_in_their_arguments(self):
        def latest(numbers, make):
            def change(kept, value):
                kept.clear()
                kept += [make(value + i) for i in range(numbers)]
            return change
        for make in (float, lambda value: int(value) + 1000, lambda value: 'a text of %s' % value):
            for numbers in (1, 3, 200):
                spec = cases.STREAM.replace('{ Name: country, Type: string, Value: source.country }',
                                            "{ Name: kept, Type: list, Value: 'change(state.kept, source.score)' }")
                events = [{**EVENTS[0], 'score': score} for score in (1.5, 2.5, 3.5)]
                found = headrace.transform(spec, events=events, functions={'change': latest(numbers, make)})
                self.assertEqual(found['state'].to_pylist()[0]['kept'], [make(3.5 + i) for i in range(numbers)])

    def test_what_crosses_comes_back(self):
        at = datetime(2026, 10, 25, 2, 30, fold=1)
        found = headrace.transform(with_field('str(same(source.at).fold)'), events=[{**EVENTS[0], 'at': at}],
                                   functions={'same': lambda value: value})
        self.assertEqual(found['state'].to_pylist()[0]['country'], '1')

    def test_a_function_of_an_expression_that_is_kept(self):
        kept = []

        def keep(function, value):
            kept.append(function)
            return function(value)
        found = headrace.transform(with_field('keep(lambda x: x.lower(), source.country)'), events=EVENTS[:1],
                                   functions={'keep': keep})
        self.assertTrue(found['state'].to_pylist()[0]['country'].islower())
        with self.assertRaisesRegex(RuntimeError, 'beyond its evaluation'):
            kept[0]('A')

    def test_what_ends_programs_ends_a_run(self):
        def leave(value):
            sys.exit(5)
        for spec in (with_field('leave(source.country)'), cases.STREAM.replace('source.user', 'leave(source.user)')):
            for options in ({}, {'keep_going': True}):
                options = {**options, 'functions': {'leave': leave}}
                for run in (lambda: headrace.transform(spec, events=EVENTS, threads=2, **options),
                            lambda: headrace.Engine(spec, **options).push(EVENTS)):
                    with self.assertRaises(SystemExit) as caught:
                        run()
                    self.assertEqual(caught.exception.code, 5)

    def test_what_an_import_raises_to_end_the_program(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / 'my_interrupted.py').write_text('raise KeyboardInterrupt\n')
            path = Path(folder) / 'spec.yml'
            path.write_text(importing('my_interrupted', 'f'))
            with self.assertRaises(KeyboardInterrupt):
                headrace.transform(path, events=EVENTS)

    def test_arguments_that_mean_nothing(self):
        for name, wrong in (('seed', -1), ('seed', 2 ** 64), ('seed', '1'), ('threads', 0), ('threads', -3),
                            ('threads', '2'), ('now', 5), ('now', 'tomorrow'), ('state', 'x'), ('functions', {1: str}),
                            ('functions', {'a b': str}), ('functions', [str]), ('processor', 'other')):
            with self.assertRaises(headrace.UsageError, msg=(name, wrong)):
                headrace.transform(cases.STREAM, events=EVENTS, **{name: wrong})
        half = headrace.transform(cases.STREAM, events=EVENTS[:9], keep_state=True).state
        for right in ({'now': datetime(2026, 1, 1)}, {'state': bytearray(half)}, {'seed': True}):
            headrace.transform(cases.STREAM, events=EVENTS[9:], **right)

    def test_the_first_event_left_out_is_told(self):
        times = pyarrow.Table.from_pylist([{**e, 'time': datetime.fromisoformat(e['time'])} for e in EVENTS])
        with self.assertLogs('headrace', 'WARNING') as logs:
            result = headrace.transform(cases.STREAM, events=times)
        self.assertEqual(result.stats['events'], 0)
        self.assertIn(f'{len(EVENTS)} of {len(EVENTS)} events were left out', logs.output[-1])
        self.assertIn('<Table>:1: time cannot be evaluated: TypeError: Parser must be a string or character stream, not datetime '
                      '(a column of times is read as such', logs.output[-1])

    def test_state_from_run_to_run(self):
        half = len(EVENTS) // 2
        first = headrace.transform(cases.STREAM, events=EVENTS[:half], keep_state=True)
        second = headrace.transform(cases.STREAM, events=EVENTS[half:], state=first.state)
        whole = headrace.transform(cases.STREAM, events=EVENTS)
        self.assertEqual(second['state'].arrow, whole['state'].arrow)
        self.assertIsNone(whole.state)

    def test_statistics(self):
        spec = cases.STREAM.replace('Value: session.wins + source.won', 'Value: session.wins + source.nothing')
        result = headrace.transform(spec, events=EVENTS)
        self.assertEqual(result.statistics.to_pylist(),
                         [{'field': 'Sessions.session.wins', 'cause': 'error', 'error': 'TypeError', 'count': len(EVENTS)}])

    def test_progress_is_told_and_may_stop_the_run(self):
        seen = []
        headrace.transform(cases.STREAM, events=EVENTS, progress=lambda *numbers: seen.append(numbers))
        self.assertEqual(seen[-1][0], len(EVENTS))

        class Enough(Exception):
            pass

        def stop(*numbers):
            raise Enough

        def endless():
            while True:
                yield from EVENTS
        with self.assertRaises(Enough):
            headrace.transform(cases.STREAM, events=endless(), progress=stop)

    def in_a_process(self, code, *arguments, ends_with=0):
        done = subprocess.run([sys.executable, '-c', code, *arguments], capture_output=True, text=True, timeout=60,
                              cwd=Path(__file__).parent)
        self.assertEqual(done.returncode, ends_with, done.stderr)
        return done.stdout

    def interrupt(self, call, then='pass'):
        """KeyboardInterrupt comes soon, in the best of some tries: a machine that has other work may let any one wait."""
        for _ in range(8):
            seconds = float(self.in_a_process(INTERRUPTED.replace('CALL', call).replace('THEN', then), ends_with=7))
            if seconds < 0.1:
                break
        self.assertLess(seconds, 0.1, call)

    def test_an_interrupt_stops_a_run(self):
        for events in ('endless()', 'waiting()', 'slow()'):
            self.interrupt(f'headrace.transform(cases.STREAM, events={events}, progress=told)')
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'many.jsonl'
            with open(path, 'w') as out:
                for _ in range(60):
                    out.write(cases.lines(cases.events(20_000)))
            self.interrupt(f'headrace.transform(cases.STREAM, events={[str(path)] * 4!r}, progress=told)')

    def test_an_interrupt_stops_a_run_with_slow_functions(self):
        for spec in ('identity', 'field'):
            for threads in (1, 2):
                self.interrupt(f'headrace.transform({spec}, events=endless(), functions=functions, threads={threads})')

    def test_an_interrupt_stops_a_push(self):
        for events in ('waiting()', 'slow()', 'rows()'):
            self.interrupt(f'began.set(); engine.push({events})')
        self.interrupt('began.set(); engine.push({**e, "time": "2026-01-01"} for e in endless())')

    def test_an_interrupt_leaves_an_engine_whole(self):
        then = ('state = engine.blocks()["state"].to_pylist();'
                'assert sum(row["events"] for row in state) == engine.stats["events"] > 5;'
                'assert engine.stats["skipped"] == 0;'
                'assert all(sum(row["seen"].values()) == row["events"] and row["country"] for row in state)')
        for spec in ('field', 'identity'):
            call = f'engine = headrace.Engine({spec}, functions=functions); engine.push(cases.events(2000))'
            self.interrupt(call, then)

    def test_the_first_runs_of_a_process_at_once(self):
        self.in_a_process(FIRST_USE)

    def test_threads(self):
        with ThreadPoolExecutor(4) as pool:
            results = list(pool.map(transformed, [200] * 12))
        self.assertTrue(all(r == results[0] for r in results))

    def test_one_engine_for_many_threads(self):
        engine = headrace.Engine(cases.STREAM)
        threads = [threading.Thread(target=engine.push, args=([{**e, 'user': f'{n}-{e["user"]}'} for e in EVENTS],)) for n in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(engine.stats['events'], 4 * len(EVENTS))

    def test_processes(self):
        here = transformed(200)
        for method in ('fork', 'spawn'):
            with multiprocessing.get_context(method).Pool(2) as pool:
                self.assertEqual(pool.map(transformed, [200] * 3), [here] * 3)

    def test_the_command(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'events.jsonl'
            path.write_text(cases.lines(EVENTS))
            (Path(folder) / 'stream.yml').write_text(cases.STREAM)
            command = [sys.executable, '-m', 'headrace', 'transform', '--streaming-bts=stream.yml', 'events.jsonl', '--quiet']
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
            self.assertEqual(sum(json.loads(line)[1].get('events', 0) for line in done.stdout.splitlines()), len(EVENTS))
            subprocess.run([*command, '--output=out/', '--output-format=parquet'], cwd=folder, check=True)
            import pyarrow.parquet
            state = pyarrow.parquet.read_table(Path(folder) / 'out' / 'state.parquet')
            self.assertEqual(sum(state['events'].to_pylist()), len(EVENTS))
            if hasattr(pyarrow.parquet.ParquetWriter, 'add_key_value_metadata'):
                metadata = pyarrow.parquet.read_metadata(Path(folder) / 'out' / 'state.parquet').metadata
                self.assertIn(b'headrace.version', metadata)
            again = subprocess.run([*command, '--treads=1'], cwd=folder, capture_output=True, text=True)
            self.assertEqual(again.returncode, 2)
            self.assertIn('--threads', again.stderr)
            (Path(folder) / 'large.yml').write_text(with_field("str('a' * 10 ** 11)"))
            failed = subprocess.run([*command[:-3], '--streaming-bts=large.yml', 'events.jsonl', '--output=large/',
                                     '--output-format=parquet'], cwd=folder, capture_output=True, text=True)
            self.assertEqual((failed.returncode, 'size budget' in failed.stderr), (1, True), failed.stderr)
            self.assertNotIn('Exception ignored', failed.stderr)
            arguments = ['transform', '--quiet', f'--streaming-bts={folder}/stream.yml', '--output=none', str(path)]
            self.in_a_process(TWICE, *arguments, ends_with=7)
            odd = os.path.join(os.fsencode(folder), b'caf\xe9.jsonl')
            path.rename(os.fsdecode(odd))
            subprocess.run([*command[:-2], os.path.basename(odd), '--quiet', '--output=none'], cwd=folder, check=True)

    def test_the_command_uses_its_own_python(self):
        environment = {name: value for name, value in os.environ.items() if name != 'HEADRACE_PACKAGE_PYTHON'}
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, '-m', 'headrace', 'package-spark', '--source-dir=nowhere', '--target=x.zip']
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                                  env={**environment, 'PATH': '/nowhere'})
        self.assertEqual((done.returncode, 'there is no such folder' in done.stderr), (1, True), done.stderr)


if __name__ == '__main__':
    unittest.main()
