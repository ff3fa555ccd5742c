"""How far a campaign has come, on standard error: a line that is written over on a terminal, one a minute elsewhere."""

import sys
import time


class Progress:
    def __init__(self, total, unit, quiet=False):
        self._total, self._unit, self._quiet = total, unit, quiet
        self._began = self._shown = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self.done = 0

    def seconds(self):
        return time.monotonic() - self._began

    def add(self, count, differ):
        """`count` more are done; `differ` in all are different."""
        self.done += count
        now = time.monotonic()
        if self._quiet or now - self._shown < (0.5 if self._terminal else 60):
            return
        self._shown = now
        left = (self._total - self.done) * (now - self._began) / max(self.done, 1)
        text = '%d of %d %s, %d differ, %d min left' % (self.done, self._total, self._unit, differ, left / 60 + 1)
        sys.stderr.write('\r\033[K' + text if self._terminal else text + '\n')
        sys.stderr.flush()

    def clear(self):
        """Before something is printed."""
        if self._terminal and not self._quiet:
            sys.stderr.write('\r\033[K')
            sys.stderr.flush()
