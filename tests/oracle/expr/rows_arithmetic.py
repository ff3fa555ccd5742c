"""Operators on numbers: every operator by every pair of operand types, signs, big integers, bits."""

from rows import Table

TABLE = Table('arithmetic', 'Arithmetic and bits')
T = TABLE

KINDS = ['int', 'float', 'bool']


def _result(op, left, right):
    if op == '/' or 'float' in (left, right):
        return 'float'
    return 'int'


for op, name in [('+', 'add'), ('-', 'sub'), ('*', 'mul'), ('/', 'truediv'), ('//', 'floordiv'), ('%', 'mod')]:
    for left in KINDS:
        for right in KINDS:
            T.row('%s-%s-%s' % (name, left, right), _result(op, left, right), '$%s %s $%s' % (left, op, right))

for left in KINDS:
    for right in ['exponent', 'float', 'bool']:
        kind = 'float' if 'float' in (left, right) else None
        T.row('pow-%s-%s' % (left, right), kind, '$%s ** $%s' % ('base' if left == 'int' else left, right),
              text='`%s ** %s`' % (left, 'int' if right == 'exponent' else right))

for op, name in [('&', 'and'), ('|', 'or'), ('^', 'xor')]:
    T.row('bit%s-int-int' % name, 'int', '$int %s $int' % op)
    T.row('bit%s-int-bool' % name, 'int', '$int %s $bool' % op, '$bool %s $int' % op)
    T.row('bit%s-bool-bool' % name, 'bool', '$bool %s $bool' % op)
    T.row('bit%s-wrong' % name, None, '$int %s $float' % op, '$str %s $int' % op, '$none %s $int' % op)

T.row('lshift-int', 'int', '$base << $shift', '$bool << $shift')
T.row('rshift-int', 'int', '$int >> $shift', '$int >> $nat', '$bool >> $bool')
T.row('shift-wrong', None, '$float << $shift', '$int >> $float', '$int << $str')
T.row('shift-far', None, '$small >> 10**30', '0 << 10**30', '$int >> -1')

T.row('neg-int', 'int', '-$int', '--$int')
T.row('neg-float', 'float', '-$float')
T.row('neg-bool', 'int', '-$bool')
T.row('pos', 'num', '+$int', '+$float', '+$bool')
T.row('invert', 'int', '~$int', '~$bool')
T.row('unary-wrong', None, '-$str', '+$list', '~$float', '-$none', '~$none', '+$dict')
T.row('unary-chain', 'num', '- + -$num', '-~$int', '~-$int', 'not -$num')

for op, name in [('+', 'add'), ('-', 'sub'), ('*', 'mul'), ('/', 'truediv'), ('//', 'floordiv'), ('%', 'mod')]:
    T.row('%s-wrong' % name, None, '$none %s $int' % op, '$int %s $none' % op, '$dict %s $int' % op,
          '$int %s $dict' % op,
          '$float %s $strs' % op if op != '*' else '$float * $dict', '$set %s $int' % op,
          '$int %s $tuple' % op if op != '*' else '$none * $tuple')

T.row('pow-wrong', None, '$none ** $small', '$str ** $small', '$small ** $none', '$list ** $bool')
T.row('mixed-chain', 'num', '$num + $num * $num', '$num - $num - $num', '$num / $num / $num', '$num * $num % $num',
      '$num // $num + $num', '-$num * $num', '$num - -$num', '($num + $num) * $num', '$num % $num // $num')
T.row('pow-precedence', None, '-$base ** $exponent', '2 ** -$bool', '2 ** 3 ** $bool', '-2 ** $nat', '(-2) ** $nat')
T.row('bits-chain', 'int', '$int & $int | $int', '$int ^ $int & $int', '$int | $int << 2', '~$int & $int',
      '$int + $int & 255',
      '$int >> 1 & 1')
T.row('div-zero', None, '$int / 0', '$float // 0', '$int % 0.0', '0 / $small', '$small // $small', '$float % 0',
      '0 ** $exponent', '0.0 ** $float')
T.row('int-float-exact', None, '$int + 0.0', '$int * 1.0', '2 ** 53 + 1.0', '(2 ** 53 + 1) / 1', '$int / $int',
      '10 ** $nat / 3', '$int / 10 ** $nat')
T.row('matmul', None, '$int @ $int', '$list @ $list')
T.row('int-literals', 'int', '0x1F + $int', '0b101 + $int', '0o17 + $int', '1_000_000 + $int', '0xdead_BEEF - $int',
      '00 + $int')
T.row('float-literals', 'float', '1e3 + $float', '.5 + $float', '5. + $float', '1_0.0_1 + $float', '1E-3 * $float',
      '1e400 - $float',
      '0.1 + $float', '1e-400 + $float', '123456789012345678901234567890. + $float')
T.row('bad-literals', None, '01 + $int', '1__0', '0x', '1_', '0b2', '1.5.2', '1e', '0o8', '$int + 1a',
      '1e1__0', '1e1_', '1e_1', '1.5e+1__0', '7E0_______________4')
