"""Fields of type map, list and set: their own methods, and what their inherited methods give.

`a.m`, `a.l`, `a.s` are such fields. The comparison covers the result and the field afterwards.
"""

from rows import Table

TABLE = Table('container', 'Map, list and set fields')
T = TABLE


def with_fields(o, template):
    r = o.r
    o.aggregate_field('m', 'map', {r.choice(['k', 'a', 'b', 'x']): r.choice([r.randint(-3, 5), r.randint(0, 3), None,
        'v', [1], {'q': 1}, 2.5]) for _ in range(r.randint(0, 4))})
    o.aggregate_field('l', 'list', [r.choice([r.randint(-3, 5), r.randint(0, 9), 'x', None, [1, 2], 2.5])
                                    for _ in range(r.randint(0, 5))])
    o.aggregate_field('n', 'list', [r.randint(-5, 9) for _ in range(r.randint(0, 5))])
    o.aggregate_field('s', 'set', [r.randint(0, 6) for _ in range(r.randint(0, 5))])
    o.aggregate_field('t', 'set', [r.choice(['a', 'b', 'k', 'é']) for _ in range(r.randint(0, 3))])
    o.source.update({'k': r.choice(['k', 'a', 'b', 'x', None, 1]),
                     'v': r.choice([o.scalar_value(), r.randint(0, 6), None]),
                     'w': [r.randint(0, 5), r.randint(0, 5)], 'd': {'k': 1, 'z': {'y': 2}}})
    return o.fill(template)


def field_row(id, *templates):
    text = ', '.join('`%s`' % t.replace('$', '') for t in templates[:3])
    T.made(id, None, text)(lambda o: with_fields(o, o.r.choice(templates)))


field_row('field-map-set', 'a.m.set(source.k, source.v)', "a.m.set('k', source.v)", 'a.m.set(None, 1)',
          'a.m.set(source.k, $any)', 'a.m.set([], 1)', 'a.m.set(source.k)', 'a.m.set(source.k, a.l)',
          "a.m.set('k', 1).set('j', 2)", 'a.m.set(key=source.k, value=2)')
field_row('field-map-increment', 'a.m.increment(source.k)', 'a.m.increment(source.k, source.v)',
          'a.m.increment(source.k, 2.5)', 'a.m.increment(None)', "a.m.increment('new', by=source.v)",
          "a.m.increment(source.k).increment('k', 3)", 'a.m.increment()', "a.m.increment('k', 'x')",
          'a.m.increment(source.k, None)', 'a.m.increment([])', 'a.m.increment(source.k, True)')
field_row('field-map-get', 'a.m.get(source.k)', 'a.m.get(source.k, 0)', "a.m.get('missing')",
          "a.m.get('missing', None)", "a.m.get('k').get('q')", "a.m['k']", 'a.m[source.k]', "a.m['missing']",
          "a.m.get('x', {})", "a.m.get('x', {}).set('z', 1)", 'a.m.get([])', "a.m.get(source.k, []) + [1]",
          "a.m.get(source.k, 0) + 1")
field_row('field-map-pop', "a.m.pop('k')", "a.m.pop('k', None)", 'a.m.pop(source.k, 5)', 'a.m.popitem()',
          "a.m.pop('missing')", "a.m.pop(source.k, None).set('zz', 1)")
field_row('field-map-update', 'a.m.update(source.d)', 'a.m.update(z=1)', "a.m.update({'k': source.v})",
          "a.m.update([('k', 1)])", 'a.m.update(source.v)', 'a.m.update(source.d).update(q=2)', 'a.m.update()',
          'a.m.update(**source.d)', 'a.m.update(source.d, k=7)')
field_row('field-map-methods', 'a.m.copy()', 'a.m.copy().set("zz", 1)', 'a.m.clear()', 'a.m.setdefault(source.k, 1)',
          'a.m.setdefault(source.k)', 'a.m.setdefault("nn", {}).set("q", 1)', 'list(a.m.keys())',
          'list(a.m.values())', 'list(a.m.items())', 'a.m.fromkeys(["p"])', 'a.m.fromkeys(["p"]).set("q", 1)',
          'a.m.foo', 'a.m.foo()', 'a.m.append(1)')
field_row('field-map-operators', 'a.m | source.d', '(a.m | source.d).get("k")', '(a.m | source.d).set("k", 1)',
          'source.d | a.m', 'len(a.m)', "'k' in a.m", 'source.k in a.m', 'a.m == source.d', 'bool(a.m)', 'str(a.m)',
          'dict(a.m)', '{**a.m, "zz": 1}', 'list(a.m)', 'sorted(a.m)', '{k: v for k, v in a.m.items()}', "f'{a.m}'",
          'max(a.m.values())', 'sum(a.m.values())', 'isinstance(a.m, dict)')
field_row('field-map-nested', "a.m.set('n', {}).get('n')", "a.m['k'].append(1)", "(a.m['k'].append(1), a.m)",
          "a.m.get('k').append(1)", "(a.m.get('k').append(1), a.m)", "a.m.set('j', a.m.get('j', 0) + 1)",
          "a.m.set(source.k, a.m.get(source.k, []) + [source.v])", "a.m.set(source.k, (a.m.get(source.k) or 0) + 1)",
          "a.m.set('k', source.d.z).get('k').y", "a.m.set('k', source.d)['k']")
