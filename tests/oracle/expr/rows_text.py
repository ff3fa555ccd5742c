"""Strings: every method, on ASCII, wide text, lone surrogates."""

from rows import Table

TABLE = Table('text', 'Strings')
T = TABLE

for name in ['capitalize', 'casefold', 'lower', 'swapcase', 'title', 'upper']:
    T.row('str-%s' % name, 'str', '$str.%s()' % name, '$wide.%s()' % name)
for name in ['isalnum', 'isalpha', 'isascii', 'isdecimal', 'isdigit', 'isidentifier', 'islower', 'isnumeric',
             'isprintable', 'isspace',
             'istitle', 'isupper']:
    T.row('str-%s' % name, 'bool', '$str.%s()' % name, '$wide.%s()' % name, 'chr($point).%s()' % name,
          '$digit_str.%s()' % name)
for name in ['strip', 'lstrip', 'rstrip']:
    T.row('str-%s' % name, 'str', '$str.%s()' % name, '$str.%s($sep)' % name, '$str.%s(None)' % name,
          "(' \\t\\u2003' + $str + '\\n\\x1c ').%s()" % name,
          "$str.%s('abc ')" % name)
for name in ['split', 'rsplit']:
    T.row('str-%s' % name, 'list', '$str.%s()' % name, '$str.%s($sep)' % name, '$str.%s($sep, $small)' % name,
          '$str.%s(None, $small)' % name,
          '$str.%s(maxsplit=$repeat)' % name, '$str.%s(sep=$sep)' % name, "'a b  c\\u2003d'.%s(None, $nat)" % name)
for name in ['partition', 'rpartition']:
    T.row('str-%s' % name, 'tuple', '$str.%s($sep)' % name, '$str.%s($char)' % name, '$word.%s($word)' % name)
for name in ['find', 'rfind', 'index', 'rindex', 'count']:
    T.row('str-%s' % name, 'int', '$str.%s($sep)' % name, '$str.%s($char, $index)' % name,
          '$str.%s($char, $index, $index)' % name,
          "'abcabc'.%s($char)" % name, "('x' + $str + 'x').%s('x', $repeat)" % name,
          '(lambda s: s.%s(s[1:3]))($str)' % name, '$word.%s($word, $small, $nat)' % name,
          "'abcabcabc'.%s($sep, $index, None)" % name, "$str.%s('')" % name)
for name in ['startswith', 'endswith']:
    T.row('str-%s' % name, 'bool', '$str.%s($char)' % name, '$word.%s($word)' % name,
          '$str.%s(($char, $word))' % name,
          '$str.%s($sep, $index)' % name, '$str.%s($sep, $index, $index)' % name, '$str.%s(())' % name,
          '$str.%s([$char])' % name)
for name in ['center', 'ljust', 'rjust']:
    T.row('str-%s' % name, 'str', '$str.%s($width)' % name, '$str.%s($width, $char)' % name,
          '$str.%s($width, $sep)' % name)
T.row('str-zfill', 'str', '$str.zfill($width)', '$digit_str.zfill($width)')
T.row('str-replace', 'str', '$str.replace($sep, $sep)', '$str.replace($char, $word)',
      '$str.replace($sep, $char, $small)', "$str.replace('', $char)",
      "$str.replace('', $char, $nat)", "$wide.replace($char, '')")
T.row('str-removeprefix', 'str', '$word.removeprefix($sep)', "$word.removeprefix('a')", '$str.removeprefix($char)')
T.row('str-removesuffix', 'str', '$word.removesuffix($sep)', "$word.removesuffix('c')", '$str.removesuffix($char)')
T.row('str-splitlines', 'list', '$str.splitlines()', '$str.splitlines($bool)',
      "'a\\nb\\r\\nc\\rd\\x0be\\x1cf\\u2028g\\x85h'.splitlines($bool)",
      '($str + "\\n" + $str).splitlines(keepends=$bool)')
T.row('str-expandtabs', 'str', '$str.expandtabs()', '$str.expandtabs($repeat)',
      "'a\\tbc\\t\\td\\ne\\t'.expandtabs($width)", '$str.expandtabs(tabsize=$repeat)')
T.row('str-join', 'str', '$sep.join($strs)', '$char.join($strs)', "','.join(str(x) for x in $list)", "''.join($strs)",
      '$sep.join($str)',
      "', '.join(tuple($strs))", '$sep.join(map(str, $ints))')
T.row('str-join-wrong', None, '$sep.join($ints)', '$sep.join($small)', "','.join($list)", '$sep.join($none)')
T.row('str-translate', 'str', "$str.translate({97: 'x', 98: None, 32: '__'})",
      "$str.translate(str.maketrans('abc', 'xyz'))",
      "$str.translate(str.maketrans('ab', 'xy', ' c'))", "$str.translate(str.maketrans({'a': 'AA', 'b': 99}))")
T.row('str-encode', 'bytes', '$str.encode()', "$str.encode('utf-8')", "$str.encode('ascii')",
      "$str.encode('ascii', 'ignore')",
      "$str.encode('latin-1', 'replace')", "$str.encode('utf-8', 'surrogatepass')",
      "$wide.encode('ascii', 'backslashreplace')",
      "$str.encode('utf-16-le', 'replace')")
T.row('str-concat', 'str', '$str + $str', '$str + $char + $word', "$str + 'a' 'b'", '$wide + $wide')
T.row('str-concat-wrong', None, '$str + $small', '$small + $str', '$str + $none', '$str + $list', '$str - $str')
T.row('str-repeat', 'str', '$word * $repeat', '$repeat * $word', '$char * $width', '$wide * $repeat')
T.row('str-repeat-wrong', None, '$str * $float', '$str * $none', '$str * $word')
T.row('str-subscript', 'str', '$str[$index]', '$word[$index]', '$wide[$index]', '$word[$bool]')
T.row('str-subscript-wrong', None, '$str[$float]', "$str['a']", '$str[$none]', "''[0]", '$word[10**30]')
T.row('str-len', 'int', 'len($str)', 'len($wide)', "len($word + '😀')")
T.row('str-iterate', 'list', 'list($str)', '[c for c in $str]', '[*$wide]', 'sorted($str)', 'list(reversed($str))')
T.row('str-min-max', 'str', 'min($str)', 'max($word)', "max($str, key=lambda c: ord(c))", "min($str, default='-')")
T.row('str-literals', 'str', "'a\\n\\t\\x41\\u00e9\\U0001F600\\101\\0' + $char", "r'a\\nb' + $char",
      '"""q"uo"te""" + $char', "'a' 'b' \"c\" + $char",
      "'\\N{GREEK SMALL LETTER ALPHA}' + $char", "'\\d\\q' + $char", "u'x' + $char", "'line\\\ncontinued' + $char")
T.row('str-bad-literals', None, "'abc", "'\\x4'", "'\\u12'", "'\\N{NO SUCH NAME}'", "b'é'", "'a' b'b'")
T.row('str-missing-method', None, '$str.foo()', '$str.append($char)', '$str.length', '$none.upper()',
      '($small).upper()')
T.row('str-method-arguments', None, '$str.upper(1)', '$str.replace($char)', '$str.split($small)',
      '$str.startswith($small)', '$str.join()',
      '$str.center($str)', '$str.find()', '$str.zfill($none)', '$str.count($small)', '$str.replace($small, $char)',
      '$str.split(sep=1)',
      "$str.split('')", '$str.strip($small)')
T.row('str-unbound', 'str', 'str.upper($str)', "str.join($sep, $strs)", 'list(map(str.strip, $strs))',
      "sorted($strs, key=str.lower)",
      'str.replace($str, $char, $char)')
