#!/usr/bin/env python3
"""Compares headrace's regular expressions with those of the Python that runs this.

    regex_diff.py --driver build/regex_driver --seed 1 --count 10000
    regex_diff.py --freeze tests/regex_diff/frozen.txt    writes questions and CPython's answers

What is asked and answered, and how: see driver.cpp.
"""

import argparse
import random
import re
import signal
import subprocess
import sys
import warnings

from regex_cases import Generator

TIMEOUT_S = 0.5
BATCH = 2000
# CPython 3.11.2 gives spans that cannot match where a possessive repeat has nothing to hold on to; 3.11.7 does not.
POSSESSIVE_IS_SOUND = sys.version_info >= (3, 11, 7)
POSSESSIVE = re.compile(rb'[*+?}]\+')


class Timeout(BaseException):
    pass


def on_alarm(signum, frame):
    raise Timeout


def encoded(text):
    return (text if isinstance(text, bytes) else text.encode('utf-8', 'surrogatepass')).hex()


def described_error(error):
    if isinstance(error, RecursionError):
        raise Timeout
    position = error.pos if isinstance(error, re.error) and error.pos is not None else -1
    message = error.msg if isinstance(error, re.error) else str(error)
    return '%s %d %s' % (type(error).__name__, position, encoded(message))


def described_match(match):
    if match is None:
        return 'none'
    spans = [match.span(group) for group in range(match.re.groups + 1)]
    return ''.join('-;' if span == (-1, -1) else '%d,%d;' % span for span in spans) + str(match.lastindex or 0)


def attempt(function):
    try:
        return function()
    except SystemError:
        return 'SystemError'


def all_matches(pattern, case):
    found = []
    try:
        for match in pattern.finditer(case.text, case.begin, case.end):
            found.append(described_match(match))
    except SystemError:
        found.append('SystemError')
    return ''.join(part + '/' for part in found)


def split(pattern, case):
    return ''.join('-/' if part is None else encoded(part) + '/' for part in pattern.split(case.text, case.limit))


def substitute(pattern, case):
    try:
        text, count = pattern.subn(case.replacement, case.text, case.limit)
    except (re.error, IndexError) as error:
        return described_error(error)
    return '%s %d' % (encoded(text), count)


class Case:
    def __init__(self, generator):
        rng = generator.rng
        self.pattern = generator.pattern()
        self.flags = generator.flags()
        self.text = generator.text()
        self.replacement = generator.replacement()
        self.begin, self.end = generator.bounds(len(self.text))
        self.limit = 0 if rng.random() < 0.6 else rng.randint(1, 3)
        self.is_text = True
        if rng.random() < 0.08:
            self.to_bytes()

    def to_bytes(self):
        parts = [part.encode('latin-1', 'replace') for part in (self.pattern, self.text, self.replacement)]
        self.pattern, self.text, self.replacement = parts
        self.is_text = False
        if self.flags & 2 and self.flags & 16:
            self.flags |= 4

    def is_sound(self):
        pattern = self.pattern if isinstance(self.pattern, bytes) else self.pattern.encode('utf-8', 'surrogatepass')
        return POSSESSIVE_IS_SOUND or not POSSESSIVE.search(pattern)

    def question(self):
        fields = ['s' if self.is_text else 'b', self.flags, self.begin, self.end, self.limit]
        return '\t'.join(map(str, fields + [encoded(part) or '-' for part in (self.pattern, self.text, self.replacement)]))

    def answer(self):
        try:
            pattern = re.compile(self.pattern, self.flags)
        except (re.error, ValueError, OverflowError, RecursionError) as error:
            return described_error(error)
        bounds = (self.text, self.begin, self.end)
        names = ''.join(' %s=%d' % (encoded(name), group) for name, group in pattern.groupindex.items())
        return '%d %d%s m:%s f:%s s:%s a:%s p:%s r:%s' % (
            pattern.flags, pattern.groups, names,
            attempt(lambda: described_match(pattern.match(*bounds))),
            attempt(lambda: described_match(pattern.fullmatch(*bounds))),
            attempt(lambda: described_match(pattern.search(*bounds))),
            all_matches(pattern, self),
            attempt(lambda: split(pattern, self)),
            attempt(lambda: substitute(pattern, self)))


def answered_cases(rng, count):
    """Cases that CPython answers in time, and rightly."""
    generator = Generator(rng)
    for _ in range(count):
        case = Case(generator)
        if not case.is_sound():
            continue
        signal.setitimer(signal.ITIMER_REAL, TIMEOUT_S)
        try:
            answer = case.answer()
            signal.setitimer(signal.ITIMER_REAL, 0)
        except Timeout:
            continue
        re.purge()
        yield case, answer


def compare(driver, rng, count):
    wrong = limited = compared = 0
    while count > 0:
        batch = list(answered_cases(rng, min(BATCH, count)))
        count -= BATCH
        questions = ''.join(case.question() + '\n' for case, _ in batch)
        done = subprocess.run([driver], input=questions, capture_output=True, text=True)
        answers = done.stdout.splitlines()
        if done.returncode != 0 or len(answers) != len(batch):
            case = batch[len(answers)][0] if len(answers) < len(batch) else batch[-1][0]
            sys.exit('the driver failed at %r flags %d text %r\n%s' % (case.pattern, case.flags, case.text, done.stderr))
        for (case, expected), got in zip(batch, answers):
            if 'limit' in got or got.startswith('unsupported'):
                limited += 1
                continue
            compared += 1
            if got == expected:
                continue
            wrong += 1
            if wrong <= 20:
                print('pattern %r flags %d text %r [%d:%d] limit %d replacement %r\n  CPython  %s\n  headrace %s' % (
                    case.pattern, case.flags, case.text, case.begin, case.end, case.limit, case.replacement, expected, got))
    print('%d compared, %d not answered, %d different' % (compared, limited, wrong))
    return wrong == 0 and limited < compared / 20


def freeze(path, rng, count):
    with open(path, 'w', encoding='ascii') as f:
        for case, answer in answered_cases(rng, count):
            f.write('%s\n%s\n' % (case.question(), answer))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--driver')
    parser.add_argument('--freeze')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--count', type=int, default=4000)
    args = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        sys.exit(77)
    warnings.simplefilter('ignore')
    signal.signal(signal.SIGALRM, on_alarm)
    rng = random.Random(args.seed)
    if args.freeze:
        freeze(args.freeze, rng, args.count)
    elif not compare(args.driver, rng, args.count):
        sys.exit(1)


if __name__ == '__main__':
    main()
