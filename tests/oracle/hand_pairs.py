"""Pairs written by hand: corners that an examiner would try, each with a name. freeze.py freezes them with the generated ones."""

from deviation_cases import aggregate, dimension, events, field, stream, window, windowed
from pair import Pair

N = field('n', 'integer', 'b.n + 1')
K = {'Dimensions': [{'Name': 'k', 'Type': 'string', 'Value': 'source.k'}]}


def block(*fields, **more):
    return aggregate('Block', 'b', *fields, **dict(dimension(), **more))


def identity(*fields, **more):
    return aggregate('Identity', 'b', *fields, **more)


def fields(kind, *values, letter='f'):
    return [field('%s%d' % (letter, i), kind, value) for i, value in enumerate(values)]


def values(*texts):
    """Events a minute apart, each with `v`."""
    return events(*[(i, '"v": %s' % text) for i, text in enumerate(texts)])


ODD = ['1', '-7', '3.9', '"7"', '" 8 "', '"x"', 'true', 'false', 'null', '[]', '[1, "a"]', '{}', '{"a": 1}', '1e400', '-0.0',
       '10000000000000000000000', '""', '"\\ud800"', '"é"', 'NaN', '[[1, 2], [3, 4]]', '"2018-03-01T00:00:00Z"', '1.0']
DAYS = [('2018-03-%02dT%02d:00:00+00:00' % (day, hour), '"k": "%s", "v": %d' % (key, day * hour % 7))
        for day, hour, key in [(1, 1, 'x'), (1, 5, 'y'), (2, 1, 'z'), (2, 1, 'w'), (3, 0, 'x'), (3, 23, 'u'), (4, 2, 'v'),
                               (9, 2, 's'), (9, 3, 'x')]]
HISTORY = [field('v', 'integer', 'source.v'), field('vs', 'list', 'b.vs.append(source.v)'),
           field('m', 'map', 'b.m.increment(source.k)'), field('s', 'set', 'b.s.add(source.v)'),
           field('at', 'datetime', 'time'), field('x', 'float', 'source.v / 2')]


def casts():
    """Every kind of value in every type of field."""
    kinds = ['integer', 'float', 'string', 'boolean', 'datetime', 'map', 'list', 'set']
    return Pair(stream(identity(*[field('c_' + kind, kind, 'source.v') for kind in kinds]),
                       aggregate('Block', 'each', *[field('c_' + kind, kind, 'source.v') for kind in kinds],
                                 Dimensions=[{'Name': 'at', 'Type': 'string', 'Value': 'time'}])),
                files=values(*ODD))


def dimensions_of_each_type():
    return Pair(stream(aggregate('Block', 'b', N, Dimensions=[
        {'Name': 's', 'Type': 'string', 'Value': 'source.v'}, {'Name': 'i', 'Type': 'integer', 'Value': 'source.v'}]),
        aggregate('Block', 'c', field('n', 'integer', 'c.n + 1'), Dimensions=[{'Name': 's', 'Type': 'string',
                                                                              'Value': 'source.v'}]),
        aggregate('Block', 'd', field('n', 'integer', 'd.n + 1'), Dimensions=[{'Name': 'q', 'Type': 'boolean',
                                                                              'Value': 'source.v'}]),
        aggregate('Identity', 'e', field('n', 'integer', 'e.n + 1'), Dimensions=[{'Name': 'q', 'Type': 'integer',
                                                                                 'Value': 'source.v'}])),
        files=values(*(ODD + ODD[::-1])))


def windows(condition='True', **more):
    """Each window type over the same blocks, forward and backward."""
    lists = [field('vs', 'list', 'source.v'), field('n', 'integer', 'len(source.v)'),
             field('total', 'integer', 'sum(source.v)'), field('mean', 'float', 'sum(source.x) / len(source.x)'),
             field('first', 'datetime', 'source.at[0]'), field('keys', 'string', 'source.k'),
             field('all', 'list', 'source.vs'), field('own', 'integer', 'anchor.v'),
             field('ids', 'list', 'source._identity'), field('starts', 'list', 'source._start_time'),
             field('sets', 'string', 'source.s'), field('bad', 'integer', 'source.v[99]')]
    return [Pair(stream(block(*HISTORY)), window(condition, windowed('w', kind, value, *lists), **more), files=events(*DAYS))
            for kind, value in [('day', 1), ('day', -2), ('Day', 30), ('hour', 5), ('HOUR', -30), ('count', 1), ('count', -1),
                                ('Count', 3), ('count', -4)]]


