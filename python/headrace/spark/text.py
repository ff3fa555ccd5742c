"""A partition's results as the lines that `headrace transform` prints, made by that very command inside the worker."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from .. import _headrace
from ..distributed import Job
from ..errors import HeadraceError
from . import chunks, lines

TEXT = 'kind string, text string'
LINE, SKIPPED = 'line', 'skipped'

_TEXT = pa.schema([('kind', pa.string()), ('text', pa.string())])
_LINES = 10_000  # in a batch


@dataclass(frozen=True)
class Lines:
    """Rows of TEXT: the lines of a partition in their order, and a JSON object for each event that was left out."""

    job: Job
    format: str

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        payloads = chunks.unpacked(batches)
        if not payloads:
            return
        with tempfile.TemporaryDirectory(prefix='headrace-') as name:
            folder = Path(name)
            self.run(payloads, folder)
            yield from _rows(LINE, folder / 'out.jsonl')
            yield from _rows(SKIPPED, folder / 'skipped.jsonl', 1 if self.format == 'json' else 0)

    def run(self, payloads: list[pa.Buffer], folder: Path) -> None:
        """Evaluates a partition's chunks of events by the command; its lines and what it skipped are left in `folder`."""
        job = self.job
        job.compiled  # puts the folder of the specs' modules on the path
        arguments = [f'--streaming-bts={_written(folder / "stream.yml", job.stream.text)}', f'--now={job.now}', f'--seed={job.seed}']
        if job.window is not None:
            arguments.append(f'--window-bts={_written(folder / "window.yml", job.window.text)}')
        if job.keep_going:
            arguments.append('--keep-going')
        events = folder / ('events.jsonl' if self.format == 'json' else 'events.arrow')
        if self.format == 'json':
            with open(events, 'wb') as file:
                file.writelines([lines.FIRST, *payloads])
        else:
            table = chunks.events_of(payloads)
            with pa.ipc.new_file(events, table.schema) as out:
                out.write_table(table)
        code = _headrace.main(['headrace', 'transform', '--quiet', '--threads=1', *arguments, f'--output={folder / "out.jsonl"}',
                               f'--errors={folder / "skipped.jsonl"}', f'--input-format={self.format}', str(events)])
        if code != 0:
            raise HeadraceError(f'a partition ended with exit code {code}', hint="its worker's standard error says why")


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding='utf-8')
    return path


def _rows(kind: str, path: Path, begin: int = 0) -> Iterator[pa.RecordBatch]:
    """The lines of a file from number `begin` on."""
    with open(path, encoding='utf-8', newline='\n') as file:
        next(itertools.islice(file, begin, begin), None)
        while texts := [line.rstrip('\n') for _, line in zip(range(_LINES), file)]:
            yield pa.RecordBatch.from_arrays([pa.array([kind] * len(texts)), pa.array(texts)], schema=_TEXT)
