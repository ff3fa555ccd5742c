"""For each named deviation of docs/blurr-differences.md a spec and events that show it.

`headrace` is what headrace prints (the lines of Blurr with the patches of deviations.py), or a word of its error message.
`blurr` is what Blurr prints as it is: lines, or the name of the exception with which it ends.
"""

from pair import Pair

IMPORTS = [{'Module': 'dateutil.parser', 'Identifiers': ['parse']},
           {'Module': 'datetime', 'Identifiers': ['datetime', 'timedelta', 'timezone']}]


def field(name, kind, value, **more):
    return dict({'Name': name, 'Type': kind, 'Value': value}, **more)


def aggregate(kind, name, *fields, **more):
    store = {} if kind == 'Variable' else {'Store': 'memory'}
    return dict({'Type': 'Blurr:Aggregate:' + kind, 'Name': name}, **store, **more, Fields=list(fields))


def stream(*aggregates, **more):
    spec = {'Type': 'Blurr:Transform:Streaming', 'Version': '2018-03-01', 'Name': 'S', 'Import': IMPORTS,
            'Identity': 'source.id', 'Time': 'parse(source.t)',
            'Stores': [{'Type': 'Blurr:Store:Memory', 'Name': 'memory'}]}
    return dict(spec, **more, Aggregates=list(aggregates))


def window(condition, *aggregates, **more):
    return dict({'Type': 'Blurr:Transform:Window', 'Version': '2018-03-01', 'Name': 'W',
                 'Anchor': {'Condition': condition}}, **more, Aggregates=list(aggregates))


def windowed(name, kind, value, *fields, source='S.b', **more):
    return dict({'Type': 'Blurr:Aggregate:Window', 'Name': name, 'WindowType': kind, 'WindowValue': value,
                 'Source': source}, **more, Fields=list(fields))


def events(*rows):
    """Rows (minute or time text, other JSON text): the lines of one file, all of identity u."""
    lines = []
    for at, rest in rows:
        time = at if isinstance(at, str) else '2018-03-01T%02d:%02d:00+00:00' % divmod(at, 60)
        lines.append('{"id": "u", "t": "%s"%s}' % (time, ', ' + rest if rest else ''))
    return [lines]


def dimension(value='source.k', kind='string'):
    return {'Dimensions': [{'Name': 'k', 'Type': kind, 'Value': value}]}


N = field('n', 'integer', 'b.n + 1')

CASES = {
    1: Pair(stream(aggregate('Identity', 'b', N, When=False)), files=events((0, ''))),
    2: Pair(stream(aggregate('Identity', 'a', field('l', 'list', 'a.l.append(source.v)')),
                   aggregate('Block', 'b', field('l', 'list', 'a.l'), **dimension())),
            files=events((0, '"k": "x", "v": 1'), (1, '"k": "y", "v": 2'))),
    3: Pair(stream(aggregate('Activity', 'b', N, SeparateByInactiveSeconds=60, When='source.v')),
            files=events((0, '"v": 0'))),
    4: Pair(stream(aggregate('Block', 'b', N, field('seen', 'string', 'b.k'), When='b.n < 1', **dimension())),
            files=events((0, '"k": "x"'), (1, '"k": "y"'), (2, '"k": "x"'))),
    5: Pair(stream(aggregate('Variable', 'v', field('x', 'integer', 'v.x + source.v')),
                   aggregate('Identity', 'b', field('x', 'integer', 'v.x'))),
                   files=events((0, '"v": 1'), (1, '"v": 2'))),
    6: Pair(stream(aggregate('Block', 'b', N, **dimension())), window('True',
        windowed('w', 'count', -1, field('at', 'datetime', 'source._start_time[0]'))),
            files=events(('2018-03-01T10:00:00+00:00', '"k": "x"'), ('2018-03-01T09:30:00-01:00', '"k": "y"'),
                         ('2018-03-01T16:30:00+05:30', '"k": "z"'))),
    8: Pair(stream(aggregate('Block', 'b', N, **dimension())), window('True',
        windowed('w', 'count', -1, field('n', 'integer', 'sum([len(source.n) for i in range(2)])'))),
        files=events((0, '"k": "x"'), (1, '"k": "y"'))),
    10: Pair(stream(aggregate('Identity', 'b', N), Identity='source.key'),
             files=[['{"key": 7, "t": "2018-03-01"}', '{"key": "7", "t": "2018-03-02"}',
                     '{"key": "  ", "t": "2018-03-03"}']]),
    11: Pair(stream(aggregate('Identity', 'b', field('l', 'list', 'b.l.append(time)'),
                              field('m', 'map', "b.m.set('s', {1})"))), files=events((0, ''), (1, ''))),
    12: Pair(stream(aggregate('Identity', 'b', field('s', 'set', 'b.s.add(source.v)'),
                              field('t', 'string', "','.join({'z', 'a', 'm'})"))),
                              files=events((0, '"v": "z"'), (1, '"v": "a"'), (2, '"v": "m"'), (3, '"v": "b"'))),
    13: Pair(stream(aggregate('Identity', 'b', field('s', 'string', '(-8) ** 0.5'), field('n', 'integer', '2 ** 3'))),
             files=events((0, ''))),
    14: Pair(stream(aggregate('Block', 'b', N, **dimension())), window('True',
        windowed('w', 'count', -1, field('n', 'integer', 'source.n[0]'), When='anchor.n > 1'), When='anchor.n < 3'),
             files=events((0, '"k": "x"'), (1, '"k": "y"'), (2, '"k": "z"'), (3, '"k": "z"'), (4, '"k": "q"'),
                          (5, '"k": "q"'), (6, '"k": "q"'))),
    16: Pair(stream(aggregate('Block', 'b', N, field('m', 'map', 'b.m.increment(source.v)'), **dimension())),
             window('True', windowed('w', 'count', -1, field('m', 'map', 'source.m[0]'))),
             files=events((0, '"k": "x", "v": 7'), (1, '"k": "x", "v": true'), (2, '"k": "x", "v": 0.5'), (3, '"k": "y"'))),
}

