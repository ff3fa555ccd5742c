"""The command `headrace`, as `python -m headrace` and as the package installs it."""

import sys

from . import _headrace


def main() -> int:
    return _headrace.main(['headrace', *sys.argv[1:]])


if __name__ == '__main__':
    sys.exit(main())
