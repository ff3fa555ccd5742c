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

# Ends with 7 when an interrupt came through in time.
INTERRUPTED = """
import os, signal, sys, threading, time
import cases, headrace
def endless():
    while True:
        yield from cases.events(1000)
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells let their background ignore it
sent = []
began = threading.Event()
def interrupt():
    began.wait()
    time.sleep(0.3)
    sent.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
try:
    headrace.transform(cases.STREAM, events=EVENTS, progress=lambda *numbers: began.set())
except KeyboardInterrupt:
    print(time.monotonic() - sent[0])
    sys.exit(7)
"""


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

    def test_tables_give_values_back(self):
        rows = headrace.transform(cases.STREAM, events=EVENTS)['state'].to_pylist()
        for row in rows:
            mine = [e['country'] for e in EVENTS if e['user'] == row['_identity']]
            self.assertEqual(row['seen'], {c: mine.count(c) for c in dict.fromkeys(mine)})

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
            path.write_text(cases.STREAM.replace('Value: source.country', 'Value: shout(source.country)').replace(
                'Identifiers: [ parse ] }', 'Identifiers: [ parse ] }\n  - { Module: my_shouting, Identifiers: [ shout ] }'))
            rows = headrace.transform(path, events=EVENTS)['state'].to_pylist()
        self.assertTrue(all(row['country'].islower() for row in rows))

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

    def interrupt(self, events):
        done = subprocess.run([sys.executable, '-c', INTERRUPTED.replace('EVENTS', events)], capture_output=True, text=True,
                              timeout=60, cwd=Path(__file__).parent, env=dict(os.environ))
        self.assertEqual(done.returncode, 7, done.stderr)
        return float(done.stdout)

    def quickest(self, events):
        """Of some tries: a machine that has other work may let any one of them wait."""
        seconds = self.interrupt(events)
        for _ in range(7):
            if seconds < 0.1:
                break
            seconds = min(seconds, self.interrupt(events))
        return seconds

    def test_an_interrupt_stops_a_run(self):
        self.assertLess(self.quickest('endless()'), 0.1)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'many.jsonl'
            with open(path, 'w') as out:
                for _ in range(60):
                    out.write(cases.lines(cases.events(20_000)))
            self.assertLess(self.quickest(repr([str(path)] * 4)), 0.1)

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


if __name__ == '__main__':
    unittest.main()
