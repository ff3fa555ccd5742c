"""Expressions and what CPython's parser makes of them, for src/expr/parser_test.cpp.

Prints one case a line: the source as a JSON string, a tab, then the tree in the form of dump() (src/expr/ast.h), or `!` where
CPython refuses it. What headrace leaves out on purpose (parser.h) is not generated.

    python3 syntax_cases.py N SEED > syntax_cases.tsv
"""
import ast
import json
import random
import sys
import warnings

warnings.simplefilter('ignore')

BINARY = {ast.Add: '+', ast.Sub: '-', ast.Mult: '*', ast.Div: '/', ast.FloorDiv: '//', ast.Mod: '%', ast.Pow: '**',
          ast.MatMult: '@', ast.LShift: '<<', ast.RShift: '>>', ast.BitAnd: '&', ast.BitOr: '|', ast.BitXor: '^'}
COMPARE = ['==', '!=', '<', '<=', '>', '>=', 'is', 'is not', 'in', 'not in']


def dump_constant(v):
    if isinstance(v, int) and not isinstance(v, bool) and not -2**63 <= v < 2**63:
        return '<big>'
    if isinstance(v, (str, bytes)):
        return "'" + (v if isinstance(v, str) else v.decode('latin-1')) + "'"
    return repr(v)


def dump_lambda(n):
    a, out = n.args, []
    plain = a.posonlyargs + a.args
    first_default = len(plain) - len(a.defaults)
    for i, p in enumerate(plain):
        text = p.arg + ('/' if i < len(a.posonlyargs) else '')
        out.append(text + ('=' + dump(a.defaults[i - first_default]) if i >= first_default else ''))
    if a.vararg:
        out.append('*' + a.vararg.arg)
    for p, d in zip(a.kwonlyargs, a.kw_defaults):
        out.append(p.arg + '!' + ('=' + dump(d) if d else ''))
    if a.kwarg:
        out.append('**' + a.kwarg.arg)
    return '(Lambda [' + ' '.join(out) + '] ' + dump(n.body) + ')'


def dump_comprehension(n):
    out = '(' + type(n).__name__
    if isinstance(n, ast.DictComp):
        out += f' {dump(n.key)}: {dump(n.value)}'
    else:
        out += ' ' + dump(n.elt)
    for g in n.generators:
        out += f' for {dump(g.target)} in {dump(g.iter)}' + ''.join(f' if {dump(c)}' for c in g.ifs)
    return out + ')'