def window_of(*aggregates, **more):
    return Pair(stream(block(*HISTORY), identity2()), window('True', *aggregates, **more), files=events(*DAYS))


def identity2():
    return aggregate('Identity', 'user', field('seen', 'set', 'user.seen.add(source.k)'),
                     field('last', 'map', 'user.last.set(source.k, source.v)'))


def pairs():
    """(name, pair) of each."""
    yield 'casts', casts()
    yield 'dimensions', dimensions_of_each_type()
    for number, pair in enumerate(windows() + windows('S.b.v > 2') + windows('len(S.b.vs) > 1 or S.b.k == "z"')):
        yield 'window%d' % number, pair
    yield from streams()
    yield from window_corners()


def streams():
    yield 'container_methods', Pair(stream(identity(
        *fields('list', 'b.f0.append(source.v)', 'b.f1.insert(0, source.v)', 'b.f2.extend([source.v])', 'b.f3 + [source.v]',
                'b.f4.append(source.v).append(1)', 'b.f5.append(source.v)[-2:]', 'b.f6.append(source.v).reverse()',
                'b.f7.pop() if len(b.f7) > 2 else b.f7.append(source.v)', 'b.f8.clear().append(source.v)',
                'b.f9.copy().append(source.v)', 'b.f10.append(source.v).sort(key=str)', '(b.f11 * 2 + [1])[:5]', '[b.f0]',
                'list(b.f0)', 'b.f0[::-1]', 'sorted(b.f0, key=str)', '[x for x in b.f0 if x]'),
        *fields('map', 'b.m0.set(str(source.v), source.v)', 'b.m1.increment(str(source.v))', 'b.m2.increment("k", source.v)',
                'b.m3.set(source.v, 1)', 'b.m4.update({str(source.v): [source.v]})', 'b.m5.setdefault("a", []) and b.m5',
                'b.m6.set("l", b.m6.get("l", []) + [source.v])', 'b.m7.pop("x", None)', 'b.m8.get("missing")',
                'dict(b.m0)', '{**b.m1, "z": 1}', 'b.m0.items()', 'b.m12 | {"q": source.v}', 'b.m0.copy()', letter='m'),
        *fields('set', 'b.s0.add(str(source.v))', 'b.s1.add(source.v)', 'b.s2.update([1, 2])', 'b.s3 | {str(source.v)}',
                'b.s4.add(1).add(True).add(1.0)', 'b.s5.discard(1)', 'b.s6.add(str(source.v)).remove("nope")',
                'b.s7.union([str(source.v)])', 'b.s0 - {"1"}', 'set(b.f0)', letter='s'))),
        files=values(*ODD))
    yield 'time_forms', Pair(stream(identity(
        *fields('datetime', 'time', 'parse(source.t)', 'time + timedelta(days=1)', 'time.astimezone(timezone.utc)',
                'datetime(2018, 1, 1)', 'datetime.utcfromtimestamp(0)', 'b.f0 or time', 'time.date()', 'source.t',
                'min(b.f0 or time, time)', 'datetime.max', 'datetime.min'),
        *fields('string', 'time', 'time.isoformat()', 'time.strftime("%a %b %d %j %U %%")', 'repr(time)', 'c._start_time',
                'time.tzinfo', 'str(time - c._start_time)', 'time.timestamp()', letter='s'),
        *fields('boolean', 'time == c._start_time', 'time == c._end_time', 'time > c._start_time', letter='q')),
        aggregate('Activity', 'c', *fields('boolean', 'time == c._start_time', 'time == c._end_time'),
            SeparateByInactiveSeconds=10 ** 9)),
        files=events(('2018-03-01T10:00:00+05:30', ''), ('2018-03-01T04:30:00Z', ''), ('2018-03-01 04:30', ''),
                     ('2018-03-01T04:29:59.999999-00:00', ''), ('20180301T043000.5+0530', ''), ('Mar 1 2018 4:31PM', ''),
                     ('2018-W09-4', ''), ('1', ''), ('soon', ''), ('0001-01-01T00:00:00', ''), ('9999-12-31T23:59:59Z', ''),
                     ('2018-03-01T04:30:00-12:00', ''), ('01/02/2018', ''), ('2018-03-01T24:00:00', '')))
    yield 'activity_gap', Pair(stream(aggregate('Activity', 'b', N, field('l', 'list', 'b.l.append(time)'),
                                                SeparateByInactiveSeconds=60)),
                               files=events((0, ''), (1, ''), (2, ''), ('2018-03-01T00:03:00.000001+00:00', ''), (4, ''), (9,
                                   ''),
                                            (9, ''), ('2018-03-01T10:10:00+10:00', ''), (10, ''), (8, '')))
    yield 'activity_when', Pair(stream(aggregate('Activity', 'b', N, SeparateByInactiveSeconds=60, When='source.v > 0'),
                                       aggregate('Activity', 'c', field('n', 'integer', 'c.n + 1', When='b.n > 1'),
                                                 field('v', 'integer', 'source.v + b.n'), SeparateByInactiveSeconds='120')),
                                files=events(*[(m, '"v": %d' % v) for m, v in [(0, 0), (1, 1), (2, 0), (5, 0), (6, 1), (7, 1),
                                                                               (20, 0), (21, 1), (24, 0), (24, 1)]]))
    yield 'map_of_a_block_held_elsewhere', Pair(stream(
        identity(field('held', 'map', "b.held.set('k', c.m)")),
        aggregate('Activity', 'c', field('m', 'map', 'c.m.set(source.v, time.minute)'), SeparateByInactiveSeconds=60,
                  When='source.v > 0')),
        files=events(*[(m, '"v": %d' % v) for m, v in [(0, 1), (3, 0), (9, 1), (9, 2), (12, 0), (13, 0), (20, 3)]]))
    yield 'names', Pair(stream(
        aggregate('Variable', 'vars', field('os-parts', 'list', "source['os-version'].split('-')"),
                  field('two words', 'integer', 'source["two words"]'), field('class', 'string', 'source["class"]'),
                  field('é', 'string', 'source.é'), field('items', 'integer', 'source["items"]')),
        aggregate('Identity', 'b', field('os', 'string', "vars['os-parts'][0]"), field('n-1', 'integer', "b['n-1'] + 1"),
                  field('w', 'integer', "vars['two words'] + getattr(vars, 'two words')"), field('c', 'string',
                      'vars["class"]'),
                  field('2x', 'string', "vars['é'] + vars.é"), field('keys', 'integer', 'vars.items + b.keys'),
                  field('get', 'integer', 'b.get + 1'), field('x', 'list', 'sorted(source.keys())'))),
        files=events((0, '"os-version": "ios-7.1", "two words": 5, "class": "c", "é": "ü", "items": 3'),
                     (1, '"os-version": "android", "items": [1]'), (2, '"two words": "x"')))
    yield 'interleaved', Pair(stream(block(N, field('first', 'datetime', 'b.first or time'), field('l', 'list',
        'b.l.append(source.v)'),
                                           field('prev', 'string', 'c.k')),
                                     aggregate('Block', 'c', field('n', 'integer', 'c.n + 1'), field('o', 'integer', 'b.n'),
                                               When="source.v != 2", **K)),
                              files=events(*[(m, '"k": %s, "v": %d' % (k, m % 4)) for m, k in enumerate(
                                  ['"x"', '"y"', '"x"', '"x"', 'null', '"z"', '"y"', '"x"', '""', '"a/b"', '"a:b"', '"x"',
                                      '"é"', '1', '"1"'])]))
    yield 'errors', Pair(stream(identity(
        *fields('integer', 'source.nope.a', '1 / 0', 'int("x")', 'source.v[0]', 'source.v + 1', 'b.f5 + source.v', '[][1]',
            'None',
                '(b.l.append(1), 1 / 0)', 'len(source.v)', 'max([])', '{}["k"]', 'source.v.upper()', '10 ** 5000 % 7'),
        field('l', 'list', 'b.l.append(source.v)'), field('m', 'map', 'b.m.set([], 1)'), field('m2', 'map',
            'b.m2.increment("a", source.v)'),
        field('w', 'integer', '1', When='1 / 0'), field('w2', 'integer', '1', When='source.nope.a'), field('w3', 'integer', '1',
            When='None'),
        field('w4', 'integer', 'b.w4 + 1', When='source.v'))), files=values(*ODD))
    yield 'imports', Pair(stream(identity(
        *fields('float', 'math.pi', 'm.sqrt(4)', 'sqrt(source.v)', 'root(9)', 'statistics.mean([1, source.v])', 'fl(2.5)',
            'dt.datetime.max.year',
                'helper.twice(source.v)', 'thrice(source.v)', 'K', 'h2.twice(2)'),
        field('s', 'string', 'helper.describe(a=1, b=[source.v])'), field('d', 'map', 'helper.as_map(source.v)'), field('o',
            'list', 'helper.Point(1, 2).both()'),
        field('e', 'integer', 'helper.fails()'), field('c', 'map', 'Counter(str(source.v))'), field('j', 'string',
            'json.dumps(source)')),
        Import=[{'Module': 'math'}, {'Module': 'math as m'}, {'Module': 'math', 'Identifiers': ['sqrt', 'sqrt as root',
            'floor as fl']},
                {'Module': 'statistics'}, {'Module': 'datetime as dt'}, {'Module': 'dateutil.parser', 'Identifiers': ['parse']},
                {'Module': 'helper'}, {'Module': 'helper', 'Identifiers': ['thrice', 'K']}, {'Module': 'helper as h2'},
                {'Module': 'collections', 'Identifiers': ['Counter']}, {'Module': 'json'}]),
        files=values('1', '2.5', '"x"', '[1]'),
        modules={'helper': 'K = 3\n\ndef twice(x):\n    return x * 2\n\n\ndef thrice(x):\n    return x * 3\n\n\ndef describe(**named):\n'
                 '    return repr(sorted(named.items()))\n\n\ndef as_map(x):\n    return {"x": x, 1: [x, None], "t": (1, 2)}\n\n\n'
                 'def fails():\n    raise KeyError("x")\n\n\nclass Point:\n    def __init__(self, a, b):\n        self.a, self.b = a, b\n\n'
                 '    def both(self):\n        return [self.a, self.b]\n'})
    yield 'identities', Pair(stream(identity(N, field('who', 'string', 'identity'), field('own', 'string', 'b._identity')),
        Identity='source.v'),
                             files=values('"a"', '7', '"7"', '7.0', 'true', 'null', '""', '" "', '" a"', '[1]', '{"a": 1}', '0',
                                 'false', '"é"',
                                          '"\\ud83d\\ude00"', '1e3', '"a"', '10000000000000000000000'))
    yield 'big_numbers', Pair(stream(identity(
        *fields('integer', 'b.f0 * 10 + source.v', 'b.f1 - 2 ** 64', '2 ** 63 - 1 + b.n', '-(2 ** 63) - b.n', 'source.v ** 3',
            'source.v << 70',
                'source.v // 7', 'source.v % -7', '~source.v', 'int(1e30)'), N,
        *fields('float', 'source.v / 3', 'float(source.v)', 'source.v * 0.1', '1e308 * 10', 'float("nan")', '-0.0', '2 ** 0.5',
            '1e22', '1e16', '123456789012345678',
                'b.x10 + 0.1', 'round(source.v / 7, 3)', '5e-324', letter='x'))),
        files=values('1', '9223372036854775807', '-9223372036854775809', '123456789012345678901234567890', '0', '1.5', 'true',
            '1e5'))
    yield 'unicode', Pair(stream(identity(
        *fields('string', 'source.v.upper()', 'source.v.lower()', 'source.v.title()', 'source.v[::-1]', 'source.v[0]',
            'len(source.v)', 'repr(source.v)', 'ascii(source.v)',
                'source.v.casefold()', 'source.v.encode()', 'source.v.center(9, "→")', "'\\N{BULLET}' + source.v",
                    'source.v.isidentifier()', 'source.v.split()', 'ord(source.v[0])',
                'source.v.swapcase()', 'sorted(source.v)', "f'{source.v!r:>12}'", 'source.v.strip()',
                    'source.v.encode("utf-8", "surrogatepass").hex()'))),
        files=values('"straße"', '"ΑΣ ΣΑΣ"', '"\\u0130i\\u0131"', '"\\ud83d\\ude00x"', '"\\ud83dx"', '"e\\u0301"', '"ﬁn"',
            '"\\u00a0 x\\u2003"', '"日本語"', '""', '"a\\u0000b"',
                     '"ǆ"', '"\\u2028"'))
    yield 'ties_and_files', Pair(stream(block(N, field('l', 'list', 'b.l.append(source.v)')), identity2()),
                                 files=[events(*[(m % 3, '"k": "%s", "v": %d' % ('xy'[m % 2], m)) for m in range(s,
                                     s + 8)])[0] for s in (0, 20, 40)])
    yield 'scope', Pair(stream(
        aggregate('Variable', 'v', field('a', 'integer', 'source.v'), field('b', 'integer', 'v.a + 1'), field('l', 'list',
            'v.l.append(source.v)')),
        identity(N, field('x', 'integer', 'b.n + v.b'), field('y', 'integer', 'c.n'), field('st', 'datetime', 'c._start_time'),
            field('en', 'datetime', 'c._end_time'),
                 field('z', 'integer', 'b.x + b.z'), field('comp', 'list', '[b.n + i for i in range(2)]'), field('lam',
                     'integer', '(lambda q: q + b.n + v.a)(source.v)'),
                 field('wal', 'integer', '(q := source.v) + q'), field('gen', 'integer', 'sum(x * b.n for x in v.l)')),
        aggregate('Block', 'c', field('n', 'integer', 'c.n + b.n'), field('k2', 'string', 'c.k'), field('t0', 'datetime',
            'c._start_time'), **K)),
        files=events(*[(m, '"k": "%s", "v": %s' % ('xyx'[m % 3], v)) for m, v in enumerate(['1', '2', '"s"', 'null', '3',
            '4'])]))
    yield 'lines', Pair(stream(identity(N, field('v', 'string', 'source.v'))), files=[[
        '{"id": "u", "t": "2018-03-01T00:00:00Z", "v": 1}', '', '[]', '[{"id": "u", "t": "2018-03-01", "v": 2}]', 'null',
            '{"id": "u"}',
        '{"t": "2018-03-01"}', '{"id": "u", "t": "2018-03-01T00:01:00Z", "v": 1, "v": 2}',
            ' {"id" : "u" , "t":"2018-03-01T00:02:00Z","v":"\\u00e9"} ',
        '{"id": "u", "t": "2018-03-01T00:03:00Z", "v": 01}', '{"id": "u", "t": "2018-03-01T00:04:00Z", "v": 1} x',
            '\ufeff{"id": "u", "t": "2018-03-01T00:05:00Z"}',
        '{"id": "u", "t": "2018-03-01T00:06:00Z", "v": "a\tb"}', '{"id": "u", "t": "2018-03-01T00:07:00Z", "v": -Infinity}',
            '{"id": "u", "t": 5}', "{'id': 'u'}",
        '{"id": "u", "t": "2018-03-01T00:08:00Z", "v": {"id": {"t": [1, {"v": 2}]}}}',
            '{"id": "u", "t": "2018-03-01T00:09:00Z", "v": 1e5}']])
    yield 'record', Pair(stream(identity(
        *fields('string', 'source.v', 'source.v.a', 'source.v["a"]', 'source["items"]', 'source.get("v")',
            'source.get("w", "d")', 'source.v.get("b")',
                'list(source.v)', 'source.v.values()', 'len(source.v)', '"a" in source.v', 'source.v == {"a": 1}',
                    'source.v.l[0].k', 'source.v["l"][-1]["k"]', 'source.v.l[0:1]',
                '[r for r in source.v.l]', '[r.k for r in source.v.l]', 'source.v.l[0].nope', 'source.v.nope',
                    'source.v.nope.x', 'str(source)', 'sorted(source)',
                'source.v.copy()', 'type(source.v).__name__', 'type(source.v) == str', 'source.v or 1', 'bool(source.v)',
                    'dict(source.v)', 'source.v.pop("a", 9)', 'source.v', 'source.update(z=1)', 'source.z',
                    'source.v.keys()'))),
        files=values('{"a": 1, "l": [{"k": 2}, {"k": {"z": 3}}]}', '{"a": null, "items": 4, "b": []}', '[{"a": 1}]', '"text"',
            '{"a": {"a": {"a": 1}}}', 'null', '{"l": [5, [1]]}'))
    yield 'formats', Pair(stream(identity(
        *fields('string', "f'{source.v:>10}'", "f'{source.v:.3f}'", "f'{source.v:,}'", "f'{source.v!r}'",
            "'%s %r %5.1f' % (source.v, source.v, 2)", "'{:08.3f}'.format(source.v)", "'{0!s:*^9}'.format(source.v)",
                "f'{source.v=}'", "f'{time:%Y/%m/%d %H}'", "format(source.v, 'e')", "f'{source.v:{5}}'",
                    "'{a[0]} {b.year}'.format(a=[source.v], b=time)", "f'{source.v:#x}'", "f'{source.v:%}'",
                    "str(source.v).zfill(5)",
                "'{}'.format(source.v)", "f'{source.v:_}'", "f'{source.v:+.2e}'", "f'{source.v:g}'", "f'{source.v!a:<8}|'"))),
        files=values(*ODD))
    yield 'yaml', Pair(stream(identity(
        field('a', 'Integer', 'b.a + 1'), field('b', 'BOOLEAN', True), field('c', 'string', 5), field('d', 'list', [1, 'a',
            None]), field('e', 'map', {'a': 1}), field('f', 'float', 1.5),
        field('h', 'integer', {'plain': '010'}), field('i', 'string', '"a: b # c"'), field('j', 'integer', '(b.a +\n  1)'),
        field('k', 'string', "'''x\ny'''"), field('l', 'integer', '1  # comment'), field('o', 'string', {'plain': '1_0.5'}),
        field('p', 'integer', '\n3'), field('r', 'integer', '5\n'), Description='x')),
        files=events((0, ''), (1, '')), style=1)
    yield 'whens', Pair(stream(identity(N, field('o', 'integer', 'b.o + 1', When='b.n % 2'), When='source.v'),
                               aggregate('Block', 'c', field('n', 'integer', 'c.n + 1'), When='b.n < 3', **K),
                               aggregate('Variable', 'v', field('x', 'integer', 'b.n'), When='source.v == 1'),
                               aggregate('Identity', 'd', field('x', 'integer', 'v.x'), Dimensions=[{'Name': 'q',
                                   'Type': 'integer', 'Value': 'source.v', 'When': 'source.v'}]),
                               When='source.k != "skip"'),
                        files=events(*[(m, '"k": "%s", "v": %s' % (k, v)) for m, (k, v) in enumerate(
                            [('x', 1), ('skip', 1), ('y', 0), ('x', '"a"'), ('x', '[]'), ('skip', 0), ('z', 1), ('y', 2), ('x',
                                'null')])]))
    yield 'two_stores', Pair(dict(stream(dict(block(N), Store='two'), dict(aggregate('Identity', 'i', field('n', 'integer',
        'i.n + 1')), Store='memory')),
                                  Stores=[{'Type': 'Blurr:Store:Memory', 'Name': 'memory'}, {'Type': 'Blurr:Store:Memory',
                                      'Name': 'two'}]),
                             files=events((0, '"k": "x"'), (1, '"k": "y"'), (2, '"k": "x"')))
    yield 'lower_case_types', Pair(dict(stream(dict(block(N), Type='blurr:aggregate:block')), Type='blurr:transform:streaming',
                                        Stores=[{'Type': 'blurr:store:memory', 'Name': 'memory'}]), files=events((0,
                                            '"k": "x"')))


