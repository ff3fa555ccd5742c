"""Random calls of text functions, for text_diff.py: make_case(rng) -> (name, args, kwargs)."""
import struct


class Record(dict):
    """Blurr's record: a missing key is None, lists and dicts in it come wrapped."""

    def __getitem__(self, key):
        return wrap(super().__getitem__(key)) if key in self else None

    def __getattr__(self, name):
        return self[name]


class RecordList(list):
    """Blurr's list in a record."""

    def __getitem__(self, key):
        return wrap(super().__getitem__(key))


def wrap(v):
    if isinstance(v, dict):
        return Record(v)
    return RecordList(v) if isinstance(v, list) and v else v


class Set(set):
    """Blurr's set field."""


# --- texts ---
ASCII = "abcXYZ019 _-+.,:;!?'\"\\/()[]{}<>=%#@~\t\n\r\x0b\x0c\x1c\x1f\x00\x7f"
LATIN = "éÉßÿµªº×÷ñÑ\xa0\x85\xad¼½²¹\x80\x9f"
CASE = "ıİſŉǰΐΰﬁﬃẞ\u0345ΣσςΆǄǅǆǲᾳᾼῼΩÅKĶꭰᎠა Აⅷⅳⓐ\u0149ᏸ\u1e9e\u03c2\u0390\u1fb4"
MISC = "٠١٢٣९๙𝟎𝟗²③⑨½Ⅷ四〇\u3007\u2028\u2029\u2003\u3000\u1680\u180e\u200b\u200d\ufeff\u0301\u0308\u05d0\u0627中文한글ไทย\ufffd\uffff\u0378"
ASTRAL = "😀𐐀𐐨𝒜𠮷\U0010ffff\U000e0001𑁦🇩𞤀𞤢"
SURROGATES = "\ud800\udbff\udc00\udc80\udcff\udfff"
POOLS = [ASCII, ASCII, ASCII, LATIN, CASE, MISC, ASTRAL, SURROGATES]
WORDS = ["", "a", "ab", "aa", "aba", "abc", "hello world", "Hello, World!", "  padded\t", "one\r\ntwo\nthree\r",
         "ὈΔΥΣΣΕΎΣ", "ΑΣ.", "ΣΑΣ'Σ", "straße", "ﬁnaL", "x=1,y=2,,z", "+42", "-0", "-", "İstanbul", "ÇA VA", "日本語"]


def text(rng, most=12):
    k = rng.random()
    if k < 0.12:
        return rng.choice(WORDS)
    if k < 0.2:
        return rng.choice("ab ") * rng.randint(0, most)
    if k < 0.25:
        return "".join(chr(rng.randrange(0x110000)) for _ in range(rng.randint(0, most)))
    pools = [rng.choice(POOLS)] if k < 0.55 else rng.sample(POOLS, rng.randint(1, 4))
    if k < 0.85:
        pools.append("ab")
    s = "".join(rng.choice(rng.choice(pools)) for _ in range(rng.randint(0, most)))
    return s * rng.randint(2, 6) if k > 0.95 else s


def data(rng, most=12):
    k = rng.random()
    if k < 0.5:
        return bytes(rng.choice(b"abAB01 \t\n\r\x0b\x0c-+_,.'\"\\\x00\x7f\xff\x80\xe9") for _ in range(rng.randint(0, most)))
    if k < 0.8:
        return text(rng, most).encode("utf-8", "surrogatepass")
    return rng.randbytes(rng.randint(0, most))


def receiver(rng, most=12):
    return data(rng, most) if rng.random() < 0.25 else text(rng, most)


def part_of(rng, s):
    """A piece of s, or something like it."""
    k = rng.random()
    if k < 0.6 and s:
        i = rng.randrange(len(s))
        return s[i:i + rng.randint(0, 3)]
    if k < 0.7:
        return s
    if k < 0.75:
        return s[:0]
    return text(rng, 3) if isinstance(s, str) else data(rng, 3)


def wrong(rng):
    return rng.choice([None, 0, 1.5, True, "a", b"a", [], ("a",), {}, 10**30, -1])


# --- numbers ---
def integer(rng):
    k = rng.random()
    if k < 0.5:
        return rng.randint(-30, 300)
    if k < 0.7:
        return rng.choice([2**31 - 1, 2**31, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 0x10FFFF, 0x110000, 0xD800, 10**15, 10**16])
    if k < 0.98:
        return rng.randint(-1, 1) * rng.getrandbits(rng.randint(1, 200))
    return rng.choice([1, -1]) * 10 ** rng.choice([308, 309, 400, 4299, 4300])


