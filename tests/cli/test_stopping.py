#!/usr/bin/env python3
"""Runs that end before their end: signals, a reader that goes away, a full disk, no memory, a bug."""

import fcntl
import os
import pathlib
import resource
import signal
import subprocess
import threading
import time

import program
from program import event

F_SETPIPE_SZ = 1031


class Stopping(program.ProgramTest):

    def setUp(self):
        super().setUp()
        self.put('stream.yml')

    def start(self, *arguments, **options):
        process = subprocess.Popen([program.HEADRACE, 'transform', '--streaming-bts=stream.yml', *arguments],
                                   cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for stream in (process.stdout, process.stderr):
            self.addCleanup(stream.close)
        return process

    def start_on_fifo(self, *arguments):
        """A run that has read many events from a pipe and waits for more."""
        fifo = self.folder / 'events.fifo'
        os.mkfifo(fifo)
        process = self.start(*arguments, 'events.fifo')
        feed = open(fifo, 'wb', buffering=0)
        self.addCleanup(feed.close)
        fcntl.fcntl(feed, F_SETPIPE_SZ, 4096)
        # More than the pipe holds: once it is written, the run is reading.
        feed.write(event().encode() * 5000)
        return process

    def end(self, process):
        out, err = process.communicate(timeout=20)
        return process.returncode, out.decode(), err.decode()

    def check_stopped(self, number, code, *arguments):
        process = self.start_on_fifo(*arguments)
        begin = time.perf_counter()
        process.send_signal(number)
        result = self.end(process)
        # 0.1 s is promised; a busy machine gets more.
        self.assertLess(time.perf_counter() - begin, 1)
        self.assertEqual(result, (code, '', f'headrace: interrupted ({number.name}): the results are not complete\n'))
        self.assertEqual(self.left_behind(), [])

    def test_ctrl_c(self):
        self.check_stopped(signal.SIGINT, 130)

    def test_terminated(self):
        self.check_stopped(signal.SIGTERM, 143)

    def test_hung_up_with_an_output_file(self):
        self.check_stopped(signal.SIGHUP, 129, '--errors=bad.jsonl')
        self.assertFalse((self.folder / 'bad.jsonl').exists())

    def test_second_ctrl_c_kills(self):
        codes = []
        # A run that waits for input cannot end by itself; on a busy machine it is ended before the second comes.
        while -signal.SIGINT not in codes and len(codes) < 10:
            process = self.start_on_fifo()
            time.sleep(0.1)  # until what was written is read
            for _ in range(2):
                process.send_signal(signal.SIGINT)
                time.sleep(0.01)
            codes.append(self.end(process)[0])
            pathlib.Path(self.folder / 'events.fifo').unlink()
        self.assertEqual(codes[-1], -signal.SIGINT, codes)

    def test_ctrl_c_while_evaluating(self):
        spec = (self.folder / 'stream.yml').read_text()
        self.write('stream.yml', spec.replace('session.played + 1', "'sum([x for x in range(100000)])'"))
        self.write('many.jsonl', ''.join(event(f'user-{i % 500}') for i in range(5000)))
        process = self.start('--threads=2', '--log-level=debug', 'many.jsonl')
        time.sleep(0.3)
        begin = time.perf_counter()
        process.send_signal(signal.SIGINT)
        code, out, err = self.end(process)
        self.assertLess(time.perf_counter() - begin, 1)
        self.assertEqual((code, err), (130, 'headrace: interrupted (SIGINT): the results are not complete\n'))
        self.assertTrue(out == '' or out.endswith('}]\n'), out[-100:])

    def test_ignored_signals_stay_ignored(self):
        process = self.start('-', stdin=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.stdin.write(event().encode() * 5000)
        process.send_signal(signal.SIGHUP)
        time.sleep(0.2)
        process.stdin.close()
        process.stdin = None
        code, out, _ = self.end(process)
        self.assertEqual((code, len(out.splitlines())), (0, 2))

    def test_reader_goes_away(self):
        self.write('many.jsonl', ''.join(event(f'user-{i}') for i in range(5000)))
        process = self.start('many.jsonl')
        process.stdout.readline()
        process.stdout.close()
        process.stdout = None
        self.assertEqual(self.end_without_output(process), (141, ''))

    def end_without_output(self, process):
        err = process.stderr.read().decode()
        return process.wait(20), err

    def test_full_disk(self):
        self.write('many.jsonl', ''.join(event(f'user-{i}') for i in range(500)))
        with open('/dev/full', 'w') as full:
            result = subprocess.run([program.HEADRACE, 'transform', 'many.jsonl', '--quiet'], cwd=self.folder, stdout=full,
                                    stderr=subprocess.PIPE, text=True)
        self.assertEqual((result.returncode, result.stderr),
                         (3, '<stdout>: error: cannot write: No space left on device\n'
                             '  hint: make room on the disk and run again\n'))
        self.write('bad.jsonl', 'no JSON\n')
        self.expect(self.run_headrace('transform', '--errors=/dev/full', 'bad.jsonl'), 3,
                    err=['/dev/full: error: cannot write: No space left on device'])
        with open('/dev/full', 'w') as full:
            result = subprocess.run([program.HEADRACE, 'transform', '--identity=user-1', '--trace', 'many.jsonl'],
                                    cwd=self.folder, stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(result.returncode, 3, result.stderr)
        self.assertIn('<stdout>: error: cannot write: No space left on device', result.stderr)

    def test_no_memory(self):
        process = self.start('--threads=1', '--errors=bad.jsonl', '-', stdin=subprocess.PIPE, preexec_fn=lambda:
                             resource.setrlimit(resource.RLIMIT_AS, (160 << 20, 160 << 20)))
        lines = ''.join(event(f'user-{i}', country=f'a long name of a country {i}') for i in range(2000)).encode()

        def feed():
            try:
                while True:
                    process.stdin.write(lines)
            except BrokenPipeError:
                pass
        feeder = threading.Thread(target=feed)
        feeder.start()
        err = process.stderr.read().decode()
        code = process.wait(30)
        feeder.join()
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass
        self.assertEqual(code, 3, err)
        self.assertIn('headrace: error: out of memory\n  hint: transform --memory=', err)
        self.assertEqual(self.left_behind(), [])

    def test_no_more_threads(self):
        """Their stacks alone take more than there is: fewer do the work, or it is said what helps."""
        self.write('events.jsonl', event())
        process = self.start('--threads=1024', 'events.jsonl', preexec_fn=lambda:
                             resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)))
        code, _, err = self.end(process)
        self.assertIn(code, (0, 3), err)
        if code == 3:
            self.assertIn('--threads=1', err)

    def test_a_bug_asks_for_a_report(self):
        for number in (signal.SIGABRT, signal.SIGSEGV):
            with self.subTest(number.name):
                process = self.start_on_fifo('--errors=bad.jsonl')
                process.send_signal(number)
                code, out, err = self.end(process)
                self.assertEqual((code, out), (70, ''))
                self.assertIn('headrace: internal error: ', err)
                self.assertIn('please report it', err)
                self.assertEqual(self.left_behind(), [])
                pathlib.Path(self.folder / 'events.fifo').unlink()


if __name__ == '__main__':
    program.main()