field_row('field-map-failing-edit', "(a.m.set('q', 1), 1 / 0)", "(a.m.increment('q'), source.d.nope.x)",
          "a.m.set('q', 1).nope", "[a.m.increment(i) for i in [1, 2, 'x']] and 1 / 0", "a.m.clear().pop('k')",
          "a.m.increment('k', 1 / 0)")
field_row('field-list-append', 'a.l.append(source.v)', 'a.l.append(None)', 'a.l.append(source.zz)',
          'a.l.append(1).append(2)', 'a.l.append(source.d)', 'a.l.append(source.w)', 'a.l.append()',
          'a.l.append(obj=3)', 'a.l.append($any)')
field_row('field-list-insert', 'a.l.insert(0, source.v)', 'a.l.insert($index, $scalar)', 'a.l.insert(0, None)',
          "a.l.insert('x', 1)", 'a.l.insert(-1, 5).append(6)', 'a.l.insert(99, 1)', 'a.l.insert(0)')
field_row('field-list-extend', 'a.l.extend(source.w)', 'a.l.extend([None, 1])', 'a.l.extend(source.v)',
          'a.l.extend("ab")', 'a.l.extend(source.w).extend([9])', 'a.l.extend(source.d)',
          'a.l.extend(x for x in source.w)', 'a.l.extend(a.n)')
field_row('field-list-methods', 'a.l.pop()', 'a.l.pop(0)', 'a.l.pop(0).foo', 'a.l.remove(source.v)', 'a.l.remove(1)',
          'a.l.clear()', 'a.l.copy()', 'a.l.copy().append(1)', 'a.n.sort()', 'a.n.sort(reverse=True)',
          'a.l.reverse()', 'a.l.count(source.v)', 'a.l.index(source.v)', 'a.l.foo', 'a.n.sort().append(1)',
          'a.n.sort(key=lambda x: -x)', 'a.l.sort()', 'a.n.pop(-1)')
field_row('field-list-operators', 'a.l + [source.v]', '(a.l + [1]).append(2)', 'a.l[-3:]', 'a.l[-2:].append(1)',
          'a.l * 2', 'a.l[0]', 'a.l[9]', 'len(a.l)', 'source.v in a.l', 'a.l == source.w', 'list(a.l)',
          'list(a.l).append(1)', '[x for x in a.l]', 'sorted(a.n)', 'sum(a.n)', 'max(a.n)', 'a.n < [1]', 'bool(a.l)',
          'str(a.l)', "f'{a.n}'", 'a.l.append(1)[-2:]', 'a.n[::-1]', '(a.n + source.w)[-3:]', 'tuple(a.l)',
          'isinstance(a.l, list)', 'a.l[0].append(1)')
field_row('field-list-failing-edit', '(a.l.append(1), 1 / 0)', 'a.l.append(1).nope', 'a.l.extend([1, 2, 1 / 0])',
          'a.l.extend(1 / x for x in [1, 0])', '[a.l.append(x) for x in [1, None, "y"]] and a.l.pop(99)',
          'a.n.append("x").sort()', 'a.l.clear().pop()')
field_row('field-set-add', 'a.s.add(source.v)', 'a.s.add(None)', 'a.s.add(3)', 'a.s.add(1).add(99)',
          'a.s.add(source.w)', 'a.t.add("b")', 'a.t.add(source.k)', 'a.s.add(True)', 'a.s.add(1.0)', 'a.s.add()')
field_row('field-set-methods', 'a.s.discard(3)', 'a.s.remove(3)', 'a.s.discard(source.v)', 'a.s.clear()',
          'a.s.copy()', 'a.s.copy().add(99)', 'a.s.update(source.w)', 'a.s.update([None])', 'a.s.union(source.w)',
          'a.s.union([99]).add(98)', 'a.s.intersection(source.w)', 'a.s.difference(source.w)',
          'a.s.symmetric_difference(source.w)', 'a.s.intersection_update(source.w)',
          'a.s.difference_update(source.w)', 'a.s.symmetric_difference_update(source.w)', 'a.s.issubset(source.w)',
          'a.s.issuperset(source.w)', 'a.s.isdisjoint(source.w)', 'a.s.foo', 'a.s.update(source.v)',
          'a.s.update(source.w).add(98)')
field_row('field-set-operators', 'a.s | set(source.w)', '(a.s | {99}).add(98)', 'a.s & {1, 2, 3}', 'a.s - {1, 2}',
          'a.s ^ {1, 99}', 'len(a.s)', 'source.v in a.s', '3 in a.s', 'a.s == {1, 2}', 'a.s <= {1, 2, 3, 4, 5, 6, 0}',
          'sorted(a.s)', 'sum(a.s)', 'max(a.s)', 'bool(a.s)', 'set(a.s)', '{x + 1 for x in a.s}', 'a.s | source.w',
          '{1} | a.s', '({1} | a.s).add(5)', 'isinstance(a.s, set)', 'sorted(a.t)', 'a.t | a.s')
field_row('field-set-failing-edit', '(a.s.add(50), 1 / 0)', 'a.s.add(50).nope', 'a.s.update([50, []])',
          'a.s.clear().remove(1)')
field_row('field-unbound', 'dict.get(a.m, "missing")', 'list(map(a.m.get, ["k", "missing"])) and 1',
          'sorted(a.n, key=a.n.index)', '(lambda f: f(source.k, 0))(a.m.get)', 'a.m.get("k") or a.l',
          '[a.n.append(x) for x in source.w][0]', 'a.l.extend(a.n).count(1)',
          '[a.s.add(x) for x in source.w] and len(a.s)')
