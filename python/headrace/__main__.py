"""The command `headrace`, as `python -m headrace` and as the package installs it."""

import os
import sys

from . import _headrace


def main() -> int:
    """Runs the command line of this process; gives the exit code (docs/commands.md)."""
    if sys.argv[1:2] == ['plot']:  # the one command that is the package's own
        from .plotting import command
        return command.main(sys.argv[2:])
    os.environ.setdefault('HEADRACE_PACKAGE_PYTHON', sys.executable)  # whose package other commands need: this one's
    return _headrace.main([b'headrace', *map(os.fsencode, sys.argv[1:])])


if __name__ == '__main__':
    sys.exit(main())
