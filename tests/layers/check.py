"""Holds the shape of the source tree; prints each breach as file:line: what, and fails if there is one.

- A file of layer A includes only from A and the layers before it, in the order of src/CMakeLists.txt.
- Every folder of sources has a README.md; no source file outgrows MAX_LINES (generated tables may).
- Nothing is left for later, switched off, or tied to one machine.
- Links in documents lead to files that exist; CHANGELOG.md knows the version in CMakeLists.txt.
"""

import pathlib
import re
import sys

MAX_LINES = 600
ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / 'src'
TEXT_SUFFIXES = {'.h', '.cpp', '.java', '.py', '.pyi', '.ipynb', '.sh', '.cmake', '.in', '.inc', '.args', '.toml', '.md',
                 '.txt', '.tsv', '.yml', '.yaml', '.html', '.css', '.svg', '.json', ''}
OUTSIDE = {'.git', '.deps', '.cache', 'corpus', 'data', '__pycache__'}
FORBIDDEN = re.compile(
    r'\b(TODO|FIXME|XXX|HACK)\b|\bDISABLED_|\bGTEST_SKIP\b|/(?:root|home/\w+|work)/\w|[ \t]+$')

breaches = []


def breach(path, line, what):
    breaches.append(f'{path.relative_to(ROOT)}:{line}: {what}')


def project_files(folder=ROOT):
    for entry in sorted(folder.iterdir()):
        if entry.is_symlink() or entry.name in OUTSIDE:
            continue
        if folder == ROOT and re.match(r'build|\.venv|compile_commands', entry.name):
            continue
        if entry.is_dir():
            yield from project_files(entry)
        else:
            yield entry


def is_generated(lines):
    return lines[:1] and lines[0].startswith('// Written by tools/')


def check_includes(path, lines, layers):
    mine = path.relative_to(SOURCE).parts[0]
    for number, line in enumerate(lines, 1):
        match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if not match:
            continue
        first = match[1].split('/')[0]
        if not (SOURCE / match[1]).is_file():
            breach(path, number, f'"{match[1]}" is not a path below src/')
        elif layers.index(first) > layers.index(mine):
            breach(path, number, f'layer {mine} may not include from {first}, which comes after it')


def check_source(path, lines, layers):
    check_includes(path, lines, layers)
    if len(lines) > MAX_LINES and not is_generated(lines):
        breach(path, len(lines), f'more than {MAX_LINES} lines: it usually holds two ideas')


def check_words(path, lines):
    for number, line in enumerate(lines, 1):
        match = FORBIDDEN.search(line)
        if match:
            breach(path, number, f'"{match[0]}" does not belong here' if match[0].strip() else 'blanks at the end')


def check_links(path, text):
    for match in re.finditer(r'\]\(([^)#:\s]+)(?:#[^)]*)?\)', text):
        if not (path.parent / match[1]).exists():
            breach(path, text.count('\n', 0, match.start()) + 1, f'the link to {match[1]} leads nowhere')


def check_version():
    version = re.search(r'project\(headrace VERSION (\S+)', (ROOT / 'CMakeLists.txt').read_text())[1]
    if f'## [{version}]' not in (ROOT / 'CHANGELOG.md').read_text():
        breach(ROOT / 'CHANGELOG.md', 1, f'has no entry for version {version}')


def main():
    layers = re.findall(r'^add_subdirectory\((\w+)\)', (SOURCE / 'CMakeLists.txt').read_text(), re.M)
    for path in project_files():
        if path.suffix not in TEXT_SUFFIXES or path == pathlib.Path(__file__).resolve():
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()
        check_words(path, lines)
        if SOURCE in path.parents and path.suffix in {'.h', '.cpp'}:
            check_source(path, lines, layers)
        if path.suffix == '.md':
            check_links(path, text)
    for folder in {path.parent for path in SOURCE.glob('*/**/*') if path.suffix in {'.h', '.cpp'}}:
        if not (folder / 'README.md').is_file():
            breach(folder, 1, 'has no README.md')
    check_version()
    print('\n'.join(breaches) or 'layers: all hold')
    return 1 if breaches else 0


sys.exit(main())
