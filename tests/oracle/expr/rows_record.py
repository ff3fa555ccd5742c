"""`source`: the event as a record. A missing key is None; indexing gives records, all else plain values."""

from rows import Table

TABLE = Table('record', 'Records (source)')
T = TABLE


def with_event(o, template):
    """A template over an event with known keys: some missing, some of unexpected kinds, some with method names."""
    o.source.update({
        'a': o.r.choice([{'b': {'c': o.scalar_value()}, 'd': o.scalar_value(), 'items': 1}, {'b': o.scalar_value()},
                         None, 3, []]),
        'l': o.r.choice([[{'n': o.scalar_value(), 'k': [1, {'z': 2}]} for _ in range(o.r.randint(0, 3))],
                         [[1, {'n': 2}], [3]], [1, None, 'x'], {'n': 1}, 'str']),
        'n': o.scalar_value(), 'items': o.r.choice([1, [1, 2]]), 'keys': 'k', 'get': 5, '_p': o.scalar_value(),
        'class': 'c', 'é': 'e', 'with space': 1, '': 2, '1': 'one'})
    for key in [k for k in o.source if k in ('a', 'l', 'n', '_p') and o.r.random() < 0.2]:
        del o.source[key]
    return o.fill(template)


def record_row(id, *templates, text=None):
    text = text or ', '.join('`%s`' % t.replace('$', '') for t in templates[:3])
    T.made(id, None, text)(lambda o: with_event(o, o.r.choice(templates)))


record_row('record-attribute', 'source.n', 'source.a', 'source.a.b', 'source.a.b.c', 'source.a.d', 'source.zz',
           'source._p', 'source.é')
record_row('record-missing', 'source.zz', 'source.zz.y', 'source.a.zz', 'source.a.zz.y', "source['zz']",
           "source['zz'].y", "source.a['zz']", 'source.zz is None', 'source.l[0].zz', 'source.zz or $scalar',
           'source.zz + 1', 'source.zz == None')
record_row('record-index', "source['n']", "source['a']['b']", "source['a'].b", "source.a['b']",
           "source['with space']", "source['class']", "source['']", "source['1']", 'source[1]', "source['items']",
           "source[$any]", 'source[[]]', "source['a']['b']['c']")
record_row('record-methods', 'source.items', 'source.keys', 'source.get', "source.get('n')", "source.get('zz')",
           "source.get('zz', $scalar)", 'list(source.keys())', 'len(source)', "source.a.get('b')", "source.a.items()",
           "source['items']", 'source.copy()', 'source.values()', 'source.items()[0]', 'sorted(source.keys())')
record_row('record-plain-values', "source.get('a').b", "source.get('a')['b']", "source.get('a')['zz']",
           "[v.n for v in source.l]", "[v['n'] for v in source.l]", "[v.get('n') for v in source.l]",
           "list(source.a.values())[0].c", "[x for x in source.a.values()][0]['c']", "source.copy().n",
           "dict(source).n", "dict(source)['n']",
           "source.pop('a').b", "source.setdefault('a', 1)", "{**source}['a'].b", "(source | {}).n",
           "list(source.l)[0].n", "source.l[:][0].n", "[*source.l][0].n", "sorted(source.l, key=str)[0].n",
           "source.l.copy()[0].n", "(source.l + [])[0].n", "next(iter(source.l)).n", "source.l.pop().n",
           "(lambda x: x.n)(*source.l)", "max(source.l, key=str).n",
           "max(source.a, source.a, key=lambda v: str(v.b)).b", "min(source.a, source.l, key=str).b")
record_row('record-lists', 'source.l[0]', 'source.l[0].n', 'source.l[-1].n', 'source.l[0].k[1].z',
           "source.l[0]['k'][1]['z']", 'source.l[1:][0].n', 'source.l[0][1].n', 'len(source.l)', 'source.l[$index].n',
           'source.l[9].n', 'source.l.n', 'source.l[0].zz', 'source.l[::-1][0].n',
           "[source.l[i].n for i in range(len(source.l))]",
           'source.l[0].k[0]', 'source.l.count(1)', 'source.l.append(1)', 'source.l.index(1)',
           '(source.l or [])[$index].n', '(x := source.l) and x[$index].n', '(lambda l: l[$index].n)(source.l)',
           '(source.l if source.l else [])[0].n', '[(source.l or [])[0].update(n=99), source.l[0].n][1]',
           '(source.l or [])[0].k[1].z', '[(source.l or [])[i].n for i in range(2)]',
           'max([], source.l)[0].n', 'sum([], source.l)[0].n', '[sum([], source.l).append(9), source.l][1]')
record_row('record-membership', "'n' in source", "'zz' in source", "'b' in source.a", 'source.n in source',
           "1 in source.l", "'n' not in source", 'None in source', "[] in source", "'k' in source.keys")
record_row('record-iterate', 'list(source)', '[k for k in source]', 'sorted(source)', 'len(source)', 'dict(source)',
           '{**source}', 'list(source.values())' , 'list(source.items())' ,
           '{k: v for k, v in source.copy().items()}', 'str(source)', 'bool(source)', 'source == dict(source)',
           '[*source.l]', 'list(source.l)', 'list(reversed(source))')
record_row('record-edit', "(source.update(n=1), source.n)", "(source.update({'zz': {'y': 1}}), source.zz.y)",
           "(source.pop('n', 0), source.n)", "(source.clear(), source)",
           "(source.setdefault('zz', [{'y': 1}]), source.zz[0].y)", "source.popitem()",
           "(source.l.append({'n': 7}), source.l[-1].n)", "(source.a.update(b=9), source.a.b)",
           "(source.get('a').update(b=9), source.a.b)", "source.pop('zz')", "(source.l.sort(key=str), source.l)",
           "(source.l.clear(), source.l)")
record_row('record-names', 'source.n.real', 'source.class_', 'source.with_space', 'source.pop', 'source.update',
           'source.values', 'source.fromkeys', "source.fromkeys(['a'])", 'source.a.items', 'source.a.copy().d',
           'source.mro', 'source.setdefault', 'source.clear', 'source.popitem', 'getattr(source, "n")',
           'getattr(source, "zz", 7)', "getattr(source.a, 'b', 7)", "hasattr(source, 'zz')")
record_row('record-truth', 'bool(source.a)', 'source.a and source.a.b', 'source.a.b if source.a else 0',
           'source.l and source.l[0]', 'not source.l', 'source.a == {}', 'source.a == source.a',
           'source.l == source.l[:]', "source.a or 'none'", '(source.a or {}).get("b")', 'isinstance(source.a, dict)',
           'isinstance(source.l, list)', 'isinstance(source.n, str)')
record_row('record-strings', "f'{source.n}'", "'{}'.format(source.n)", "'{0.n}'.format(source)",
           "'{0[n]}'.format(source)", "'{0.a.b}'.format(source)", "'{0.zz}'.format(source)", "'%(n)s' % source",
           "'{n}'.format_map(source)", "'{n}'.format(**source)", "f'{source.a}'", 'str(source.l)', 'repr(source.a)')
