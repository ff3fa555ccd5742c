"""A Ray of two processors on this machine, and tables compared bit by bit."""

import atexit
import contextlib
import logging
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault('RAY_AUTH_MODE', 'disabled')
os.environ.setdefault('RAY_USAGE_STATS_ENABLED', '0')
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'python'))

import headrace.ray._shuffle  # noqa: E402
import pyarrow as pa  # noqa: E402
import ray  # noqa: E402
import ray.data  # noqa: E402
from frozen_pairs import rows_by_identity  # noqa: E402

logging.getLogger('ray.data').setLevel(logging.ERROR)


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def start():
    """Connects to RAY_ADDRESS, or else starts a Ray of two processors that lives as long as this process. A few blocks of the tests'
    datasets are divided together, not all of them."""
    headrace.ray._shuffle.GATHERED_BYTES = 50_000
    if ray.is_initialized():
        return
    given = os.environ.get('RAY_ADDRESS')
    if not (connect(given) if given else any(launch() for _ in range(3))):
        raise RuntimeError('no Ray could be started')
    ray.data.DataContext.get_current().enable_progress_bars = False


def launch():
    """Whether it came up: its processes may be slow to find each other, or a port that was free is taken.

    The agents' ports are given: else Ray gives up where they take more than 15 seconds to find their own.
    """
    port = free_port()
    ports = ['--metrics-export-port', '--dashboard-agent-listen-port', '--dashboard-agent-grpc-port', '--runtime-env-agent-port']
    command = [sys.executable, '-m', 'ray.scripts.scripts', 'start', '--head', '--block', '--node-ip-address=127.0.0.1',
               f'--port={port}', '--num-cpus=2', f'--object-store-memory={200 << 20}', '--include-dashboard=false', '--disable-usage-stats',
               *(f'{name}={free_port()}' for name in ports)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(end, process)
    if connect(f'127.0.0.1:{port}', process):
        return True
    end(process)
    return False


def connect(address, process=None):
    """Whether it could, within a minute and as long as the process lives."""
    for _ in range(60):
        with contextlib.suppress(ConnectionError, RuntimeError, TimeoutError):
            ray.init(address=address, log_to_driver=False, logging_level='error')
            return True
        ray.shutdown()
        if process and process.poll() is not None:
            break
        time.sleep(1)
    return False


def end(process):
    ray.shutdown()
    process.terminate()
    process.wait(60)


def dataset(table, blocks=5):
    """A dataset of so many blocks, whose order is that of the rows."""
    rows = max(1, -(-table.num_rows // blocks))
    return ray.data.from_arrow_refs([ray.put(table.slice(i, rows)) for i in range(0, table.num_rows, rows)])


def collected(found):
    """All rows of a dataset as one table."""
    return pa.concat_tables(t for t in ray.get(found.to_arrow_refs()))


def by_identity(table):
    """The schema, and the rows of each identity."""
    return table.schema.remove_metadata(), rows_by_identity(table)
