"""Regular expressions."""

from rows import Table

TABLE = Table('re', 're')
T = TABLE

for name in ['search', 'match', 'fullmatch']:
    T.row('re-%s' % name, None,
          '(lambda m: m and (m.group(), m.span(), m.groups()))(re.%s($pattern, $subject))' % name,
          're.%s($pattern, $subject) is not None' % name, 'bool(re.%s($pattern, $subject))' % name,
          '(lambda m: m and m.group())(re.%s($pattern, $subject, $flags))' % name)
T.row('re-findall', 'list', 're.findall($pattern, $subject)', 're.findall($pattern, $subject, $flags)')
T.row('re-finditer', 'list', '[m.span() for m in re.finditer($pattern, $subject)]',
      '[m.group() for m in re.finditer($pattern, $subject, $flags)]',
      '[m.start() for m in re.finditer($pattern, $subject)]')
T.row('re-sub', 'str', 're.sub($pattern, $replacement, $subject)',
      're.sub($pattern, $replacement, $subject, count=$repeat)',
      're.sub($pattern, $replacement, $subject, flags=$flags)', 're.sub($pattern, $replacement, $subject, $nat)')
T.row('re-subn', 'tuple', 're.subn($pattern, $replacement, $subject)',
      're.subn($pattern, $replacement, $subject, $repeat)')
T.row('re-split', 'list', 're.split($pattern, $subject)', 're.split($pattern, $subject, $repeat)',
      're.split($pattern, $subject, maxsplit=1)', 're.split($pattern, $subject, flags=$flags)')
T.row('re-escape', 'str', 're.escape($str)', 're.escape($subject)', 're.escape($wide)')
T.row('re-compile', None, 're.compile($pattern).findall($subject)',
      're.compile($pattern).sub($replacement, $subject)', 're.compile($pattern, $flags).split($subject)',
      '(lambda m: m and m.span())(re.compile($pattern).search($subject))', 're.compile($pattern).pattern',
      '(lambda m: m and m.group())(re.compile($pattern).match($subject, $nat))',
      '(lambda m: m and m.span())(re.compile($pattern).search($subject, 1, 5))', 're.compile($pattern).groups',
      're.compile($pattern).flags', 're.compile($pattern).fullmatch($subject) is None',
      're.search(re.compile($pattern), $subject) is None', 'dict(re.compile($pattern).groupindex)',
      're.compile($pattern).findall($subject, 2)')
MATCH = '(lambda m: m and %s)(re.search($pattern, $subject))'
T.row('re-match-methods', None, *[MATCH % e for e in ['m.group()', 'm.group(0)', 'm.group(1)', 'm[0]', 'm[1]',
                                                      'm.groups()', "m.groups('')", 'm.groupdict()', 'm.start()',
                                                      'm.end()', 'm.span()', 'm.span(1)', 'm.start(1)', 'm.end(1)',
                                                      'm.group(0, 1)', 'm.lastindex', 'm.lastgroup', 'm.string',
                                                      'm.pos',
                                  'm.endpos', "m.expand('<\\\\g<0>>')", 'm.re.pattern', 'm.group(9)', "m.group('k')",
                                  "m['k']", 'bool(m)']])
T.row('re-named', None, "re.search('(?P<k>[a-z]+)=(?P<v>\\\\w+)', $subject).groupdict()",
      "re.search('(?P<k>\\\\w+)', $subject)['k']", "re.search('(?P<k>\\\\w+)', $subject).group('k')",
      "re.sub('(?P<k>\\\\w+)', '<\\\\g<k>>', $subject)",
      "[m.groupdict() for m in re.finditer('(?P<a>.)(?P<b>.)?', $subject)]",
      "re.search('(?P<k>a)|(?P<v>b)', $subject).lastgroup")
T.row('re-flags', None, 're.findall($pattern, $subject, re.I)', 're.findall($pattern, $subject, re.S)',
      're.findall($pattern, $subject, re.M)', 're.findall($pattern, $subject, re.A)',
      're.findall($pattern, $subject, re.X)', "re.findall('(?i)' + $pattern, $subject)",
      "re.findall('(?im)' + $pattern, $subject)",
      "re.findall('\\\\w+', $wide, re.A)", "re.findall('\\\\w', $wide)", "re.findall('\\\\s', $wide)",
      "re.findall('\\\\d', $wide)", "re.findall('[a-zà-ý]+', $wide, re.I)")
T.row('re-wrong', None, "re.search('(', $subject)", 're.search($small, $subject)', 're.search($pattern, $small)',
      're.search($pattern)', "re.sub('a', $small, $subject)", 're.search($pattern, $none)',
      "re.search(b'a', $subject)", "re.search('a', $subject).group(1)", "re.search('zzz', $subject).group()",
      "re.search('a', $subject).foo", 're.foo($subject)', "re.search('a', $subject, 'x')",
      're.split($pattern, $list)', "re.compile('a', foo=1)")
T.row('re-bytes', None, "re.search(b'a', $bytes) is None", "re.findall(b'.', $bytes)", "re.sub(b'a', b'x', $bytes)",
      native=False, weight=0.3)
T.row('re-use', None, "re.sub('[^a-z]', '', $str.lower())", "re.split('\\\\W+', $str)",
      "len(re.findall('[aeiou]', $str))", "bool(re.match('^[a-z_]+$', $str))",
      "int(re.search('\\\\d+', $str).group())", "re.sub('(\\\\w+) (\\\\w+)', '\\\\2 \\\\1', $str)",
      "re.sub('\\\\s+', ' ', $str).strip()",
      "[int(x) for x in re.findall('-?\\\\d+', $subject)]", "re.sub('.', lambda m: m.group() * 2, $word)",
      "dict(re.findall('(\\\\w)=(\\\\w+)', $subject))")
