#!/usr/bin/env python3
"""The progress bar: on a terminal, within its width, gone at the end; nowhere else."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import threading
import time

import program
from program import event

WIDTH = 60
ERASED = '\r\x1b[K'


class Progress(program.ProgramTest):

    def setUp(self):
        super().setUp()
        self.put('stream.yml')
        self.lines = ''.join(event(f'user-{i}') for i in range(2000)).encode()

    def on_a_terminal(self, *arguments, term='xterm'):
        """Runs with standard error on a terminal and events that come for half a second."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 24, WIDTH, 0, 0))
        process = subprocess.Popen([program.HEADRACE, 'transform', '--streaming-bts=stream.yml', *arguments, '-'],
                                   cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=theirs,
                                   env={**os.environ, 'TERM': term})
        os.close(theirs)
        printed = []
        reader = threading.Thread(target=lambda: printed.append(process.stdout.read()))
        reader.start()
        for _ in range(5):
            process.stdin.write(self.lines)
            process.stdin.flush()
            time.sleep(0.12)
        process.stdin.close()
        shown = b''
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        os.close(ours)
        reader.join()
        process.stdout.close()
        self.assertEqual(process.wait(20), 0, shown)
        self.assertEqual(len(printed[0].splitlines()), 4000)
        return shown.decode()

    def test_bar(self):
        shown = self.on_a_terminal()
        drawn = [line for line in re.split(r'\r|\x1b\[K', shown) if line]
        self.assertGreaterEqual(len(drawn), 2, shown)
        # At most ten times a second.
        self.assertLess(len(drawn), 60, shown)
        for line in drawn:
            self.assertRegex(line, r'^(reading   |evaluating) ')
            self.assertLess(len(line), WIDTH)
        self.assertRegex(drawn[0], r'^reading    [\d,]+ events, [\d,]+/s')
        self.assertTrue(shown.endswith(ERASED), shown)

    def test_no_bar(self):
        for arguments, term in ((['--quiet'], 'xterm'), (['--log-level=warn'], 'xterm'), ([], 'dumb')):
            with self.subTest(arguments=arguments, term=term):
                self.assertEqual(self.on_a_terminal(*arguments, term=term), '')

    def test_no_bar_in_a_pipe(self):
        self.expect(self.run_headrace('transform', '--streaming-bts=stream.yml', '-', input=event()), 0, err='')


if __name__ == '__main__':
    program.main()
