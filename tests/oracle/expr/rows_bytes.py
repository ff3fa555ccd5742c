"""Bytes: what `encode` gives, and literals."""

from rows import Table

TABLE = Table('bytes', 'Bytes')
T = TABLE

T.row('bytes-decode', 'str', '$bytes.decode()', "$bytes.decode('utf-8')", "$bytes.decode('ascii', 'replace')",
      "$bytes.decode('latin-1')",
      "$bytes.decode('utf-8', 'ignore')", "$bytes.decode('utf-8', errors='replace')")
T.row('bytes-index', 'int', '$bytes[$index]', '$bytes[0]')
T.row('bytes-slice', 'bytes', '$bytes[$bound:$bound]', '$bytes[$bound:$bound:$step]')
T.row('bytes-concat', 'bytes', '$bytes + $bytes', '$bytes * $repeat', 'b"a" b"\\x00" + $bytes')
T.row('bytes-hex', 'str', '$bytes.hex()', "$bytes.hex(':')", "$bytes.hex('-', 2)")
T.row('bytes-repr', 'str', 'repr($bytes)', 'str($bytes)', "f'{$bytes!r}'")
T.row('bytes-len', 'int', 'len($bytes)', 'sum($bytes)', 'max($bytes, default=0)')
T.row('bytes-list', 'list', 'list($bytes)', 'sorted($bytes)', '[b for b in $bytes]', '$bytes.split()',
      "$bytes.split(b'a')")
T.row('bytes-methods', None, '$bytes.upper()', '$bytes.strip()', "$bytes.replace(b'a', b'xy')", '$bytes.title()',
      "$bytes.center($width, b'*')",
      "$bytes.rjust($width)", '$bytes.zfill($width)', '$bytes.swapcase()', '$bytes.join([$bytes, $bytes])',
      '$bytes.capitalize()')
T.row('bytes-tests', 'bool', "$bytes.startswith(b'a')", "$bytes.endswith((b'b', b'c'))", '$bytes.isalpha()',
      '$bytes.isdigit()', '$bytes.islower()',
      '$bytes.isspace()', '$bytes.isascii()')
T.row('bytes-find', 'int', "$bytes.find(b'a')", '$bytes.count($nat)', "$bytes.rfind(b'l')", '$bytes.index($bytes)',
      '$bytes.find($nat)')
T.row('bytes-percent', 'bytes', "b'%s|%-4s|%.1b' % ($bytes, $bytes, $bytes)", "b'%5d%x%o' % ($int, $nat, $nat)",
      "b'%.2f %e' % ($float, $num)", "b'%r %a' % ($any, $any)", "b'%c' % $point", "b'%c' % b'x'", "b'%(k)s' % {b'k': $bytes}",
      "b'%*d' % ($nat, $int)", "b'%s' % $any", '$bytes % $any')
T.row('bytes-wrong', None, '$bytes + $str', '$bytes.find($str)', "$bytes['a']", '$bytes.decode($small)',
      '$bytes < $str', "$bytes.foo()")
T.row('bytes-fromhex', 'bytes', "bytes.fromhex('00ff 1a')", 'bytes.fromhex($digit_str)', 'bytes($ints)',
      'bytes($nat)', "bytes($str, 'utf-8')", native=False)
