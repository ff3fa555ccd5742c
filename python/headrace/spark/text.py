"""A partition's results as the lines that `headrace transform` prints."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from .tasks import Evaluate

TEXT = 'kind string, text string'
LINE, SKIPPED = 'line', 'skipped'

_TEXT = pa.schema([('kind', pa.string()), ('text', pa.string())])
_LINES = 10_000  # in a batch


@dataclass(frozen=True)
class Lines:
    """Rows of TEXT: the lines of a partition in their order, and a JSON object for each event that was left out."""

    evaluate: Evaluate

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with tempfile.TemporaryDirectory(prefix='headrace-') as folder:
            path = Path(folder) / 'lines.jsonl'
            result = self.evaluate(batches, str(path))
            if result is None:
                return
            with open(path, encoding='utf-8', newline='\n') as lines:
                yield from _rows(LINE, (line.rstrip('\n') for line in lines))
            yield from _rows(SKIPPED, map(json.dumps, result.errors.to_pylist()))


def _rows(kind: str, texts: Iterable[str]) -> Iterator[pa.RecordBatch]:
    texts = iter(texts)
    while some := [text for _, text in zip(range(_LINES), texts)]:
        yield pa.RecordBatch.from_arrays([pa.array([kind] * len(some)), pa.array(some)], schema=_TEXT)
