"""json.loads, and dumps."""

from rows import Table

TABLE = Table('json', 'json')
T = TABLE

T.row('json-loads', 'any', 'json.loads($json_text)')
T.row('json-loads-forms', None, *['json.loads(%r)' % t for t in [
    '1', '-0', '-0.0', '1.5e3', '1E400', '-1E400', '0.1', '01', '1.', '.5', '+1', '1e', '1e5',
    '10000000000000000000000000', 'NaN', 'Infinity', '-Infinity', 'nan', 'true', 'True', 'null', 'None', '""',
    '"\\u0041\\n\\t\\/\\b\\f\\r\\"\\\\"', '"\\ud83d\\ude00"', '"\\ud83d"',
    '"\\ude00\\ud83d"', '"\\x41"', '"a\nb"', '"a\tb"', "'a'", '[]', '[1,]', '[,1]', '[1 2]', '{}', '{"a":1}',
    '{"a":1,}', '{a:1}', '{"a" 1}', '{"a":1,"a":2}', '{1:2}', '', ' ', '1 2', '[1]x', '\ufeff1', '[[[[1]]]]',
    '{"a":{"b":[{"c":null}]}}', '"\\u00"', '"\\u12G4"', '"abc',
    '[', '{', '{"a"', '{"a":', '-', '--1', '\t\n\r 1 \n', '\x0b1', '/*c*/1', '"\x7f"', '"\u2028"', '1_000', '0x10',
    '-Inf', '"\\uD800\\u0041"', '1' * 40, '0.' + '1' * 40, '1e-400', '123e-2', '[1e2, 1E+2, 1e-2]', '"é漢😀"',
    '[true,false,null]']], text='every form of a JSON text, good and bad')
T.row('json-loads-bytes', None, 'json.loads($json_text.encode())', "json.loads(b'[1, 2]')", "json.loads(b'\\xff')",
      "json.loads('[1]'.encode('utf-16'))", "json.loads($json_text.encode('utf-16-le'))",
      "json.loads($json_text.encode('utf-16-be'))", "json.loads($json_text.encode('utf-32'))",
      "json.loads($json_text.encode('utf-32-be'))", "json.loads($json_text.encode('utf-8-sig'))",
      "json.loads($json_text.encode('latin-1'))")
T.row('json-loads-use', None, "json.loads('{\"a\": 5}')['a']", 'json.loads($json_text)[0]',
      "json.loads($json_text).get('k0')", "json.loads('{\"a\": {\"b\": 1}}')['a']['b']",
      'len(json.loads($json_text))', "sum(json.loads('[1, 2, 3]'))", "json.loads(f'[{$num}]')")
T.row('json-loads-wrong', None, 'json.loads($small)', 'json.loads($none)', 'json.loads($list)', 'json.loads()',
      'json.loads($word)', 'json.loads($json_text, foo=1)', "json.loads('1' * 5000)", "json.loads('[' * 50)")
T.row('json-loads-options', None, 'json.loads($json_text, parse_float=str)',
      'json.loads($json_text, parse_int=float)', 'json.loads($json_text, strict=False)',
      'json.loads($json_text, object_pairs_hook=list)', 'json.loads($json_text, object_hook=len)',
      'json.loads($json_text, object_hook=lambda d: sorted(d))', 'json.loads($json_text, parse_constant=str.lower)',
      'json.loads($json_text, parse_int=lambda t: -int(t), parse_float=lambda t: t[::-1])',
      'json.loads($json_text, object_pairs_hook=lambda p: dict(reversed(p)), object_hook=len)',
      'json.loads(s=$json_text)', 'json.loads($json_text, object_hook=None, cls=None)',
      'json.loads($json_text, strict=True)', "json.loads('\"a\\tb\\x00\\n\"', strict=False)",
      'json.loads($json_text, parse_int=int, parse_float=float)', 'json.loads($json_text, object_hook=$small)',
      "json.loads('[NaN, -Infinity, Infinity]', parse_constant=repr)",
      "json.loads('{\"a\": {\"b\": 1.5}, \"a\": [{}]}', object_pairs_hook=repr)",
      "json.loads('[1, 2.50, -3e2, 1E+2, 0.1]', parse_float=repr)")
T.row('json-dumps', 'str', 'json.dumps($list)', 'json.dumps($dict)', 'json.dumps($num)', 'json.dumps($str)',
      'json.dumps($nested_list)', 'json.dumps($record)', 'json.dumps($dict, sort_keys=True)',
      'json.dumps($list, indent=2)', "json.dumps($list, separators=(',', ':'))",
      'json.dumps($wide, ensure_ascii=False)',
      'json.dumps($datetime)', 'json.dumps($tuple)', 'json.dumps({1: $num, None: $num})', native=False)
