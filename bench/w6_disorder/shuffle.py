"""The events of W4 in an order that has nothing to do with time, one in twenty of them twice."""

import random


def shuffled(lines):
    choose = random.Random(13)
    lines = list(lines)
    lines += choose.sample(lines, len(lines) // 20)
    choose.shuffle(lines)
    return lines
