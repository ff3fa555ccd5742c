"""The math module: every function."""

from rows import Table

TABLE = Table('math', 'math')
T = TABLE

for name in ['acos', 'asin', 'atanh']:
    T.row('math-%s' % name, 'float', 'math.%s($unit)' % name, 'math.%s($num)' % name)
for name in ['acosh', 'asinh', 'atan', 'cbrt', 'ceil', 'cos', 'cosh', 'degrees', 'erf', 'erfc', 'exp', 'exp2',
             'expm1', 'fabs', 'floor', 'gamma', 'lgamma', 'log', 'log10', 'log1p', 'log2', 'radians', 'sin', 'sinh',
             'sqrt', 'tan',
             'tanh', 'trunc']:
    kind = 'int' if name in ('ceil', 'floor', 'trunc') else 'float'
    T.row('math-%s' % name, kind, 'math.%s($num)' % name, 'math.%s($finite)' % name, 'math.%s($small)' % name,
          'math.%s($positive)' % name)
for name in ['atan2', 'copysign', 'fmod', 'nextafter', 'pow', 'remainder']:
    T.row('math-%s' % name, 'float', 'math.%s($num, $num)' % name, 'math.%s($finite, $finite)' % name,
          'math.%s($small, $small)' % name)
for name in ['isfinite', 'isinf', 'isnan']:
    T.row('math-%s' % name, 'bool', 'math.%s($num)' % name)
T.row('math-isclose', 'bool', 'math.isclose($num, $num)', 'math.isclose($finite, $finite, rel_tol=$unit)',
      'math.isclose($small, $small + 0.1, abs_tol=0.2)', 'math.isclose(0.1 + 0.2, 0.3)',
      'math.isclose(1, 1, rel_tol=-1)')
T.row('math-log-base', 'float', 'math.log($positive, $positive)', 'math.log($num, $num)', 'math.log($base, 2)',
      'math.log($positive, 10)', 'math.log(10 ** $nat, 10)', 'math.log(10 ** 400)', 'math.log2(2 ** 2000)',
      'math.log10(10 ** 350)')
T.row('math-hypot', 'float', 'math.hypot($num, $num)', 'math.hypot($finite, $finite, $finite)', 'math.hypot()',
      'math.hypot(*$nums)', 'math.hypot($num)')
T.row('math-dist', 'float', 'math.dist([$num, $num], [$num, $num])', 'math.dist($floats, $floats)',
      'math.dist([$finite], [$finite])', 'math.dist(($num,), ($num,))')
T.row('math-fsum', 'float', 'math.fsum($floats)', 'math.fsum($nums)', 'math.fsum([0.1] * $nat)',
      'math.fsum([$float, $float, $float])', 'math.fsum($ints)', 'math.fsum([1e308, 1e308, -1e308])')
T.row('math-prod', 'num', 'math.prod($nums)', 'math.prod($ints)', 'math.prod([])', 'math.prod($floats, start=$num)',
      'math.prod(x + 1 for x in $ints)')
T.row('math-frexp', 'tuple', 'math.frexp($num)', 'math.frexp($finite)')
T.row('math-modf', 'tuple', 'math.modf($num)', 'math.modf($finite)')
T.row('math-ldexp', 'float', 'math.ldexp($float, $small)', 'math.ldexp($finite, $digits)',
      'math.ldexp($num, 10 ** 20)', 'math.ldexp($finite, -1070)', 'math.ldexp($float, $float)')
T.row('math-ulp', 'float', 'math.ulp($num)', 'math.ulp($finite)')
T.row('math-factorial', 'int', 'math.factorial($nat)', 'math.factorial($small)', 'math.factorial($bool)',
      'math.factorial($float)', 'math.factorial(60)')
T.row('math-comb', 'int', 'math.comb($nat, $nat)', 'math.comb($small, $small)', 'math.comb(100, $nat)',
      'math.comb($float, 2)')
T.row('math-perm', 'int', 'math.perm($nat, $nat)', 'math.perm($nat)', 'math.perm($small, $small)',
      'math.perm($nat, None)')
T.row('math-gcd', 'int', 'math.gcd($int, $int)', 'math.gcd($int)', 'math.gcd()', 'math.gcd($int, $int, $int)',
      'math.gcd(*$ints)', 'math.gcd($float, 2)')
T.row('math-lcm', 'int', 'math.lcm($int, $int)', 'math.lcm($small, $small, $small)', 'math.lcm()', 'math.lcm($str)')
T.row('math-isqrt', 'int', 'math.isqrt($nat)', 'math.isqrt($int)', 'math.isqrt(abs($int))', 'math.isqrt($float)')
T.row('math-constants', 'float', 'math.pi * $num', 'math.e + $num', 'math.inf - $num', 'math.tau / $num', 'math.nan',
      '-math.inf', 'math.pi')
T.row('math-wrong', None, 'math.sqrt(-1)', 'math.sqrt($str)', 'math.log(0)', 'math.sin($none)', 'math.floor($str)',
      "math.floor(float('nan'))", "math.ceil(float('inf'))", 'math.exp(1000)', 'math.sqrt()', 'math.sqrt(1, 2)',
      'math.pow(-1, 0.5)', 'math.fmod(1, 0)',
      'math.factorial(-1)', 'math.sqrt(x=4)', 'math.cosh(1000)', "math.sin(float('inf'))", 'math.log(10, 1)',
      'math.sqrt($list)', 'math.sqrt(10 ** 400)', 'math.gamma(-1)', 'math.atan2($str, 1)', 'math.foo(1)',
      'math.log(-1)', 'math.acos(2)')
T.row('math-mixed', 'float', 'math.sqrt($num * $num)', 'math.sqrt(sum(x * x for x in $nums))',
      'math.log(abs($num) + 1)', 'math.exp(-abs($finite))', 'math.sin($num) ** 2 + math.cos($num) ** 2',
      'math.floor($num) + math.ceil($num)', 'list(map(math.sqrt, $ints))')