def window_corners():
    total = field('t', 'integer', 'sum(source.v)')
    yield 'window_pair', window_of(windowed('last', 'count', -1, field('v', 'integer', 'source.v[0]')), windowed('next', 'day',
        3, total, field('m', 'map', 'source.m[0]')))
    yield 'window_identity', window_of(windowed('w', 'count', -1, field('seen', 'list', 'S.user.seen'), field('last', 'map',
        'S.user.last'),
                                                field('k', 'string', 'S.b.k + anchor.k'), field('id', 'string', 'identity')))
    yield 'window_maps', window_of(windowed('w', 'count', -2, field('m', 'map', '{"a": 1, "b": {"c": 2, "d": {"e": [1]}}}'),
        field('e', 'map', '{}'),
                                            field('n', 'map', '{"1": 2, "n": None}')))
    yield 'window_variable', window_of(aggregate('Variable', 'v', field('x', 'integer', 'anchor.v * 2'), field('d', 'boolean',
        'anchor.k == "x"')),
                                       windowed('w', 'count', -1, field('y', 'integer', 'v.x + source.v[0]'), When='v.x > 2'),
                                       aggregate('Variable', 'after', field('z', 'integer', 'w.y + v.x'), When='v.d'))
    yield 'window_when', window_of(windowed('w', 'day', -3, total, When='anchor.v > 2'), windowed('x', 'day', -3, field('t',
        'integer', 'w.t', When='w.t')), When='anchor.k != "w"')
    yield 'window_self', window_of(windowed('w', 'count', -1, field('a', 'integer', 'w.a + sum(source.v)'), field('b',
        'integer', 'w.a + w.b'), field('c', 'list', 'w.c.append(w.a)')))
    yield 'window_imports', window_of(windowed('w', 'count', -3, field('m', 'float', 'statistics.mean(source.v)'), field('s',
        'float', 'stdev(source.v)'), field('f', 'integer', 'fl(m.e)')),
                                      Import=[{'Module': 'statistics'}, {'Module': 'statistics', 'Identifiers': ['stdev']},
                                          {'Module': 'math as m'},
                                              {'Module': 'math', 'Identifiers': ['floor as fl']}])
    yield 'window_defaults', window_of(windowed('w', 'count', -1, *[field('d_' + kind, kind, '1 / 0') for kind in
                                                                    ['integer', 'float', 'string', 'boolean', 'datetime', 'map',
                                                                        'list', 'set']]))
    yield 'window_activity', Pair(stream(aggregate('Activity', 'b', *HISTORY, field('k', 'string', 'source.k'),
        SeparateByInactiveSeconds=7200)),
                                  window('S.b._start_time', windowed('w', 'day', -2, field('n', 'list', 'source.vs'), field('e',
                                      'datetime', 'source._end_time[-1]')),
                                         windowed('c', 'count', 1, field('n', 'list', 'source.vs'))), files=events(*DAYS))
    yield 'window_max', Pair(stream(block(*HISTORY)), dict(window('True', windowed('w', 'count', -1, total)),
        Anchor={'Condition': 'True', 'Max': 1000}), files=events(*DAYS))
    yield 'window_offsets', Pair(stream(block(N, field('v', 'integer', 'source.v'))), window('True', windowed('w', 'hour', -3,
        field('s', 'list', 'source._start_time'), total)),
                                 files=events(*[('2018-03-01T%02d:%02d:00%+03d:00' % (h, m, o), '"k": "%s", "v": %d' % (k,
                                     h)) for h, m, o, k in
                                                [(10, 0, 0, 'a'), (5, 30, -5, 'b'), (21, 0, 10, 'c'), (12, 0, 0, 'd'), (13, 0,
                                                    0, 'e'), (12, 59, 0, 'f')]]))
    yield 'window_names', window_of(windowed('w', 'count', -1, field('last-v', 'integer', 'source.v[0]'), field('two words',
        'integer', "w['last-v'] + 1")))
