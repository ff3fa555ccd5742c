"""`headrace package-spark`: a folder of specs and all that they need, as a zip that spark-submit takes to a cluster.

The zip has the folder's files, what its requirements.txt names, and headrace itself where that does not name it. Spark unpacks it
on the driver and on each worker (`--archives`), so modules with compiled parts work. What spark-submit is given to run is a
launcher beside it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ..errors import InputError, OutsideError, UsageError
from .worker import ARCHIVE

LAUNCHER = '''\
# Written by headrace package-spark. Runs {archive} on a cluster; the options are those of `headrace transform`:
#
#     spark-submit [--master ...] --archives {archive}#{name} {launcher} [--streaming-bts=...] [--window-bts=...] EVENTS...
import os
import sys

from pyspark import SparkFiles
from pyspark.sql import SparkSession

SparkSession.builder.appName('headrace').getOrCreate()  # brings the archive
folder = os.path.join(SparkFiles.getRootDirectory(), '{name}')
if not os.path.isdir(folder):
    sys.exit('headrace: error: the archive is not here\\n  hint: spark-submit --archives {archive}#{name} {launcher} ...')
sys.path.insert(0, folder)

from headrace.spark.__main__ import packaged  # noqa: E402

sys.exit(packaged(folder, sys.argv[1:]))
'''


def package(source_dir: str, target: str) -> Path:
    """Writes the zip `target` and its launcher, which has the same name with .py; gives the launcher's path.

    Raises InputError, OutsideError.
    """
    source, zip_path = Path(source_dir), Path(target)
    if zip_path.suffix != '.zip':
        raise UsageError(f'{target} is no name of a zip', '--target', 'let it end in .zip')
    if not source.is_dir():
        raise InputError('there is no such folder', source_dir)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _install(source / 'requirements.txt', folder)
        if not (folder / 'headrace').is_dir():
            _add_headrace(folder)
        _add(source, folder, leave_out=zip_path)
        _zip(folder, zip_path)
    launcher = zip_path.with_suffix('.py')
    launcher.write_text(LAUNCHER.format(archive=zip_path.name, name=ARCHIVE, launcher=launcher.name))
    return launcher


def _install(requirements: Path, folder: Path) -> None:
    if not requirements.is_file():
        raise InputError('there is no requirements.txt', str(requirements), 'an empty one will do')
    if not any(line.split('#')[0].strip() for line in requirements.read_text().splitlines()):
        return
    done = subprocess.run([sys.executable, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement',
                           str(requirements), '--target', str(folder)], stdout=sys.stderr)
    if done.returncode != 0:
        raise OutsideError('pip could not install what it names', str(requirements))


def _add_headrace(folder: Path) -> None:
    """This one, with the libraries that its wheel brought."""
    own = Path(__file__).parents[1]
    _add(own, folder / own.name)
    if own.with_name('headrace.libs').is_dir():
        _add(own.with_name('headrace.libs'), folder / 'headrace.libs')


def _add(source: Path, folder: Path, leave_out: Path | None = None) -> None:
    """Copies a folder's files into another, but for what Python, git and this command leave behind."""
    left_out = {leave_out.resolve(), leave_out.with_suffix('.py').resolve()} if leave_out else set()
    for path in sorted(source.rglob('*')):
        inside = path.relative_to(source)
        if path.is_dir() or path.resolve() in left_out or any(p.startswith('.') or p == '__pycache__' for p in inside.parts):
            continue
        (folder / inside).parent.mkdir(parents=True, exist_ok=True)
        (folder / inside).write_bytes(path.read_bytes())


def _zip(folder: Path, target: Path) -> None:
    """Whole or not at all, and of the same files the same bytes."""
    partial = target.with_name(target.name + '.partial')
    try:
        with zipfile.ZipFile(partial, 'w', zipfile.ZIP_DEFLATED) as out:
            for path in sorted(p for p in folder.rglob('*') if p.is_file() and '__pycache__' not in p.parts):
                entry = zipfile.ZipInfo(str(path.relative_to(folder)))
                entry.external_attr = 0o644 << 16
                out.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
