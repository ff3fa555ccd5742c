"""What leads out of an expression is refused at load."""

from rows import Table

TABLE = Table('refused', 'Refused')
T = TABLE

T.row('refused-names', None, *['%s(%s)' % (f, a) for f, a in [('open', "'/etc/passwd'"), ('eval', "'1'"),
    ('exec', "'1'"), ('compile', "'1', 'x', 'eval'"), ('__import__', "'os'"), ('globals', ''), ('locals', ''),
    ('vars', ''), ('dir', ''), ('input', ''), ('breakpoint', ''), ('hash', '$str'), ('id', '$str'),
    ('complex', '1')]],
      '__builtins__', '__name__', 'open', 'eval if $bool else 1')
T.row('refused-attributes', None, '$str.__class__', '$list.__len__()', '().__class__.__bases__',
      '(lambda: 1).__globals__', 'source.__dict__', '($small).__add__(1)', 'math.__loader__', '$dict.__getitem__(1)',
      '$str.__doc__')
T.row('refused-complex', None, '1j', '$num + 2j', '(-8) ** 0.5', '(-1.5) ** 0.3', 'pow(-2, 0.5)',
      '(-$positive) ** 0.5', '1J * $num')
T.row('refused-is', None, '$num is $num', '$str is not $str', '$list is $list', "$str is ''", 'x is y', '() is ()',
      '$small is 1')
