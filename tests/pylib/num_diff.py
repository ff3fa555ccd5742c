#!/usr/bin/env python3
"""Compares headrace's numbers with CPython's on generated cases: operators, builtins, methods, math, statistics.

    num_diff.py DRIVER [--seed S] [--cases N] [--only PREFIX]

Runs DRIVER (num_driver.cpp) once and feeds it N cases. Prints each difference and exits 1 when there is one.

A line to the driver is `kind:name` and the arguments, each one word, but for containers, whose items follow:
N T F none and booleans, i-1f an int in hex, f3ff0000000000000 the bits of a float, s and y the hex of a str and of
bytes, L2 and U2 a list and a tuple of two, kNAME a keyword argument's name before its value. The driver answers with
one value, or `!Error: message`.
"""
import argparse
import math
import random
import statistics
import struct
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
sys.set_int_max_str_digits(0)
COMPLEX = "ValueError: complex numbers are not supported"


# --- the encoding ---
def encode(v):
    if v is None:
        return "N"
    if v is True:
        return "T"
    if v is False:
        return "F"
    if isinstance(v, int):
        return f"i{v:x}"
    if isinstance(v, float):
        return "fnan" if v != v else "f" + struct.pack(">d", v).hex()
    if isinstance(v, str):
        return "s" + v.encode("utf-8", "surrogatepass").hex()
    if isinstance(v, bytes):
        return "y" + v.hex()
    if isinstance(v, (list, tuple)):
        return " ".join([f"{'L' if isinstance(v, list) else 'U'}{len(v)}"] + [encode(x) for x in v])
    raise TypeError(type(v))


def encode_argument(v):
    return "f7ff8000000000000" if isinstance(v, float) and v != v else (
        " ".join([encode(v).split()[0]] + [encode_argument(x) for x in v]) if isinstance(v, (list, tuple))
        else encode(v))


# --- values ---
INT_EDGES = [0, 1, -1, 2, -2, 3, 5, 7, 10, -10, 12, 60, 100, 255, 256, 1000, 3600, 86400]
for k in (7, 8, 15, 16, 31, 32, 52, 53, 54, 62, 63, 64, 65, 70, 127, 128, 200, 1023, 1024, 1100):
    for d in (-2, -1, 0, 1, 2):
        INT_EDGES += [2**k + d, -(2**k) + d]
for k in (3, 9, 15, 16, 17, 18, 19, 20, 22, 23, 30, 40, 308, 309):
    INT_EDGES += [10**k, -(10**k), 10**k - 1, 10**k + 1, 5 * 10**k, 15 * 10**k]
FLOAT_EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.0, 2.5, 3.5, 10.0, 0.1, 0.2, 0.3, 1 / 3, math.pi, math.e,
               math.inf, -math.inf, math.nan, 5e-324, -5e-324, 1e-310, 2.2250738585072014e-308,
               2.225073858507201e-308, 1.7976931348623157e308, -1.7976931348623157e308, 1e308, 1e-308, 1e22, 1e23,
               1e16, 9007199254740992.0, 9007199254740993.0, 9007199254740991.0, 4503599627370495.5,
               4503599627370496.5, 2.0**63, -2.0**63, 2.0**64, 2.0**62, math.nextafter(2.0**63, 0), 2.0**53 + 2,
               math.nextafter(1, 2), math.nextafter(1, 0), 0.49999999999999994, 1e-20, 1e-21, 170.0, 171.5, 171.7,
               -170.5, 199.5, -199.5, 200.5, -200.5, 709.7, 709.79, -745.1, -745.2, 1023.9, 1024.0, 1e-5, 0.125, 2.675,
               1.005, 0.045, 1e300, 1e-300]


