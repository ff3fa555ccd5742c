"""Conversions: what a field's type does to a value, and what a spec writes by hand."""

from rows import Table

TABLE = Table('convert', 'Conversions')
T = TABLE

T.row('int-from-str', 'int', 'int($digit_str)', 'int($word)', 'int(str($int))', "int(' ' + str($int) + '\\n')",
      'int($wide)')
T.row('int-from-str-base', 'int', 'int($digit_str, $exponent)', "int('ff', 16)", "int('0x1f', 0)", "int('zz', 36)",
      "int($word, 36)", "int('0b11', 2)", "int('0777', 8)", 'int($digit_str, base=16)', 'int($digit_str, 0)',
      "int('1_0', $nat)", 'int(hex($int), 16)')
T.row('int-from-float', 'int', 'int($float)', 'int($finite)', 'int($float * 100)')
T.row('int-from-other', 'int', 'int($bool)', 'int($int)', 'int()', 'int($bytes)', "int(b'12')")
T.row('int-wrong', None, 'int($none)', 'int($list)', 'int($dict)', 'int($small, 10)', 'int($str, 1)',
      'int($datetime)', 'int($str, $str)')
T.row('int-long', None, "int('9' * 5000)", 'str(10 ** 4300)', "len(str(10 ** 4299))", "int('1' * 4300) % 97",
      'str(-10 ** 4299)[:5]', "int('0x' + 'f' * 5000, 16) % 1000", "len(hex(16 ** 5000))", "int('1' + '_1' * 4300)",
      "len(repr(10 ** 4300 - 1))",
      "f'{10 ** 4300}'", "'%d' % 10 ** 10", "len('%d' % (10 ** 4000))", weight=0.2)
T.row('float-from-str', 'float', 'float($digit_str)', 'float($word)', 'float(repr($float))',
      "float(' ' + repr($float) + ' ')", 'float($digit_str + $digit_str)', 'float(str($int))', 'float($wide)')
T.row('float-from-num', 'float', 'float($int)', 'float($bool)', 'float($float)', 'float()', 'float(10 ** $nat)',
      'float(2 ** 53 + $small)')
T.row('float-wrong', None, 'float($none)', 'float($list)', 'float($dict)', 'float(10 ** 400)', 'float($datetime)',
      'float($str, $str)')
T.row('float-hard', 'float', *['float("%s")' % t for t in ['2.2250738585072011e-308', '1.7976931348623159e308',
                                                           '9007199254740993', '0.1e1', '4.9e-324',
                                                           '2.4703282292062327e-324', '2.4703282292062328e-324',
                               '1.00000000000000011102230246251565404236316680908203125',
                               '1.00000000000000011102230246251565404236316680908203124', '8.5e-46',
                               '6.631236846766476e-316', '-0', '1e-0', '00.100e+005']],
      text='decimal texts at the edge of rounding', weight=0.2)
T.row('str-from', 'str', 'str($int)', 'str($float)', 'str($bool)', 'str($none)', 'str($str)', 'str()', 'str($num)')
T.row('repr-float', 'str', 'repr($float)', 'str($float)', "f'{$float}'", 'repr($num / 3)', 'str([$float, $float])')
T.row('repr-container', 'str', 'str($list)', 'str($dict)', 'str($tuple)', 'repr($nested_list)', 'str($records)',
      'repr([$any, $any])')
T.row('repr-time', 'str', 'str($datetime)', 'repr($naive)', 'str($date)', 'repr($date)', 'str($timedelta)',
      'repr($timedelta)', 'str($clock)', 'repr($clock)', 'str([$naive])', 'repr($aware.replace(tzinfo=timezone.utc))')
T.row('repr-zone', 'str', 'repr($timezone)', 'str($timezone)', "repr(datetime(2020, 1, 1, tzinfo=$timezone))",
      "repr(parse('2020-01-01T00:00:00Z'))", "repr(parse('2020-01-01T00:00:00+05:30'))", 'repr($aware)')
T.row('repr-range', 'str', 'str($range)', 'repr($range)', "f'{$range}'")
T.row('list-from', 'list', 'list($str)', 'list($tuple)', 'list($range)', 'list($dict)', 'list($list)', 'list()',
      'list($bytes)', 'list($record)')
T.row('list-from-wrong', None, 'list($small)', 'list($none)', 'list($float)', 'list($bool)', 'list($list, $list)',
      'list($datetime)')
T.row('bool-from', 'bool', 'bool($any)', 'bool($str)', "bool('False')", 'bool($num)')
T.row('convert-chain', None, 'int(float($digit_str))', 'int(float($digit_str) * 1000000)', 'str(int($float))',
      'float(str($float)) == $float', 'int(str($int)) + 1', 'list(map(int, $digit_str.split()))',
      'bool(int($digit_str))', 'list(map(float, $strs))',
      'int($digit_str or 0)', "float($digit_str.replace(',', '.'))", 'str($num) + str($num)', 'int(bool($any))',
      'list(map(str, $list))')
T.row('isinstance', 'bool', *['isinstance($any, %s)' % t for t in ['int', 'float', 'str', 'bool', 'list', 'dict',
    '(int, float)', '(str, list)', 'tuple', 'set', 'datetime', 'date', 'timedelta', 'bytes', 'object', '()']],
      'isinstance($bool, int)', 'isinstance($record, dict)', 'isinstance($any, int | str)')
T.row('isinstance-wrong', None, 'isinstance($any, $small)', 'isinstance($any)', "isinstance($any, 'int')",
      'isinstance($any, [int])')
T.row('type-name', 'str', 'type($any).__name__', 'type($datetime).__name__', 'str(type($num))')
T.row('type-of', None, 'type($any) == int', 'type($any) in (int, float)', 'type($small) is int', 'type($any) == type($any)',
      native=False)
T.row('radix', 'str', 'bin($int)', 'oct($int)', 'hex($int)', 'hex($bool)', 'bin($float)', native=False)
T.row('ascii', 'str', 'ascii($str)', 'ascii($wide)', 'ascii($list)', native=False)
T.row('int-methods', 'int', '($int).bit_length()', '($int).bit_count()', '($bool).bit_length()', '($int).conjugate()',
      '($int).real', '($int).imag', '($int).numerator', '($int).denominator')
T.row('int-bytes', None, '($nat).to_bytes(2, "big")', '($int).to_bytes(32, "little", signed=True)',
      "int.from_bytes($bytes, 'big')", "int.from_bytes($bytes, 'little', signed=True)", '($int).as_integer_ratio()')
T.row('float-methods', None, '($float).is_integer()', '($float).as_integer_ratio()', '($float).hex()',
      'float.fromhex(($float).hex())', '($float).real', '($float).conjugate()', "float.fromhex('0x1.8p3')",
      '(1.5).is_integer()')