def dump(n):
    name = type(n).__name__
    each = lambda nodes: ''.join(' ' + dump(x) for x in nodes)
    maybe = lambda x: dump(x) if x else '-'
    match n:
        case ast.Constant(): return dump_constant(n.value)
        case ast.Name(): return n.id
        case ast.NamedExpr(): return f'(:= {n.target.id} {dump(n.value)})'
        case ast.BoolOp(): return f'({type(n.op).__name__}{each(n.values)})'
        case ast.BinOp(): return f'({type(n.op).__name__} {dump(n.left)} {dump(n.right)})'
        case ast.UnaryOp(): return f'({type(n.op).__name__} {dump(n.operand)})'
        case ast.Lambda(): return dump_lambda(n)
        case ast.IfExp(): return f'(IfExp {dump(n.test)} {dump(n.body)} {dump(n.orelse)})'
        case ast.Dict():
            return '(Dict' + ''.join(f' {dump(k)}:{dump(v)}' if k else f' **{dump(v)}' for k, v in zip(n.keys, n.values)) + ')'
        case ast.Set() | ast.List() | ast.Tuple(): return f'({name}{each(n.elts)})'
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp(): return dump_comprehension(n)
        case ast.Compare():
            return f'(Compare {dump(n.left)}' + ''.join(f' {type(o).__name__} {dump(c)}' for o, c in zip(n.ops, n.comparators)) + ')'
        case ast.Call():
            keywords = ''.join(f' {k.arg}={dump(k.value)}' if k.arg else f' **{dump(k.value)}' for k in n.keywords)
            return f'(Call {dump(n.func)}{each(n.args)}{keywords})'
        case ast.FormattedValue():
            conversion = f' !{chr(n.conversion)}' if n.conversion != -1 else ''
            return f'(Format {dump(n.value)}{conversion}' + (f' {dump(n.format_spec)}' if n.format_spec else '') + ')'
        case ast.JoinedStr(): return f'(JoinedStr{each(n.values)})'
        case ast.Attribute(): return f'(. {dump(n.value)} {n.attr})'
        case ast.Subscript(): return f'([] {dump(n.value)} {dump(n.slice)})'
        case ast.Slice(): return f'(Slice {maybe(n.lower)} {maybe(n.upper)} {maybe(n.step)})'
        case ast.Starred(): return f'(Starred {dump(n.value)})'
    raise ValueError(name)


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def pick(self, *options):
        return self.r.choice(options)

    def name(self):
        return self.pick('a', 'b', 'c', 'x', 'y', 'source', 'no', 'if_', 'é', '_')

    def atom(self):
        return self.pick(self.name, self.number, self.string, self.fstring, lambda: 'None', lambda: 'True', lambda: '()')()

    def number(self):
        return self.pick('0', '1', '42', '1_000', '0x1F', '0o17', '0b101', '1.5', '.5', '5.', '1e3', '1E-3', '10**30',
                         '123456789012345678901234567890', '00', '0_0', '1_', '1__0', '012', '0x', '0b2', '1.e', '1if')

    def string(self):
        prefix = self.pick('', '', '', 'r', 'b', 'u', 'R', 'rb', 'Br')
        body = self.pick('', 'abc', 'é', "it''s", r'a\nb', r'\x41', r'\u00e9', r'\101', r'\d', '\\\\', r'\x4', '{x}', '"')
        quote = self.pick("'", '"', "'''", '"""')
        return prefix + quote + body + quote

    def fstring(self):
        body = ''.join(self.pick(
            lambda: 'text', lambda: '{{', lambda: '}}', lambda: '{' + self.expr(1) + '}', lambda: '{x!r}', lambda: '{x:>10}',
            lambda: '{x:{y}}', lambda: '{x=}', lambda: '{x = !s}', lambda: '{x:{y}.{z}}', lambda: '{', lambda: '}',
            lambda: '{}', lambda: '{x!z}', lambda: '{a != b}', lambda: '{a, b}', lambda: r'\n', lambda: '{x:%Y-%m}',
            lambda: '{ x }', lambda: '{x:{y:{z}}}')() for _ in range(self.r.randrange(4)))
        quote = self.pick('"', '"""')
        return self.pick('f', 'F', 'rf', 'fr') + quote + body.replace('"', "'") + quote

    def items(self, depth, star=True):
        n = self.r.randrange(4)
        return ', '.join(('*' if star and self.r.random() < .15 else '') + self.expr(depth) for _ in range(n)) + self.pick('', '', ',')

    def target(self, depth=1):
        if depth and self.r.random() < .3:
            inner = ', '.join(('*' if self.r.random() < .2 else '') + self.target(depth - 1) for _ in range(self.r.randrange(1, 3)))
            return self.pick(f'({inner})', f'[{inner}]', inner + ',')
        return self.name()

    def clauses(self, depth):
        out = ''
        for _ in range(self.r.choice((1, 1, 1, 2))):
            out += f' for {self.target()} in {self.expr(depth)}'
            out += ''.join(f' if {self.expr(depth)}' for _ in range(self.r.choice((0, 0, 1, 2))))
        return out

    def parameters(self, depth):
        out = []
        for _ in range(self.r.randrange(4)):
            out.append(self.pick(self.name(), self.name(), f'{self.name()}={self.expr(depth)}', '/', '*', '*args', '**kw'))
        return ', '.join(out)

    def arguments(self, depth):
        out = []
        for _ in range(self.r.randrange(4)):
            e = self.expr(depth)
            out.append(self.pick(e, e, e, '*' + e, '**' + e, f'{self.name()}={e}', f'{self.name()}:={e}', e + self.clauses(depth)))
        return ', '.join(out) + self.pick('', '', ',')

    def slices(self, depth):
        e = lambda: self.pick('', self.expr(depth))
        return self.pick(self.expr(depth), f'{e()}:{e()}', f'{e()}:{e()}:{e()}', self.items(depth), f'{e()}:{e()}, {self.expr(depth)}')

    def expr(self, depth):
        if depth <= 0:
            return self.atom()
        d = depth - 1
        e = lambda: self.expr(d)
        return self.pick(
            self.atom, self.atom,
            lambda: f'{e()} {self.pick(*BINARY.values())} {e()}', lambda: f'{e()} {self.pick(*BINARY.values())} {e()}',
            lambda: f'{self.pick("-", "+", "~", "not ")}{e()}',
            lambda: f'{e()} {self.pick(*COMPARE)} {e()}', lambda: f'{e()} {self.pick(*COMPARE)} {e()} {self.pick(*COMPARE)} {e()}',
            lambda: f'{e()} {self.pick("and", "or")} {e()}', lambda: f'{e()} if {e()} else {e()}',
            lambda: f'({e()})', lambda: f'({self.items(d)})', lambda: f'[{self.items(d)}]', lambda: '{' + self.items(d) + '}',
            lambda: '{' + ', '.join(self.pick(f'{e()}: {e()}', '**' + e()) for _ in range(self.r.randrange(3))) + '}',
            lambda: f'[{e()}{self.clauses(d)}]', lambda: '{' + e() + self.clauses(d) + '}', lambda: f'({e()}{self.clauses(d)})',
            lambda: '{' + f'{e()}: {e()}{self.clauses(d)}' + '}',
            lambda: f'{e()}.{self.name()}', lambda: f'{e()}[{self.slices(d)}]', lambda: f'{e()}({self.arguments(d)})',
            lambda: f'lambda {self.parameters(d)}: {e()}', lambda: f'({self.name()} := {e()})', lambda: f'{self.string()} {self.string()}',
        )()

    def case(self):
        text = self.expr(self.r.choice((1, 2, 2, 3)))
        if self.r.random() < .15:  # break it
            i = self.r.randrange(len(text) + 1)
            text = self.pick(text[:i] + self.pick('(', ')', ',', ' ', '=', ':', 'if', '\n', '#', '"', ';', '*') + text[i:], text[:i] + text[i + 1:])
        return text


def expected(text):
    try:
        tree = ast.parse(text, mode='eval')
        compile(tree, '', 'eval')
        compile(text, '', 'eval')
    except (SyntaxError, ValueError):
        return '!'
    # Left out on purpose: complex numbers, Ellipsis, targets that are attributes or items.
    for n in ast.walk(tree):
        if isinstance(n, ast.Constant) and isinstance(n.value, (complex, type(...))):
            return None
        if isinstance(n, (ast.Attribute, ast.Subscript)) and isinstance(n.ctx, ast.Store):
            return None
        if isinstance(n, (ast.Yield, ast.Await)):
            return None
    return dump(tree.body)


def main():
    n, seed = int(sys.argv[1]), int(sys.argv[2])
    g = Generator(seed)
    done = 0
    while done < n:
        text = g.case()
        tree = expected(text)
        if tree is None or '\n' in tree:
            continue
        print(json.dumps(text) + '\t' + json.dumps(tree))
        done += 1


if __name__ == '__main__':
    main()