class Values:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def small(self):
        return self.r.choice([self.r.randint(-10, 10), self.r.randint(-1000, 1000), self.r.randint(-10**6, 10**6)])

    def int(self):
        k = self.r.random()
        if k < 0.3:
            return self.r.choice(INT_EDGES)
        if k < 0.6:
            return self.small()
        if k < 0.75:
            return self.r.choice(INT_EDGES) * self.r.choice([1, -1, 3]) + self.r.randint(-3, 3)
        bits = self.r.choice([10, 31, 53, 60, 63, 64, 64, 65, 100, 128, 129, 200, 500, 1100, 3000])
        return self.r.getrandbits(bits) * self.r.choice([1, -1])

    def float(self):
        k = self.r.random()
        if k < 0.25:
            return self.r.choice(FLOAT_EDGES) * self.r.choice([1, 1, -1])
        if k < 0.45:
            return round(self.r.uniform(-1000, 1000), self.r.randint(0, 6))
        if k < 0.55:
            return float(self.small()) + self.r.choice([0, 0.5, 0.25])
        if k < 0.65:
            return self.r.uniform(-5, 5)
        if k < 0.75:
            return self.r.gauss(0, 1) * 10.0 ** self.r.randint(-20, 20)
        if k < 0.85:
            return float(self.r.choice([i for i in INT_EDGES if abs(i) < 2**1000]))
        if k < 0.9:
            return math.nextafter(self.r.choice(FLOAT_EDGES), self.r.choice([-math.inf, math.inf]))
        return struct.unpack(">d", self.r.getrandbits(64).to_bytes(8, "big"))[0]

    def bool(self):
        return self.r.random() < 0.5

    def number(self):
        k = self.r.random()
        return self.int() if k < 0.45 else self.float() if k < 0.92 else self.bool()

    def str(self):
        return "".join(self.r.choice("ab1é\ud800\uffff\U00010000z ") for _ in range(self.r.randint(0, 4)))

    def any(self, depth=0):
        k = self.r.random()
        if k < 0.7 or depth > 2:
            return self.number()
        if k < 0.8:
            return self.str()
        if k < 0.83:
            return None
        if k < 0.87:
            return self.str().encode("utf-8", "surrogatepass")
        items = [self.any(depth + 1) for _ in range(self.r.randint(0, 3))]
        return items if k < 0.94 else tuple(items)

    # An argument that is sometimes of the wrong type.
    def or_other(self, make, share=0.03):
        return self.any() if self.r.random() < share else make()


# --- the cases: each gives (callee, args, kwargs, the call in Python) ---
BINARY = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
          "//": lambda a, b: a // b, "%": lambda a, b: a % b, "**": lambda a, b: a**b, "@": lambda a, b: a @ b,
          "<<": lambda a, b: a << b, ">>": lambda a, b: a >> b, "&": lambda a, b: a & b, "|": lambda a, b: a | b,
          "^": lambda a, b: a ^ b}
