"""On what, and with what, was measured."""

import os
import platform
import re
import subprocess
import time
from pathlib import Path

from suite.workloads import BENCH


def first_match(path, pattern):
    found = re.search(pattern, Path(path).read_text()) if Path(path).exists() else None
    return found[1].strip() if found else 'unknown'


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, cwd=BENCH).stdout.strip()
    except OSError:
        return ''


def pins():
    """The versions of what bench/install.sh installs by name."""
    text = (BENCH / 'requirements.txt').read_text().split('\n\n')[0]
    return dict(re.findall(r'^([\w-]+)==(\S+)', text, re.M))


def describe():
    return {
        'date': time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime()),
        'commit': output('git', 'rev-parse', '--short', 'HEAD')
                  + (' with changes' if output('git', 'status', '--porcelain', '-uno') else ''),
        'processor': first_match('/proc/cpuinfo', r'model name\s*:\s*(.*)'),
        'cores': os.cpu_count(),
        'memory_gib': round(os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30),
        'system': f'{platform.system()} {platform.release()}',
        'compiler': output('g++', '--version').split('\n')[0],
        'java': first_line_of_java(),
        'python': platform.python_version(),
        'load': [round(value, 1) for value in os.getloadavg()],
        'versions': pins(),
    }


def first_line_of_java():
    try:
        return subprocess.run(['java', '-version'], capture_output=True, text=True).stderr.split('\n')[0]
    except OSError:
        return 'none'


def in_words(found):
    versions = ', '.join(f'{name} {version}' for name, version in found['versions'].items())
    return (f'{found["date"]}, commit {found["commit"]}, {found["processor"]}, {found["cores"]} cores, '
            f'{found["memory_gib"]} GiB, {found["system"]}, {found["compiler"]}, {found["java"]}, '
            f'Python {found["python"]}; '
            f'{versions}. Load before and after: {found["load"][0]}, {found.get("load_after", ["?"])[0]}.')
