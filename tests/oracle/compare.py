"""Runs a pair by headrace and compares its lines with the expected ones: text first, then values with their types."""

import json
import os
import resource
import signal
import subprocess
import tempfile
from dataclasses import dataclass

TIMEOUT_S = 30


@dataclass
class Verdict:
    kind: str  # equal | text | values | lines | refused | crash | timeout
    detail: str = ''
    actual: tuple = ()
    code: str = ''  # of a refusal: the code of the first error, "bad-expression"

    @property
    def equal(self):
        return self.kind == 'equal'


def _free_memory():
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def run_headrace(headrace, arguments, folder):
    """(exit code, standard output, standard error) of `headrace transform` in `folder`; None as code for no answer in time."""
    # What CPython refuses for lack of memory, headrace refuses by its budgets: an error like any other for both.
    command = [os.path.abspath(headrace), 'transform', '--keep-going'] + arguments
    environment = dict(os.environ, TZ='UTC', LC_ALL='C.UTF-8')
    environment.pop('PYTHONHASHSEED', None)
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=TIMEOUT_S, env=environment,
                              preexec_fn=_free_memory)
    except subprocess.TimeoutExpired:
        return None, b'', b''
    return done.returncode, done.stdout, done.stderr


def check(headrace, pair, expected):
    """The verdict on headrace's output for a Pair, whose expected lines are given."""
    with tempfile.TemporaryDirectory() as folder:
        code, output, errors = run_headrace(headrace, pair.write(folder), folder)
    return judge(expected, code, output, errors)


def judge(expected, code, output, errors):
    if code is None:
        return Verdict('timeout', 'no answer within %d s' % TIMEOUT_S)
    message = errors.decode(errors='replace').strip()
    if code < 0:
        return Verdict('crash', '%s %s' % (signal.Signals(-code).name, message[-500:]))
    if code != 0:
        errors = [line for line in message.splitlines() if 'error' in line] or message.splitlines() or ['']
        return Verdict('refused' if code == 1 else 'crash', 'exit code %d: %s' % (code, ' | '.join(errors[:2])[:300]),
                       code=errors[0].rpartition(' [')[2].rstrip(']'))
    actual = output.decode('utf-8', 'replace').split('\n')
    if actual and actual[-1] == '':
        actual.pop()
    return compare_lines(expected, actual)


def compare_lines(expected, actual):
    if expected == actual:
        return Verdict('equal')
    actual = tuple(actual)
    for number, (want, got) in enumerate(zip(expected, actual), 1):
        if want == got:
            continue
        try:
            difference = first_difference(json.loads(want), json.loads(got))
        except ValueError:
            return Verdict('values', 'line %d is not JSON: %s' % (number, got[:200]), actual)
        if difference:
            return Verdict('values', 'line %d %s' % (number, difference), actual)
    if len(expected) != len(actual):
        return Verdict('lines', '%d lines expected, %d printed' % (len(expected), len(actual)), actual)
    return Verdict('text', 'same values, other text', actual)


def first_difference(want, got, path=''):
    """Where two JSON values differ, types told apart (1, 1.0, true); None when they do not."""
    if type(want) is not type(got):
        return '%s: %s expected, %s printed' % (path or '/', _show(want), _show(got))
    if isinstance(want, list):
        for i, (a, b) in enumerate(zip(want, got)):
            difference = first_difference(a, b, '%s/%d' % (path, i))
            if difference:
                return difference
        return None if len(want) == len(got) else '%s: %d elements expected, %d printed' % (path or '/', len(want),
            len(got))
    if isinstance(want, dict):
        if list(want) != list(got):
            return '%s: keys %s expected, %s printed' % (path or '/', list(want), list(got))
        return next(filter(None, (first_difference(want[k], got[k], '%s/%s' % (path, k)) for k in want)), None)
    if want != got and not (want != want and got != got):
        return '%s: %s expected, %s printed' % (path or '/', _show(want), _show(got))
    return None


def _show(value):
    return json.dumps(value)[:200]