# Deviations that only headrace can show: what it refuses, with a word of the message; and what is its own choice.
REFUSED = {
    1: [(Pair(stream(aggregate('Identity', 'b', field('n', 'integer', 'source.v = 1'))), files=events((0, ''))),
         '=='),
        (Pair(stream(aggregate('Identity', 'b', field('n', 'integer', '1 +'))), files=events((0, ''))), ''),
        (Pair(stream(aggregate('Identity', 'b', field('n', 'integer', 'unknown + 1'))), files=events((0, ''))),
         'unknown'),
        (Pair(stream(aggregate('Identity', 'b', field('n', 'integer', 'b.nope + 1'))), files=events((0, ''))),
         'nope'),
        (Pair(stream(aggregate('Identity', 'b', N), Import=IMPORTS + [{'Module': 'no_such_module'}]),
              files=events((0, ''))), 'no_such_module')],
    9: [(Pair(stream(aggregate('Identity', 'b', N, N)), files=events((0, ''))), 'n'),
        (Pair(stream(aggregate('Activity', 'b', N, SeparateByInactiveSeconds=0)), files=events((0, ''))),
         'SeparateByInactiveSeconds'),
        (Pair(stream(aggregate('Block', 'b', N, **dimension())),
              window('True', windowed('anchor', 'day', 1, field('n', 'integer', '1'))), files=events((0, '"k": "x"'))),
         'anchor'),
        (Pair(stream(dict(aggregate('Identity', 'b', N), Store='nowhere')), files=events((0, ''))), 'nowhere'),
        (Pair(stream(aggregate('Block', 'b', N, **dimension())), window('True',
            windowed('w', 'fortnight', 1, field('n', 'integer', '1'))), files=events((0, '"k": "x"'))), 'fortnight')],
    13: [(Pair(stream(aggregate('Identity', 'b', field('s', 'string', expression))), files=events((0, ''))), '')
         for expression in ['1j', "source.v is 'a'", 'hash(source.v)', 'id(source.v)']],
}

# 7: at most Max rows an identity, drawn by --seed; the same rows for the same seed.
SAMPLED = Pair(stream(aggregate('Block', 'b', N, **dimension())),
               dict(window('True', windowed('w', 'day', -30, field('n', 'integer', 'sum(source.n)'))),
                    Anchor={'Condition': 'True', 'Max': 2}),
               files=events(*[('2018-03-%02dT00:00:00+00:00' % day, '"k": "%d"' % day) for day in range(1, 12)]))
