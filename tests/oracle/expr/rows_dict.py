"""Dictionaries and their views."""

from rows import Table

TABLE = Table('dict', 'Dictionaries')
T = TABLE

T.row('dict-literal', 'dict', '{$key: $scalar, $key: $scalar}', '{}', '{$hashable: $any}',
      "{'a': $num, 'b': {'c': $str}}", '{1: $str, 1.0: $str, True: $str}')
T.row('dict-literal-wrong', None, '{$list: 1}', '{$dict: 1}', '{$set: 1}', '{[]: 1}')
T.row('dict-index', 'any', '$dict[$key]', "{'a': $num, 'b': $str}['a']", '$dict[$hashable]',
      "{1: 'x', 2.5: 'y', True: 'z'}[$small]")
T.row('dict-index-wrong', None, '{$key: 1}[$list]', "{'a': 1}['b']", '{}[$none]', "dict($pairs)['zz']")
T.row('dict-get', 'any', '$dict.get($key)', '$dict.get($key, $scalar)', '$dict.get($hashable, 0)',
      '$count_dict.get($key, 0)', '$dict.get($list)')
T.row('dict-keys', 'list', 'list($dict.keys())', 'list($dict)', 'sorted($count_dict.keys())', '[*$dict]',
      'list(reversed($dict))')
T.row('dict-values', 'list', 'list($dict.values())', 'sorted($count_dict.values())', '[v for v in $dict.values()]')
T.row('dict-items', 'list', 'list($dict.items())', 'sorted($count_dict.items())',
      '[(v, k) for k, v in $dict.items()]', 'list(reversed($dict.items()))')
T.row('dict-views', None, '$dict.keys()', '$dict.values()', '$dict.items()', 'len($dict.keys())',
      'len($dict.items())')
T.row('dict-view-sets', None, 'sorted($count_dict.keys() & $count_dict.keys())', "$dict.keys() == {'a'}",
      'sorted($count_dict.keys() | {"zz"})',
      'sorted($count_dict.keys() - $count_dict.keys())', '$dict.keys() <= $dict.keys()',
      '$dict.keys().isdisjoint($dict)',
      'sorted($count_dict.keys() ^ $count_dict.keys())', '$dict.items() == $dict.items()')
T.row('dict-pop', None, '(lambda d: (d.pop($key), d))($dict)', '(lambda d: (d.pop($key, None), d))($dict)',
      '(lambda d: (d.pop($key, $scalar), d))($count_dict)',
      '$dict.pop($key, $scalar)', '$dict.pop($key)')
T.row('dict-popitem', None, '(lambda d: (d.popitem(), d))($dict)', '$dict.popitem()', '{}.popitem()')
T.row('dict-setdefault', None, '(lambda d: (d.setdefault($key, $scalar), d))($dict)',
      '(lambda d: (d.setdefault($key), d))($dict)',
      '(lambda d: (d.setdefault($key, []).append(1), d))(dict())')
T.row('dict-update', None, '(lambda d: (d.update($dict), d))($dict)', '(lambda d: (d.update($pairs), d))($dict)',
      '(lambda d: (d.update(a=$num, zz=1), d))($dict)',
      '(lambda d: (d.update($dict, b=2), d))($dict)', '(lambda d: (d.update($small), d))($dict)',
      '(lambda d: d.update())($dict)')
T.row('dict-clear-copy', None, '(lambda d: (d.copy(), d.clear(), d))($dict)', '$dict.copy()',
      '(lambda d: (d.copy().clear(), d))($dict)')
T.row('dict-fromkeys', 'dict', 'dict.fromkeys($strs)', 'dict.fromkeys($ints, $scalar)', 'dict.fromkeys($str, 0)',
      'dict.fromkeys($range)')
T.row('dict-merge', 'dict', '$dict | $dict', '{**$dict, **$dict}', "{**$dict, 'k': $num}", "{'k': $num, **$dict}",
      '$count_dict | {}')
T.row('dict-merge-wrong', None, '$dict | $list', '$dict + $dict', '{**$list}', '$dict | $none', '{**$none}')
T.row('dict-convert', 'dict', 'dict($pairs)', 'dict($dict)', 'dict(a=$num, b=$str)', 'dict($pairs, k=$num)',
      'dict(zip($strs, $ints))', 'dict()',
      'dict([($key, $scalar)])', 'dict(enumerate($str))', "dict(**$count_dict)")
T.row('dict-convert-wrong', None, 'dict($ints)', 'dict($small)', 'dict($str)', 'dict([[1, 2, 3]])', 'dict([1])',
      'dict($none)')
T.row('dict-len', 'int', 'len($dict)', 'len({})', 'sum($count_dict.values())', 'max($count_dict.values(), default=0)')
T.row('dict-comprehension', 'dict', '{k: v for k, v in $dict.items()}', '{k: len(k) for k in $strs}',
      '{x: x * x for x in $ints if x > 0}',
      '{v: k for k, v in $count_dict.items()}', '{k: v for k, v in $pairs}', '{i: c for i, c in enumerate($str)}')
T.row('dict-repr', 'str', 'str($dict)', 'repr($dict)', "f'{$dict}'", 'str({$hashable: $num})', 'str({})')
T.row('dict-order', 'list', 'list({**$count_dict, **{"a": 1, "zz": 2}})',
      'list((lambda d: (d.pop("a", 0), d.update(a=1), d)[2])($count_dict))',
      'list(($count_dict | {"a": 0, "b": 1}).items())')
T.row('dict-key-types', None, '{1: "i", "1": "s", 1.5: "f", None: "n", (1, 2): "t", b"x": "b"}[$hashable]',
      '{True: 1}[$small]', '{0: 1, -0.0: 2}', '{2**70: 1}[2.0**70]',
      '{$date: 1, $timedelta: 2}', '{1.0: "a"}[$bool]')
T.row('dict-missing', None, '$dict.foo()', '{"a": 1}.a', '$dict.append(1)', '$dict.set("a", 1)', '$dict()')
T.row('dict-nested', 'any', "{'a': {'b': $num}}['a']['b']", "{'a': $dict}['a'].get($key)",
      "{'a': $list}['a'][$index]")
T.row('dict-min-max', None, 'max($count_dict, key=$count_dict.get)', '(lambda d: max(d, key=d.get))($count_dict)',
      '(lambda d: min(d.items(), key=lambda i: (i[1], i[0])))($count_dict)',
      '(lambda d: sorted(d, key=lambda k: (-d[k], k)))($count_dict)')
