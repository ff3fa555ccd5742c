#!/usr/bin/env python3
"""Output that cannot be written: a message, the exit code, and nothing half-written under the final name."""

import json
import os
import resource
import signal
import subprocess
import time

import suite


def listing(s):
    return sorted(p.relative_to(s.folder).as_posix() for p in s.folder.rglob('*') if p.is_file())


def check_refused(s):
    """What is refused before anything is read or written."""
    before = listing(s)
    cases = [
        (['--output=out.csv'], 2, 'several aggregates', '--output=FOLDER/ --output-format=csv'),
        (['--output=out.csv.gz'], 2, 'several aggregates', '--output-format=csv.gz'),
        (['--output=out.json'], 2, 'the name does not tell', 'JSON lines end in .jsonl'),
        (['--output=out'], 2, 'the name does not tell', "a folder ends in '/'"),
        (['--output=out.jsonl', '--output-format=xml'], 2, "'xml' is no output format", 'formats are'),
        (['--output=out.csv', '--output-format=parquet'], 2, 'the name says csv, --output-format says parquet', 'leave out'),
        (['--output=out.jsonl.gz', '--output-format=jsonl.zst'], 2, 'the name says jsonl.gz', 'leave out'),
        (['--output=no/where.jsonl'], 3, 'no/where.jsonl: error: cannot write: No such file', 'make the folder no first'),
        (['--output=events.jsonl/x/'], 3, 'cannot make the folder', ''),
    ]
    for options, code, said, hint in cases:
        ran = s.run(*options, 'events.jsonl', spec='events_stream.yml')
        err = ran.stderr.decode()
        s.equal(ran.returncode, code, f'{options}: exit code ({err})')
        s.check(said in err and hint in err, f'{options}: says {err!r}')
    s.equal(listing(s), before, 'files after refusals')


def check_full(s):
    before = listing(s)
    for options in (['--output=/dev/full'], ['--output=/dev/full', '--output-format=jsonl.gz']):
        ran = s.run(*options, 'events.jsonl')
        s.equal(ran.returncode, 3, f'{options}: exit code')
        s.check('/dev/full: error: cannot write: No space left on device' in ran.stderr.decode(), f'{options}: {ran.stderr}')
    with open('/dev/full', 'wb') as full:
        ran = s.run('events.jsonl', stdout=full)
    s.equal(ran.returncode, 3, 'standard output to /dev/full: exit code')
    s.check('<stdout>: error: cannot write: No space left' in ran.stderr.decode(), f'/dev/full: {ran.stderr}')

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    for options in (['--output=big.jsonl'], ['--output=tables/', '--output-format=csv']):
        ran = s.run(*options, 'events.jsonl', spec='events_stream.yml', preexec_fn=small_files)
        s.equal(ran.returncode, 3, f'{options} with small files: exit code')
        s.check('error: cannot write: File too large' in ran.stderr.decode(), f'{options}: {ran.stderr}')
    s.equal(listing(s), before, 'files after a disk was full')


def check_kept(s):
    """A file that is there stays as it is until the new one is whole."""
    s.write('kept.jsonl', 'old')
    s.write('broken.json', '[{"user": "a"')
    ran = s.run('--output=kept.jsonl', 'broken.json')
    s.equal(ran.returncode, 1, 'a broken input: exit code')
    s.equal((s.folder / 'kept.jsonl').read_bytes(), b'old', 'a broken input: the file that was there')
    s.equal(s.run('--output=kept.jsonl', 'events.jsonl').returncode, 0, 'kept.jsonl')
    s.check((s.folder / 'kept.jsonl').stat().st_size > 1000, 'the new file')


def check_links_and_pipes(s):
    """A link stays, also where what it leads to is not there yet; a pipe gets what its name says."""
    os.symlink('behind.jsonl', s.folder / 'link.jsonl')
    s.equal(s.run('--output=link.jsonl', 'events.jsonl').returncode, 0, 'link.jsonl')
    s.check((s.folder / 'link.jsonl').is_symlink(), 'the link is a file')
    s.check((s.folder / 'behind.jsonl').is_file(), 'nothing behind the link')
    os.mkfifo(s.folder / 'rows.csv')
    with open(s.folder / 'read', 'wb') as read, \
            subprocess.Popen(['cat', 'rows.csv'], cwd=s.folder, stdout=read) as reader:
        ran = s.run('--output=rows.csv', 'events.jsonl')
        if ran.returncode != 0:
            reader.kill()
    first = (s.folder / 'read').read_bytes().splitlines(keepends=True)[:1]
    s.equal(ran.returncode, 0, f'rows.csv: exit code ({ran.stderr})')
    s.check(first and first[0].endswith(b'n,last\r\n'), f'rows.csv: begins with {first}')


def check_no_temporary_file(s):
    """Rows that must wait for their columns: where they cannot, nothing is read."""
    s.write('broken.json', '[{"user": "a"')
    ran = s.run(f'--window-bts={suite.HERE / "events_window.yml"}', '--output=rows-of-windows.csv', 'broken.json',
                spec='events_stream.yml', env={**os.environ, 'TMPDIR': '/no/such'})
    s.equal(ran.returncode, 3, 'no TMPDIR: exit code')
    said = '/no/such: error: cannot keep rows in a temporary file: No such file or directory'
    s.check(said in ran.stderr.decode(), f'no TMPDIR: {ran.stderr}')


def check_interrupted(s):
    os.mkfifo(s.folder / 'pipe')
    before = listing(s)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        process = subprocess.Popen(s.command('--output=stopped.jsonl', 'pipe'), cwd=s.folder,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(s.folder / 'pipe', 'wb') as pipe:  # opens once the program reads, and its output is open by then
            pipe.write(b'{"user": "a"}\n')
            pipe.flush()
            time.sleep(.05)
            process.send_signal(number)
        process.wait(timeout=20)
        s.equal(listing(s), before, f'files after {number.name}')


def check_closed_pipe(s):
    process = subprocess.Popen(s.command('events.jsonl', spec='events_stream.yml'), cwd=s.folder,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read()
    s.check(process.wait(timeout=20) in (-signal.SIGPIPE, 128 + signal.SIGPIPE), 'a closed pipe: exit code')
    s.equal(err, b'', 'a closed pipe: nothing is said')


def check_none(s):
    ran = s.run('--output=none', 'events.jsonl')
    s.equal((ran.returncode, ran.stdout), (0, b''), '--output=none')


def run_suite(s):
    s.write('events.jsonl', ''.join(json.dumps({'user': f'user {i % 20_000}', 'time': f'2026-01-01T{i % 24:02d}:00:00Z',
                                                'units': i}) + '\n' for i in range(30_000)))
    for check in (check_refused, check_full, check_kept, check_links_and_pipes, check_no_temporary_file,
                  check_interrupted, check_closed_pipe, check_none):
        check(s)
    return 'outputs: whole or not at all, with a message and the exit code'


if __name__ == '__main__':
    suite.main(run_suite)