COMPARE = {"==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
           ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
UNARY = {"-": lambda v: -v, "+": lambda v: +v, "~": lambda v: ~v, "not": lambda v: not v}


def is_number(v):
    return isinstance(v, (int, float))


def binary_case(g):
    op = g.r.choice(list(BINARY))
    a, b = g.or_other(g.number, 0.06), g.or_other(g.number, 0.06)
    if op in ("<<", ">>") and g.r.random() < 0.9:
        a, b = g.int(), g.r.choice([g.r.randint(-2, 130), g.r.randint(0, 64), g.r.choice(INT_EDGES)])
    if op in ("&", "|", "^") and g.r.random() < 0.9:
        a, b = g.r.choice([(g.int(), g.int()), (g.bool(), g.bool()), (g.int(), g.bool())])
    if op == "**" and isinstance(a, int) and isinstance(b, int):
        b = g.r.choice([g.r.randint(-3, 20), g.r.randint(0, 70), g.r.randint(-400, 200)])
    if g.r.random() < 0.1 and is_number(a) and a == a:
        b = g.r.choice([a, -a, a + 1]) if not isinstance(b, str) else b
    if op == "**" and isinstance(a, int) and isinstance(b, int) and abs(b) > 1000:
        b = 3
    if op == "<<" and isinstance(b, int) and b > 10000 and (a or b.bit_length() > 60):
        b = 77
    # Operators of other types are not this program's subject.
    numbers = is_number(a) and is_number(b)
    if not numbers and (op in "+*%" or isinstance(a, str) and op == "%"):
        op = g.r.choice(["-", "/", "//", "**", "@", "<<", "&"])
    return f"binary:{op}", (a, b), {}, BINARY[op]


def compare_case(g):
    op = g.r.choice(list(COMPARE))
    k = g.r.random()
    a, b = (g.number(), g.number()) if k < 0.6 else (g.any(), g.any())
    if g.r.random() < 0.25 and is_number(a):
        try:
            b = g.r.choice([float(a), int(a), int(a) + 1, math.nextafter(float(a), 0), math.nextafter(float(a), math.inf)])
        except (OverflowError, ValueError):
            pass
    elif g.r.random() < 0.2:
        b = a
    if g.r.random() < 0.15:
        a, b = g.r.choice([(g.str(), g.str()), ([g.number(), g.str()], [g.number(), g.str()]), ((a, b), (a, g.any()))])
    return f"compare:{op}", (a, b), {}, COMPARE[op]


def unary_case(g):
    op = g.r.choice(list(UNARY))
    return f"unary:{op}", (g.or_other(g.number, 0.1),), {}, UNARY[op]


def builtin_case(g):
    name = g.r.choice(["abs", "bin", "divmod", "hex", "oct", "pow", "pow", "round", "round", "round", "round"])
    f = getattr(__builtins__, name)
    if name == "round":
        v = g.or_other(g.number)
        if isinstance(v, float) and g.r.random() < 0.3:
            v = g.r.choice([g.r.randint(-10**6, 10**6) / 10.0 ** g.r.randint(0, 6), g.r.randint(-9999, 9999) / 8,
                            (g.r.randint(-10**9, 10**9) + 0.5) * 10.0 ** g.r.randint(-9, 9)])
        digits = g.r.choice([[], [], [None], [g.r.randint(0, 4)], [g.r.randint(0, 4)], [g.r.randint(-25, 30)],
                             [g.r.randint(-330, 340)], [g.r.choice([2**63, 2**70, True])], [g.any()]])
        if digits and is_number(digits[0]) and isinstance(v, int) and digits[0] < -10**5:
            digits = []
        return "builtin:round", (v, *digits), {}, f
    if name == "divmod":
        return "builtin:divmod", (g.or_other(g.number), g.or_other(g.number)), {}, f
    if name == "pow":
        if g.r.random() < 0.5:
            a, b, m = g.int(), g.int(), g.or_other(g.int)
            if not is_number(m):
                b = g.r.randint(-50, 50)
            return "builtin:pow", (a, b, m), {}, f
        a, b = g.or_other(g.number), g.or_other(lambda: g.r.randint(-50, 50))
        if isinstance(a, int) and isinstance(b, int) and abs(b) > 50:
            b = 2
        return "builtin:pow", (a, b), {}, f
    return f"builtin:{name}", (g.or_other(g.int),), {}, f


SPACES = ["", "", "", " ", "\t\n", "\x1c", "\u2003"]


def number_text(g):
    t = g.r.choice([str(g.int()), repr(g.float()), f"{g.int():_}", hex(g.int()), bin(g.small()), oct(g.small()), "", "-",
                    "1__0", "_1", "1_", "0x", "0b2", "1e5", "١٢", "inf", "-Infinity", "nan", "+7", "1.", ".5", ".",
                    "1e", "0_0", "00", "01", "1 2", "é", "1.5e+3", "1e400", "1e-400", "z", "Zz"])
    return g.r.choice(SPACES) + t + g.r.choice(SPACES)


def type_case(g):
    name = g.r.choice(["int", "int", "float", "bool"])
    f = getattr(__builtins__, name)
    v = g.r.choice([g.any, lambda: number_text(g), lambda: number_text(g).encode("utf-8", "surrogatepass")])()
    if name == "int" and g.r.random() < 0.3:
        base = g.or_other(lambda: g.r.choice([0, 2, 8, 10, 16, 36, 1, 37, -1, 2**70]))
        return "type:int", (v, base), {}, f
    return f"type:{name}", (v,), {}, f


def hex_text(g):
    if g.r.random() < 0.4:
        return g.float().hex()
    digits = "".join(g.r.choice("0123456789abcdefABCDEF") for _ in range(g.r.choice([0, 1, 3, 13, 14, 15, 20, 40])))
    point = g.r.randint(0, len(digits))
    t = g.r.choice(["0x", "0X", ""]) + digits[:point] + g.r.choice([".", ".", "", " "]) + digits[point:]
    t += g.r.choice(["", "p", f"p{g.r.randint(-1200, 1200)}", f"P+{g.r.randint(0, 99)}", f"p-{g.r.randint(1000, 1100)}",
                     f"p{10**30}", f"p-{10**30}"])
    return g.r.choice(["", " ", "-", "+", " -"]) + t + g.r.choice(["", " ", "\n", "x"])


def method_case(g):
    if g.r.random() < 0.4:
        v = g.float()
        name = g.r.choice(["is_integer", "hex", "as_integer_ratio", "conjugate", "real", "imag", "fromhex", "fromhex"])
        if name == "fromhex":
            t = hex_text(g)
            return "method:fromhex", (v, t), {}, lambda v, t: float.fromhex(t)
        return f"method:{name}", (v,), {}, member(name)
    v = g.r.choice([g.int, g.int, g.bool])()
    name = g.r.choice(["bit_length", "bit_count", "to_bytes", "to_bytes", "from_bytes", "as_integer_ratio", "conjugate",
                       "real", "imag", "numerator", "denominator"])
    flags = {"signed": g.bool()} if g.r.random() < 0.6 else {}
    if name == "to_bytes":
        size = g.r.choice([v.bit_length() // 8 + g.r.randint(-1, 2), g.r.randint(-1, 9)])
        args = g.r.choice([(), (size,), (size, "big"), (size, "little"), (size, "little"), (size, "middle")])
        return "method:to_bytes", (v, *args), flags, lambda v, *a, **k: v.to_bytes(*a, **k)
    if name == "from_bytes":
        data = g.r.choice([g.r.randbytes(g.r.randint(0, 20)), g.r.randbytes(8), [g.r.randint(-1, 300)], "ab", 3,
                           (1, 2, 255)])
        args = g.r.choice([(), ("big",), ("little",), ("x",), (3,)])
        return "method:from_bytes", (v, data, *args), flags, lambda v, *a, **k: int.from_bytes(*a, **k)
    return f"method:{name}", (v,), {}, member(name)


def member(name):
    def get(v):
        m = getattr(v, name)
        return m() if callable(m) else m
    return get


MATH_UNARY = ["acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "ceil", "cos", "cosh", "degrees", "erf", "erfc",
              "exp", "exp2", "expm1", "fabs", "floor", "frexp", "gamma", "isfinite", "isinf", "isnan", "lgamma", "log",
              "log10", "log1p", "log2", "modf", "radians", "sin", "sinh", "sqrt", "tan", "tanh", "trunc", "ulp"]
MATH_BINARY = ["atan2", "copysign", "fmod", "nextafter", "pow", "remainder", "log", "ldexp"]
MATH_INTEGER = ["comb", "perm", "factorial", "gcd", "lcm", "isqrt"]
MATH_SEQUENCE = ["fsum", "prod", "hypot", "dist", "isclose"]


def math_case(g):
    k = g.r.random()
    if k < 0.5:
        name = g.r.choice(MATH_UNARY)
        v = g.or_other(g.number, 0.02)
        if g.r.random() < 0.35:
            v = g.r.choice([g.r.uniform(-1, 1), g.r.uniform(0, 2), g.r.uniform(-10, 10), g.r.uniform(-220, 220),
                            g.r.uniform(-30, 30)])
        return f"math:{name}", (v,), {}, getattr(math, name)
    if k < 0.7:
        name = g.r.choice(MATH_BINARY)
        a, b = g.or_other(g.number, 0.02), g.or_other(g.number, 0.02)
        if name == "ldexp":
            b = g.or_other(lambda: g.r.choice([g.r.randint(-2200, 2200), g.int()]), 0.02)
        elif g.r.random() < 0.4:
            a, b = g.r.uniform(-20, 20), g.r.uniform(-20, 20)
        return f"math:{name}", (a, b), {}, getattr(math, name)
    if k < 0.83:
        name = g.r.choice(MATH_INTEGER)
        if name in ("comb", "perm"):
            args = [g.or_other(lambda: g.r.choice([g.r.randint(-2, 300), g.int()])),
                    g.or_other(lambda: g.r.choice([g.r.randint(-1, 100), g.r.randint(-1, 20), None]))]
            n, k = args
            # What would take long, here or there: factorials and long products of large numbers.
            if k is None and isinstance(n, int) and n > 400 or isinstance(k, int) and k > 300 and n is not None:
                args = [g.r.randint(0, 300), None if name == "perm" else 7]
        elif name == "factorial":
            args = [g.or_other(lambda: g.r.choice([g.r.randint(-2, 400), 2**63, 2**70, -2**70]))]
            if isinstance(args[0], int) and 400 < args[0] < 2**63:
                args = [5]  # too long
        else:
            args = [g.or_other(g.int) for _ in range(1 if name == "isqrt" else g.r.randint(0, 4))]
            if name == "isqrt" and isinstance(args[0], int) and g.r.random() < 0.4:
                args = [args[0] ** 2 + g.r.randint(-1, 1)]
        return f"math:{name}", tuple(args), {}, getattr(math, name)
    return sequence_case(g)


def sequence_case(g):
    name = g.r.choice(MATH_SEQUENCE)
    f = getattr(math, name)
    n = g.r.choice([0, 1, 2, 2, 3, 3, 5, 10, 40])
    make = g.r.choice([g.float, g.number, lambda: g.r.uniform(-1, 1), lambda: g.r.gauss(0, 1) * 2.0 ** g.r.randint(-60, 60),
                       lambda: g.r.choice([1e16, 1.0, -1e16, 1e-16, 1e100, -1e100, 0.1]),
                       lambda: g.r.uniform(0, 1) * 5e-310, lambda: g.r.uniform(0.5, 1) * 1e308])
    items = [g.or_other(make, 0.005) for _ in range(n)]
    if name == "prod":
        items = [x for x in items if is_number(x)]
        start = {"start": g.number()} if g.r.random() < 0.3 else {}
        return "math:prod", (items,), start, f
    if name == "hypot":
        return "math:hypot", tuple(items), {}, f
    if name == "dist":
        other = [g.or_other(make, 0.005) for _ in range(n + (g.r.random() < 0.03))]
        return "math:dist", (items, tuple(other)), {}, f
    if name == "isclose":
        a = g.number()
        b = g.r.choice([a, g.number(), a if isinstance(a, bool) or a != a else a * (1 + g.r.uniform(-2e-9, 2e-9)) if isinstance(a, float) else a + 1])
        tolerances = {k: abs(g.float()) * g.r.choice([1, 1, 1, -1]) for k in ("rel_tol", "abs_tol") if g.r.random() < 0.3}
        return "math:isclose", (a, b), tolerances, f
    return "math:fsum", (items,), {}, f


STATISTICS = ["mean", "fmean", "median", "median_low", "median_high", "mode", "multimode", "stdev", "pstdev", "variance",
              "pvariance", "harmonic_mean", "geometric_mean", "quantiles", "median_grouped", "covariance", "correlation"]


def statistics_case(g):
    name = g.r.choice(STATISTICS)
    n = g.r.choice([0, 1, 1, 2, 2, 3, 4, 5, 8, 13, 30])
    make = g.r.choice([g.small, lambda: g.r.randint(-3, 3), lambda: g.r.randint(1, 100), g.number, g.float, g.int, g.bool,
                       lambda: round(g.r.uniform(0, 100), 2), lambda: g.r.gauss(0, 1), lambda: g.r.choice([1, 1.0, True, 2, 0.5]),
                       lambda: 0.1, lambda: g.r.uniform(1e9, 1e9 + 1)])
    items = [g.or_other(make, 0.003) for _ in range(n)]
    data = g.r.choice([list, tuple])(items)
    kwargs, args = {}, [data]
    if name in ("stdev", "variance") and g.r.random() < 0.2:
        args.append(g.or_other(lambda: g.r.choice([g.number(), None])))
    if name in ("pstdev", "pvariance") and g.r.random() < 0.2:
        kwargs["mu"] = g.or_other(g.number)
    if name in ("harmonic_mean", "fmean") and g.r.random() < 0.3:
        kwargs["weights"] = [g.or_other(g.r.choice([make, g.small]), 0.003) for _ in range(max(0, n + g.r.choice([0, 0, 0, 0, 1])))]
    if name == "quantiles" and g.r.random() < 0.6:
        kwargs["n"] = g.r.choice([4, 10, 100, 1, 2, 0, -1, True, 4.0, 0.5, "4", None])
        if g.r.random() < 0.6:
            kwargs["method"] = g.r.choice(["exclusive", "inclusive", "other"])
    if name == "median_grouped" and g.r.random() < 0.6:
        args.append(g.r.choice([1, 2.0, 0.5, "10", "x", None, g.number()]))
    if name in ("covariance", "correlation"):
        args.append([g.or_other(make, 0.003) for _ in range(n + (g.r.random() < 0.05))])
    if "mode" in name:
        # CPython tells NaNs apart by identity, headrace by value.
        args[0] = [x for x in items if not isinstance(x, float) or x == x]
    return f"statistics:{name}", tuple(args), kwargs, getattr(statistics, name)


GROUPS = {"binary": (binary_case, 10), "compare": (compare_case, 5), "unary": (unary_case, 1), "builtin": (builtin_case, 4),
          "type": (type_case, 3), "method": (method_case, 3), "math": (math_case, 8), "statistics": (statistics_case, 4)}


# NaNs are objects of their own: headrace compares them by value, CPython's containers by identity.
def fresh(v):
    if isinstance(v, (list, tuple)):
        return type(v)(fresh(x) for x in v)
    return float("nan") if isinstance(v, float) and v != v else v


def expected(call, args, kwargs):
    args = [fresh(a) for a in args]
    try:
        v = call(*args, **kwargs)
        return "!" + COMPLEX if isinstance(v, complex) else encode(v)
    except Exception as e:  # noqa: BLE001 - whatever Python raises is the answer
        return f"!{type(e).__name__}: {e}"


def same(ours, theirs):
    if ours == theirs:
        return True
    # An overflow while taking a complex power, which has no counterpart.
    return COMPLEX in ours and "complex" in theirs


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--only", default="")
    parser.add_argument("--show", type=int, default=30, help="differences printed in full")
    options = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        print("skipped: this is not CPython 3.11")
        return 77

    g = Values(options.seed)
    groups = {k: v for k, v in GROUPS.items() if k.startswith(options.only.split(":")[0])}
    makers = [m for m, weight in groups.values() for _ in range(weight)]
    lines, answers = [], []
    while len(lines) < options.cases:
        callee, args, kwargs, call = g.r.choice(makers)(g)
        if not callee.startswith(options.only):
            continue
        words = [callee] + [encode_argument(a) for a in args]
        for name, value in kwargs.items():
            words += ["k" + name, encode_argument(value)]
        lines.append(" ".join(words))
        answers.append((expected(call, args, kwargs), args, kwargs))

    out = subprocess.run([options.driver], input="\n".join(lines) + "\n", capture_output=True, encoding="utf-8",
                         errors="surrogatepass", check=False)
    results = out.stdout.split("\n")
    if out.returncode != 0:
        print(f"driver ended with {out.returncode} at {lines[len(results) - 1][:300]}: {out.stderr[-1000:]}")
        return 1
    differences = 0
    for line, ours, (theirs, args, kwargs) in zip(lines, results, answers):
        if not same(ours, theirs):
            differences += 1
            if differences <= options.show:
                print(f"{line.split()[0]} {str(args)[:300]} {kwargs or ''}\n  headrace {ours[:300]}\n  CPython  {theirs[:300]}")
    print(f"{len(lines)} cases, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
