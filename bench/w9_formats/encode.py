"""The events of W4 in other formats: the same values in the same order."""

import csv
import gzip
import json
import shutil

BATCH = 100_000


def to_gzip(plain, path):
    with open(plain, 'rb') as source, gzip.open(path, 'wb', compresslevel=6) as target:
        shutil.copyfileobj(source, target, 1 << 20)


def to_zstd(plain, path):
    import pyarrow
    with open(plain, 'rb') as source, pyarrow.CompressedOutputStream(str(path), 'zstd') as target:
        while chunk := source.read(1 << 20):
            target.write(chunk)


def to_csv(plain, path):
    with open(plain) as source, open(path, 'w', newline='') as target:
        writer = csv.writer(target, lineterminator='\n')
        for number, line in enumerate(source):
            event = json.loads(line)
            if number == 0:
                writer.writerow(event)
            writer.writerow(event.values())


def batches(plain):
    """Record batches as a careful producer writes them: times as text, like the events they come from."""
    import pyarrow
    rows = []
    with open(plain) as source:
        for line in source:
            rows.append(json.loads(line))
            if len(rows) == BATCH:
                yield pyarrow.RecordBatch.from_pylist(rows)
                rows = []
    if rows:
        yield pyarrow.RecordBatch.from_pylist(rows)


def write_batches(plain, opened):
    found = batches(plain)
    first = next(found)
    with opened(first.schema) as writer:
        writer.write_batch(first)
        for batch in found:
            writer.write_batch(batch)


def to_parquet(plain, path):
    import pyarrow.parquet
    write_batches(plain, lambda schema: pyarrow.parquet.ParquetWriter(path, schema))


def to_arrow(plain, path):
    import pyarrow.ipc
    write_batches(plain, lambda schema: pyarrow.ipc.new_file(str(path), schema))


ENCODERS = {'gzip': ('.jsonl.gz', to_gzip), 'zstd': ('.jsonl.zst', to_zstd), 'csv': ('.csv', to_csv),
            'parquet': ('.parquet', to_parquet), 'arrow': ('.arrow', to_arrow)}
