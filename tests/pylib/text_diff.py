#!/usr/bin/env python3
"""Compares headrace's text functions with CPython's on generated cases: str and bytes methods, repr, formats, numbers.

    text_diff.py DRIVER [--seed S] [--cases N] [--only PREFIX]

Runs DRIVER (text_driver.cpp) once and feeds it N cases. Prints each difference in result, exception or message and
exits 1 when there is one; exits 77 (skipped) when this is not CPython 3.11.

A line to the driver is a name (`.lower`: a method, its receiver being the first argument) and the arguments:
N T F none and booleans, i-1f an int in hex, f3ff0000000000000 the bits of a float, s and y the hex of a str (with
surrogates) and of bytes, kNAME a keyword argument's name before its value; containers are followed by their items:
L U D R a list, tuple, dict, range, S Z sets and frozensets, C A a record and a field's set. The driver answers with one
value, or with `!` and the hex of its error.
"""
import argparse
import collections
import random
import re
import resource
import struct
import subprocess
import sys

from text_cases import Record, Set, make_case

# What headrace has no class of its own for.
EXCEPTIONS = {"UnicodeEncodeError": "UnicodeError", "UnicodeDecodeError": "UnicodeError", "LookupError": "KeyError"}


def encode(v):
    if v is None:
        return "N"
    if isinstance(v, bool):
        return "T" if v else "F"
    if isinstance(v, int):
        return f"i{v:x}"
    if isinstance(v, float):
        return "f7ff8000000000000" if v != v else "f" + struct.pack(">d", v).hex()
    if isinstance(v, str):
        return "s" + v.encode("utf-8", "surrogatepass").hex()
    if isinstance(v, bytes):
        return "y" + v.hex()
    if isinstance(v, dict):
        items = [x for pair in v.items() for x in pair]
        return " ".join([("C" if isinstance(v, Record) else "D") + str(len(v))] + [encode(x) for x in items])
    if isinstance(v, range):
        return " ".join(["R3", encode(v.start), encode(v.stop), encode(v.step)])
    tags = {list: "L", tuple: "U", set: "S", frozenset: "Z", Set: "A"}
    return " ".join([tags[type(v)] + str(len(v))] + [encode(x) for x in v])


def percent(format, values):
    return format % values


def fstring(value, conversion, spec):
    convert = {"": lambda v: v, "s": str, "r": repr, "a": ascii}[conversion]
    return format(convert(value), spec)


FUNCTIONS = {
    "percent": percent, "fstring": fstring, "fromhex": bytes.fromhex, "str.maketrans": str.maketrans,
    "bytes.maketrans": bytes.maketrans, "str": str, "bytes": bytes, "repr": repr, "ascii": ascii, "format": format,
    "int": int, "float": float,
}


# Beyond headrace's size budget, or CPython's memory here: any answer will do.
HUGE = "huge"
BUDGET = "!" + "BudgetError: a result would exceed the size budget".encode().hex()


def expected(name, args, kwargs):
    try:
        if name[0] == ".":
            result = getattr(type(args[0]), name[1:])(*args, **kwargs)
        else:
            result = FUNCTIONS[name](*args, **kwargs)
    except MemoryError:
        return HUGE
    except Exception as e:
        # An error inside some codecs is wrapped in another of the same class.
        message = re.sub(r"^(?:de|en)coding with '.*' codec failed \(\w+: (.*)\)$", r"\1", str(e))
        kind = EXCEPTIONS.get(type(e).__name__, type(e).__name__)
        if isinstance(e, KeyError):  # its message is repr(key), headrace's the key
            return "!" + f"{kind}: {e.args[0]}".encode("utf-8", "surrogatepass").hex()
        text = f"{kind}: {message}" if message else kind
        return "!" + text.encode("utf-8", "surrogatepass").hex()
    return HUGE if isinstance(result, str) and len(result) > 10**8 else encode(result)


def asks_for_much(v):
    """Whether a number in v, taken as a width, is beyond the size budget."""
    if isinstance(v, dict):
        return any(asks_for_much(x) for x in v.values())
    if isinstance(v, (list, tuple)):
        return any(asks_for_much(x) for x in v)
    return isinstance(v, int) and v > 10**8


def shown(answer):
    text = readable(answer)
    return text if len(text) < 400 else text[:400] + "..."


def readable(answer):
    if answer.startswith("!") and answer != "!inconsistent":
        return bytes.fromhex(answer[1:]).decode("utf-8", "surrogatepass")
    if answer[0] in "sy":
        data = bytes.fromhex(answer[1:])
        return repr(data.decode("utf-8", "surrogatepass") if answer[0] == "s" else data)
    return answer


def main():
    if sys.version_info[:2] != (3, 11):
        print("skipped: needs CPython 3.11, this is", sys.version)
        return 77
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=20000)
    parser.add_argument("--only", default="")
    parser.add_argument("--shown", type=int, default=20)
    options = parser.parse_args()

    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    rng = random.Random(options.seed)
    cases = []
    while len(cases) < options.cases:
        case = make_case(rng)
        if case[0].startswith(options.only):
            cases.append(case)
    lines = [
        " ".join([name] + [encode(a) for a in args] + [f"k{k} {encode(v)}" for k, v in kwargs.items()])
        for name, args, kwargs in cases
    ]
    run = subprocess.run([options.driver], input="\n".join(lines) + "\n", capture_output=True, text=True)
    answers = run.stdout.split("\n")
    if run.returncode != 0 or len(answers) != len(cases) + 1:
        print("the driver stopped:", run.returncode, run.stderr[-500:])
        if len(answers) <= len(cases):
            print("at", cases[len(answers) - 1])
        return 1

    differences = collections.Counter()
    wanteds = [expected(*case) for case in cases]
    sys.set_int_max_str_digits(0)  # from here on for printing
    for (name, args, kwargs), answer, wanted in zip(cases, answers, wanteds):
        if answer == wanted or wanted == HUGE:
            continue
        if answer == BUDGET and (asks_for_much(args) or asks_for_much(kwargs)):
            continue
        differences[name] += 1
        if sum(differences.values()) <= options.shown:
            print(f"{name} {args!a} {kwargs!a}\n  CPython  {shown(wanted)!a}\n  headrace {shown(answer)!a}")
    print(f"{len(cases)} cases, {sum(differences.values())} differences", dict(differences) or "")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
