#!/usr/bin/env python3
"""Input that is wrong, cut off or hostile: each case with the exit code, the events counted and what is said."""

import gzip
import json
import os
import re
import shutil
import subprocess

import suite
from suite import HERE


def event(user='a', **keys):
    return json.dumps({'user': user, **keys}) + '\n'


def nested(depth):
    return '{"user": "a", "value": ' + '[' * depth + ']' * depth + '}\n'


PACKED = gzip.compress(''.join(event(f'u{i}', x=i * 7919 % 10007) for i in range(5000)).encode())
# A zstd frame that holds event() without compression: magic, a header for one segment, a last raw block.
PLAIN = event().encode()
ZSTD = b'\x28\xb5\x2f\xfd' + bytes([0x20, len(PLAIN)]) + (len(PLAIN) << 3 | 1).to_bytes(3, 'little') + PLAIN

# name, content, options, exit code, {user: events} or None, what is said: a text, nothing, or a number of skipped events
CASES = [
    ('empty', '', [], 0, {}, ''),
    ('blank', '\n \r\n\n', [], 0, {}, ''),
    ('bom and crlf', '\ufeff' + event()[:-1] + '\r\n' + event()[:-1], [], 0, {'a': 2}, ''),
    ('no final newline', event() + event()[:-1], [], 0, {'a': 2}, ''),
    ('last line cut off', event() + '{"user": "a', [], 0, {'a': 1}, 1),
    ('not JSON', event() + 'oops\n' + event(), [], 0, {'a': 2}, 1),
    ('not an object', event() + '[1]\nnull\n"x"\n5\n', [], 0, {'a': 1}, 4),
    ('invalid UTF-8', b'{"user": "\xff"}\n' + PLAIN, [], 0, {'a': 1}, 1),
    ('invalid UTF-8 unread', b'{"user": "a", "x": "\xff"}\n', [], 0, {'a': 1}, ''),
    ('duplicate keys', '{"user": "a", "user": "b"}\n', [], 0, {'b': 1}, ''),
    ('NaN and Infinity', event(x=float('nan'), y=float('-inf')), [], 0, {'a': 1}, ''),
    ('4300 digits', '{"user": ' + '9' * 4300 + '}\n', [], 0, {'9' * 4300: 1}, ''),
    ('4301 digits', '{"user": ' + '9' * 4301 + '}\n' + event(), [], 0, {'a': 1}, 1),
    ('lone surrogate', '{"user": "\\ud800"}\n', [], 0, {'\ud800': 1}, ''),
    ('NUL bytes', b'{"user": "a"}\n\0\0\0\n', [], 0, {'a': 1}, 1),
    ('10,000 deep', nested(10_000) + event(), [], 0, {'a': 1}, 1),
    ('10,000 deep, unread', nested(10_000).replace('value', 'x'), [], 0, {'a': 1}, ''),
    ('10,000 deep in an array', '[' + nested(10_000) + ',' + event() + ']', [], 0, {'a': 1}, 1),
    ('100 MB line', '{"user": "a", "x": "' + 'x' * 100_000_000 + '"}\n' + event(), [], 0, {'a': 2}, ''),
    ('100 MB of no line', 'x' * 100_000_000 + '\n' + event(), [], 0, {'a': 1}, 1),
    ('UTF-16', event().encode('utf-16'), [], 1, None, 'input: error: cannot be read: it is text in UTF-16'),

    ('array', '[' + event() + ',' + event('b') + ']', [], 0, {'a': 1, 'b': 1}, ''),
    ('array with bad items', '[1, ' + event() + ', null, {"user": 01}]', [], 0, {'a': 1}, 3),
    ('array cut off', '[' + event() + ',' + event(), [], 1, None, 'input:3:1: error: the file ends inside its array'),
    ('array cut off in an item', '[' + event() + ', {"user"', [], 1, None,
     'input:2:3: error: the file ends inside the value that begins here'),
    ('array without a comma', '[' + event() + event() + ']', [], 1, None, "input:2:1: error: Expecting ',' delimiter"),
    ('array with an open quote', '[' + event() + ',{"user": "a}\n]', [], 1, None,
     'input:2:14: error: a string is not closed'),

    ('CSV', 'user,n\na,1\nb,2\n', [], 0, {'a': 1, 'b': 1}, ''),
    ('CSV with wrong rows', 'user,n\na,1\nb\nc,1,2\n"d"x,1\n', [], 0, {'a': 1}, 3),
    ('CSV, header alone', 'user,n\n', [], 0, {}, ''),
    ('CSV, open quote', 'user,n\na,1\n"b,1\n', [], 1, None, 'input:3: error: a quote is opened in this row'),
    ('CSV, lines of an old Mac', 'user,n\rann,1\r', ['--input-format', 'csv'], 1, None, "input:1: error: lines end in a carriage return alone"),
    ('CSV, names twice', 'user,user\n', [], 1, None, "input:1: error: two columns are named 'user'"),
    ('CSV, type beyond the sample', 'user,n\n' + '1,1\n' * 10_000 + 'b,1\n', [], 1, None,
     "input:10002: error: column 'user' was taken as integer from the first rows, but here it is 'b'\n"
     "  hint: give its type: --csv-types 'user:string'"),
    ('CSV, given type', 'user,n\n007,1\n', ['--csv-types', 'user:string,n:float'], 0, {'007': 1}, ''),
    ('CSV, cell of another type', 'user,n\n1,1\nx,1\n', ['--csv-types=user:integer'], 0, {'1': 1},
     1),
    ('CSV, type of no column', 'user,n\na,1\n', ['--csv-types=usr:string'], 1, None,
     "--csv-types: error: no CSV file has a column 'usr'"),
    ('CSV, no type', 'user,n\na,1\n', ['--csv-types=user:text'], 2, None, "'user:text' gives no column a type"),
    ('CSV named as a format', 'user\na\n', ['--input-format=csv'], 0, {'a': 1}, ''),
    ('no format', event(), ['--input-format=xml'], 2, None, "'xml' is no input format"),

    ('gzip', PACKED, [], 0, {f'u{i}': 1 for i in range(5000)}, ''),
    ('gzip members', gzip.compress(PLAIN) * 3 + b'\0' * 512, [], 0, {'a': 3}, ''),
    ('gzip cut off', PACKED[:len(PACKED) // 2], [], 1, None,
     f'input: error: the gzip file is cut off, at byte {len(PACKED) // 2}'),
    ('gzip, header alone', PACKED[:5], [], 1, None, 'input: error: the gzip file is cut off, at byte 5'),
    ('gzip with a wrong checksum', PACKED[:-8] + bytes(4) + PACKED[-4:], [], 1, None,
     'input: error: the gzip data is damaged: incorrect data check, at byte'),
    ('gzip, then something else', PACKED + b'more', [], 1, None,
     f'input: error: what follows the end of the gzip data is not gzip, at byte {len(PACKED)}'),
    ('zstd', ZSTD * 3, [], 0, {'a': 3}, ''),
    ('zstd cut off', ZSTD[:-3], [], 1, None, f'input: error: the zstd file is cut off, at byte {len(ZSTD) - 3}'),
    ('zstd damaged', ZSTD[:4] + b'\xff' + ZSTD[5:], [], 1, None, 'input: error: the zstd data is damaged'),

    ('IPFIX', '{"DataSets": [[{"I": 56, "V": "m"}]]}\n', ['--data-processor=ipfix'], 0, {}, 1),
    ('IPFIX, broken', '{"DataSets": [5]}\n{"DataSets": null}\n', ['--data-processor=ipfix'], 0, {},
     2),
    ('IPFIX, deep', '{"DataSets": [[{"I": 56, "V": 1}, {"I": 5, "V": %s}]]}\n' % ('[' * 890 + ']' * 890),
     ['--data-processor=ipfix'], 0, {}, 1),
    ('IPFIX as CSV', 'user,n\na,1\n', ['--data-processor=ipfix'], 1, None, 'IPFIX messages come as JSON'),
]


def counts(out):
    """{user: events} of what was printed."""
    return {fields['_identity']: fields['n'] for _, fields in map(json.loads, out.splitlines())}


def says(err, said):
    if isinstance(said, int):
        return re.search(rf'\b{said} (of \d+ )?events? (was|were) skipped', err)
    return said in err if said else err == ''


def check_case(s, name, content, options, code, users, said):
    s.write('input', content)
    for source in (['input'], ['-']):
        if source == ['-'] and (len(content) > 10_000_000 or 'input:' in str(said)):
            continue
        with open(s.folder / 'input', 'rb') as stdin:
            ran = s.run(*options, *source, stdin=stdin)
        err = ran.stderr.decode()
        where = f'{name} from {source[0]}'
        s.equal(ran.returncode, code, f'{where}: exit code ({err})')
        s.check(says(err, said), f'{where}: says {err!r} instead of {said!r}')
        if users is None:
            s.equal(ran.stdout, b'', f'{where}: output')
        elif ran.returncode == 0:
            s.equal(counts(ran.stdout), users, f'{where}: events')


def check_paths(s):
    s.write('day/b.jsonl', event('b'))
    s.write('day/a.csv', 'user,n\na,1\n')
    s.write('day/deep/c.json.gz', gzip.compress(event('c').encode()))
    s.write('day/.hidden.jsonl', event('hidden'))
    s.write('day/_SUCCESS', 'x')
    s.write('day/notes.md', 'x')
    (s.folder / 'nothing').mkdir()
    for args, users in ((['day'], 'abc'), (['day/*.jsonl'], 'b'), (['day/[ad]*'], 'ac'),
                        (['--source=day/a.csv,day/b.jsonl'], 'ab'), (['day/b.jsonl', 'day/a.csv'], 'ba')):
        ran = s.run(*args)
        s.equal(ran.returncode, 0, f'{args}: exit code ({ran.stderr.decode()})')
        s.equal(''.join(counts(ran.stdout)), users, f'{args}: users in order')
    for args, code, said in ((['nothing'], 1, 'nothing: error: no event files are in this folder'),
                             (['none*'], 1, 'none*: error: no file matches this pattern'),
                             (['missing.jsonl'], 1, 'missing.jsonl: error: cannot open: No such file or directory'),
                             (['day/b.jsonl', 'day/d.csv'], 1, "hint: did you mean 'day/a.csv'?"),
                             (['dey/b.jsonl'], 1, 'hint: there is no folder dey'),
                             (['day/b.jsonl/x'], 1, 'day/b.jsonl/x: error: cannot open: Not a directory')):
        ran = s.run(*args)
        s.equal(ran.returncode, code, f'{args}: exit code')
        s.check(said in ran.stderr.decode(), f'{args}: says {ran.stderr.decode()!r}')
    ran = s.run('day/b.jsonl', './day')
    s.equal(ran.returncode, 0, 'a file named twice: exit code')
    s.check('./day/b.jsonl is named more than once' in ran.stderr.decode(), f'a file named twice: {ran.stderr.decode()!r}')


def check_permissions(s):
    """What may not be read is trouble outside. Root may read everything, so it lets somebody else run a copy."""
    somebody = dict(user=65534, group=65534, extra_groups=[]) if os.geteuid() == 0 else {}
    os.chmod(s.folder, 0o755)
    headrace = shutil.copy(s.headrace, s.folder / 'headrace')
    spec = shutil.copy(HERE / 'count.yml', s.folder / 'count.yml')
    for name in ('good.jsonl', 'closed.jsonl', 'closed/a.jsonl'):
        s.write(name, event())
    shutil.copy(spec, s.folder / 'closed.yml')
    for name in ('closed.jsonl', 'closed', 'closed.yml'):
        os.chmod(s.folder / name, 0)

    def run(spec, *events):
        command = [headrace, 'transform', f'--streaming-bts={spec}', *events]
        return subprocess.run(command, cwd=s.folder, capture_output=True, timeout=60, **somebody)

    s.equal(run('count.yml', 'good.jsonl').returncode, 0, 'as somebody else: exit code')
    for spec, events, said in (('count.yml', ['good.jsonl', 'closed.jsonl'], 'closed.jsonl: error: cannot open: '),
                               ('count.yml', ['closed/a.jsonl'], 'closed/a.jsonl: error: cannot open: '),
                               ('count.yml', ['closed'], 'closed: error: cannot list the folder: '),
                               ('closed.yml', ['good.jsonl'], 'closed.yml: error: cannot open: ')):
        ran = run(spec, *events)
        s.equal((ran.returncode, ran.stdout), (3, b''), f'{spec} {events}: exit code and output')
        s.check(said + 'Permission denied' in ran.stderr.decode(), f'{spec} {events}: says {ran.stderr.decode()!r}')
    os.chmod(s.folder / 'closed', 0o755)


def run_suite(s):
    for case in CASES:
        check_case(s, *case)
    check_paths(s)
    check_permissions(s)
    return f'bad_inputs: {len(CASES)} files, each with the exit code, count and message it should have'


if __name__ == '__main__':
    suite.main(run_suite)