def real(rng):
    k = rng.random()
    if k < 0.1:
        return rng.choice([0.0, -0.0, float("inf"), float("-inf"), float("nan"), 1e16, 1e-5, 5e-324, 1.7976931348623157e308])
    if k < 0.4:
        return round(rng.uniform(-1000, 1000), rng.randint(0, 6))
    if k < 0.5:
        return rng.randint(-10000, 10000) / 8  # ties
    if k < 0.7:
        return rng.uniform(-1, 1) * 10.0 ** rng.randint(-20, 25)
    return struct.unpack("<d", rng.randbytes(8))[0]


def index(rng):
    k = rng.random()
    if k < 0.15:
        return None
    if k < 0.22:
        return rng.choice([2**70, -2**70, True, 1.5, "1"])
    return rng.randint(-15, 15)


def any_value(rng, depth=0):
    k = rng.random()
    if k < 0.25:
        return text(rng)
    if k < 0.45:
        return integer(rng)
    if k < 0.65:
        return real(rng)
    if k < 0.72:
        return rng.choice([None, True, False])
    if k < 0.8 or depth > 2:
        return data(rng)
    items = [any_value(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    key = rng.choice(["a", 1, None, (1, "x"), 2.5, b"k", "é"])
    return rng.choice([items, tuple(items), {key: x for x in items}, {key}, set(), frozenset(), frozenset([key]),
                       Set(), Set([key]), Record(a=items), range(integer(rng), 5, 1), range(0, 10, -3)])


# --- format specs ---
def spec(rng):
    k = rng.random()
    if k < 0.03:
        return text(rng, 6)
    out = ""
    if rng.random() < 0.4:
        out += rng.choice(["", "*", "0", "é", "😀", "{", " ", "\ud800"]) + rng.choice("<>=^")
    if rng.random() < 0.3:
        out += rng.choice("+- ")
    if rng.random() < 0.12:
        out += "z"
    if rng.random() < 0.2:
        out += "#"
    if rng.random() < 0.25:
        out += "0"
    if rng.random() < 0.5:
        out += rng.choice([str(rng.randint(0, 30)), "5", "10", "٢", "99999999999999999999"] if rng.random() < 0.1
                          else [str(rng.randint(0, 30))])
    if rng.random() < 0.25:
        out += rng.choice([",", "_", ",", "_", ",_", "_,", ",,"])
    if rng.random() < 0.4:
        out += "." + rng.choice(["", "0", "1", "2", "3", "5", "10", "17", "20", "60", "400"])
    if rng.random() < 0.75:
        out += rng.choice("bcdeEfFgGnosxX%dfgs" if rng.random() < 0.93 else "qzé😀\x00 i")
    return out


def percent_directive(rng):
    out = "%"
    if rng.random() < 0.1:
        return rng.choice(["%%", "%", "%5%", "%(", "%(a", "%y", "%é", "%lld", "%."])
    if rng.random() < 0.15:
        out += rng.choice(["(a)", "(b)", "(a(b))", "()"])
    out += "".join(rng.choice("-+ #0") for _ in range(rng.choice([0, 0, 1, 1, 2, 3])))
    if rng.random() < 0.4:
        out += rng.choice([str(rng.randint(0, 25)), "*"])
    if rng.random() < 0.35:
        out += "." + rng.choice([str(rng.randint(0, 25)), "*", "", "0"])
    if rng.random() < 0.1:
        out += rng.choice("hlL")
    return out + rng.choice("sradiuoxXeEfFgGcsdf")


def percent_values(rng, count, stars):
    k = rng.random()
    if k < 0.2:
        return {"a": any_value(rng), "b": integer(rng), "a(b)": real(rng)}
    if k < 0.25:
        return rng.choice([[1], b"x", range(3), {}, "ab", None, 1, Record(a=1)])
    small = lambda rng: rng.randint(-20, 40)
    makers = [small] if stars else [integer, real, integer, real, text, any_value]
    values = tuple(rng.choice(makers)(rng) for _ in range(count))
    if stars and rng.random() < 0.2:
        values = (rng.choice([1.5, "a", True, 2**70, -2**70]),) + values[1:]
    if k < 0.35 and values:
        return values[0]
    return values + (1,) if k < 0.4 else values


def replacement_field(rng):
    k = rng.random()
    if k < 0.06:
        return rng.choice(["{", "}", "{!}", "{!r", "{:", "{0[}", "{0.}", "{0[]}", "{[0]x}", "{:{:{}}}", "{!x}", "{!é}",
                           "{0!r:}", "{a{b}", "{99999999999999999999}", "{0.real.imag}", "{:{{}}}"])
    if k < 0.2:
        return rng.choice(["{{", "}}", "{{}}", text(rng, 4)])
    name = rng.choice(["", "", "", "0", "1", "2", "a", "b", "é", "٠", "0 ", "a[0]", "a[k]", "0[0]", "b[é]", "0.real",
                       "0.imag", "1.nope", "a[-1]", "a[99]", "b[}]"])
    conversion = rng.choice(["", "", "", "!r", "!s", "!a"])
    inner = rng.choice(["", "", "", ":" + spec(rng).replace("{", "").replace("}", ""), ":{}", ":{1}", ":>{a}", ":.{}f"])
    return "{" + name + conversion + inner + "}"


# --- calls ---
def call_search(rng, name):
    s = receiver(rng)
    args = [s, part_of(rng, s)]
    if name in ("startswith", "endswith") and rng.random() < 0.3:
        args[1] = tuple(part_of(rng, s) for _ in range(rng.randint(0, 3)))
        if rng.random() < 0.1:
            args[1] += (wrong(rng),)
    if isinstance(s, bytes) and rng.random() < 0.15:
        args[1] = rng.choice([97, 0, 255, 256, -1, 10**20, True])
    return args + [index(rng) for _ in range(rng.choice([0, 0, 1, 2]))]


def call_plain(rng, name):
    return [receiver(rng)]


def call_str(rng, name):
    return [text(rng)]


def call_strip(rng, name):
    s = receiver(rng)
    return [s] if rng.random() < 0.5 else [s, rng.choice([None, part_of(rng, s), part_of(rng, s) + part_of(rng, s)])]


def call_affix(rng, name):
    s = receiver(rng)
    k = rng.random()
    return [s, s[:rng.randint(0, 3)] if k < 0.4 else s[len(s) - rng.randint(0, len(s)):] if k < 0.8 else part_of(rng, s)]


def call_pad(rng, name):
    s = receiver(rng)
    args = [s, rng.choice([rng.randint(-3, 40), rng.randint(0, 25)])]
    if name != "zfill" and rng.random() < 0.6:
        fill = rng.choice("*é中😀\ud800x")
        args.append(fill if isinstance(s, str) else rng.choice([b"*", b"\xff"]))
        if rng.random() < 0.05:
            args[2] = args[2] * 2
    return args


def call_split(rng, name):
    s = receiver(rng, 20)
    args = [s]
    if rng.random() < 0.7:
        args.append(None if rng.random() < 0.3 else part_of(rng, s))
        if rng.random() < 0.5:
            args.append(rng.randint(-2, 4))
    return args


def call_partition(rng, name):
    s = receiver(rng)
    return [s, part_of(rng, s)]


def call_replace(rng, name):
    s = receiver(rng, 20)
    args = [s, part_of(rng, s), part_of(rng, s)]
    return args + [rng.randint(-2, 4)] if rng.random() < 0.4 else args


def call_join(rng, name):
    s = receiver(rng, 3)
    items = [text(rng, 5) if isinstance(s, str) else data(rng, 5) for _ in range(rng.randint(0, 4))]
    if rng.random() < 0.06:
        items.append(wrong(rng))
    return [s, rng.choice([items, tuple(items), items, text(rng), {x: 1 for x in items if isinstance(x, (str, bytes))}])]


def call_splitlines(rng, name):
    breaks = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029ab"
    s = "".join(rng.choice(breaks) for _ in range(rng.randint(0, 8))) if rng.random() < 0.5 else receiver(rng)
    return [s] if rng.random() < 0.5 else [s, rng.choice([True, False, 0, 1, 5])]


def call_expandtabs(rng, name):
    s = receiver(rng)
    tab = "\t" if isinstance(s, str) else b"\t"
    for _ in range(rng.randint(0, 3)):
        i = rng.randint(0, len(s))
        s = s[:i] + tab + s[i:]
    return [s] if rng.random() < 0.4 else [s, rng.choice([0, 1, 4, 8, -1, 3])]


def call_translate(rng, name):
    if rng.random() < 0.2:
        table = bytes(rng.randbytes(256)) if rng.random() < 0.8 else rng.choice([None, b"short", 1])
        return [data(rng), table] + ([data(rng, 3)] if rng.random() < 0.4 else [])
    s = text(rng)
    table = {ord(c): rng.choice([None, "x", "long", "é", 97, 0x1F600, 0xD800, True]) for c in s if rng.random() < 0.5}
    if rng.random() < 0.1:
        table = rng.choice(["abcdefgh" * 20, [None, "x", 98] * 40, Record(table), {97: 1.5}, {97: -1}, {97: 0x110000}, 5])
    return [s, table]


def call_maketrans(rng, name):
    k = rng.random()
    if k < 0.3:
        return [{rng.choice(["a", "é", 5, True, "ab", 1.5]): rng.choice([None, "x", 97]) for _ in range(rng.randint(0, 3))}]
    x, y = text(rng, 4), text(rng, 4)
    n = min(len(x), len(y)) if rng.random() < 0.85 else 99
    return [x[:n], y[:n]] + ([text(rng, 3)] if rng.random() < 0.4 else [])


ENCODINGS = ["utf-8", "UTF8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf_16_be", "utf-32", "utf-32-le", "utf-32-be",
             "utf-8-sig", "cp1252", "iso-8859-1", "us-ascii", "nope"]
HANDLERS = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass", "nope"]


def codec_args(rng):
    if rng.random() < 0.2:
        return []
    return [rng.choice(ENCODINGS)] + ([rng.choice(HANDLERS)] if rng.random() < 0.7 else [])


def call_encode(rng, name):
    return [text(rng)] + codec_args(rng)


def call_decode(rng, name):
    args = codec_args(rng)
    k = rng.random()
    if k < 0.4:
        b = text(rng).encode(args[0] if args and args[0] != "nope" else "utf-8", "ignore")
        if b and rng.random() < 0.5:
            i = rng.randrange(len(b))
            b = b[:i] + rng.choice([b"", b"\xff", b"\x80", b"\xed\xa0"]) + b[i + 1:]
    elif k < 0.7:
        b = bytes(rng.choice(b"a\x80\xbf\xc0\xc2\xe0\xe2\xed\xf0\xf4\xf5\xff\xd8\xdc\x00\x90\xa0") for _ in range(rng.randint(0, 8)))
    else:
        b = data(rng)
    return [b] + args


def call_hex(rng, name):
    b = data(rng)
    if rng.random() < 0.4:
        return [b]
    return [b, rng.choice([":", b"-", "::", "é", "", "x"])] + ([rng.randint(-4, 4)] if rng.random() < 0.6 else [])


def call_format(rng, name):
    fields = [rng.choice([replacement_field(rng), text(rng, 3).replace("{", "").replace("}", "")])
              for _ in range(rng.randint(0, 4))]
    values = [rng.choice([integer, real, text, any_value])(rng) for _ in range(rng.randint(0, 3))]
    return ["".join(fields)] + values


def call_format_map(rng, name):
    mapping = rng.choice([{"a": 1, "b": "x"}, {"a": [1, 2], "é": 5}, {}, Record(a=3), [1], 5])
    return ["".join(replacement_field(rng) for _ in range(rng.randint(0, 2))), mapping]


def function_percent(rng):
    directives = [percent_directive(rng) for _ in range(rng.randint(0, 3))]
    literal = text(rng, 4).replace("%", "") if rng.random() < 0.5 else ""
    stars = "".join(directives).count("*")
    return [literal + literal.join(directives), percent_values(rng, len(directives) + stars, stars)]


def function_format(rng):
    return [rng.choice([integer, integer, real, real, real, text, any_value])(rng), spec(rng)]


def function_fstring(rng):
    return [any_value(rng), rng.choice(["", "s", "r", "a"]), spec(rng) if rng.random() < 0.5 else ""]


def number_text(rng):
    k = rng.random()
    if k < 0.25:
        n = rng.choice([integer, real])(rng)
        s = "9" * rng.choice([4300, 4301]) if k > 0.24 or abs(n) >= 10**4300 else str(n)
    elif k < 0.5:
        s = "".join(rng.choice("0123456789_.eE+-xXoObB aAfF ") for _ in range(rng.randint(0, 9)))
    elif k < 0.6:
        s = rng.choice(["0x", "0b", "0o", "0X", "0_", "-0x", "+0B"]) + "".join(rng.choice("01278fF_gz") for _ in range(rng.randint(0, 6)))
    elif k < 0.7:
        s = rng.choice(["inf", "-Infinity", "nan", "+NaN", "infinit", "1e400", "1e-400", "٣.١٤", "１２", "৪_২", "1__0", "²"])
    elif k < 0.9:
        s = "".join(rng.choice("0123456789") for _ in range(rng.randint(1, 25)))
        s += rng.choice(["", ".5", "e5", "e-10", "e300", "." + s, "E+2", "_1"])
    else:
        s = text(rng)
    if rng.random() < 0.2:
        i = rng.randint(0, len(s))
        s = s[:i] + rng.choice([" ", "\n", "\x1c", "\xa0", "\u2003", "_", "-", "\x00", "٥"]) + s[i:]
    return s.encode("utf-8", "surrogatepass") if rng.random() < 0.1 else s


def function_int(rng):
    return [number_text(rng), rng.choice([10, 10, 10, 0, 2, 8, 16, 36, 3, 7, 32])]


def function_str(rng):
    k = rng.random()
    if k < 0.6:
        return [any_value(rng)]
    return [rng.choice([data, data, any_value])(rng)] + codec_args(rng)


def function_bytes(rng):
    k = rng.random()
    if k < 0.3:
        return [text(rng)] + codec_args(rng)
    if k < 0.6:
        return [[rng.choice([rng.randint(0, 255), rng.randint(0, 255), 256, -1, "a", True, 2**70]) if rng.random() < 0.1
                 else rng.randint(0, 255) for _ in range(rng.randint(0, 5))]]
    return rng.choice([[], [rng.randint(-1, 9)], [data(rng)], [1.5], [None], [(1, 2)], [range(3)], [2**70], [1, "utf8"]])


METHODS = {
    **{n: call_search for n in ("find", "rfind", "index", "rindex", "count", "startswith", "endswith")},
    **{n: call_plain for n in ("capitalize", "lower", "upper", "title", "swapcase", "isalnum", "isalpha", "isascii",
                               "isdigit", "islower", "isspace", "istitle", "isupper")},
    **{n: call_str for n in ("casefold", "isdecimal", "isidentifier", "isnumeric", "isprintable")},
    **{n: call_strip for n in ("strip", "lstrip", "rstrip")},
    **{n: call_affix for n in ("removeprefix", "removesuffix")},
    **{n: call_pad for n in ("center", "ljust", "rjust", "zfill")},
    **{n: call_split for n in ("split", "rsplit")},
    **{n: call_partition for n in ("partition", "rpartition")},
    "replace": call_replace, "join": call_join, "splitlines": call_splitlines, "expandtabs": call_expandtabs,
    "translate": call_translate, "encode": call_encode, "decode": call_decode, "hex": call_hex,
    "format": call_format, "format_map": call_format_map,
}
FUNCTIONS = {
    "percent": function_percent, "format": function_format, "fstring": function_fstring, "int": function_int,
    "float": lambda rng: [number_text(rng)], "repr": lambda rng: [any_value(rng)], "ascii": lambda rng: [any_value(rng)],
    "str": function_str, "bytes": function_bytes, "str.maketrans": lambda rng: call_maketrans(rng, ""),
    "fromhex": lambda rng: [rng.choice(["00", "0 a", "ff00", " 0a 0B\t", "0g", "é0", "0", "", text(rng), 5])],
}
# A name stands as often as it has ways to go wrong.
NAMES = ["." + n for n in METHODS] + [".format", ".split", ".decode", ".encode"] + list(FUNCTIONS) + \
    ["percent", "format", "format", "format", "percent", "percent", "fstring", "repr", "int", "float", "float"]


def spoil(rng, args, kwargs):
    """Wrong kinds and counts of arguments, and keywords."""
    k = rng.random()
    if k < 0.4 and len(args) > 1:
        args[rng.randrange(1, len(args))] = wrong(rng)
    elif k < 0.6 and len(args) > 2:
        args.pop()
    elif k < 0.8:
        args.append(wrong(rng))
    else:
        kwargs[rng.choice(["sep", "maxsplit", "tabsize", "keepends", "encoding", "errors", "x"])] = wrong(rng)


def make_case(rng):
    name = rng.choice(NAMES)
    kwargs = {}
    if name[0] == ".":
        args = METHODS[name[1:]](rng, name[1:])
        if not hasattr(args[0], name[1:]):
            return make_case(rng)
        if name == ".format" and rng.random() < 0.6:
            kwargs = {"a": any_value(rng), "b": {"é": 1, "}": integer(rng)}}
        elif name not in (".format", ".hex") and rng.random() < 0.04:
            spoil(rng, args, kwargs)
    else:
        args = FUNCTIONS[name](rng)
        if name in ("str", "bytes", "str.maketrans", "repr", "ascii") and rng.random() < 0.04:
            spoil(rng, args, kwargs)
    return name, args, kwargs
