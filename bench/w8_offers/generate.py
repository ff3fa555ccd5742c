"""The events of examples/in-game-offers, of as many players as give about so many events."""

import importlib.util
import json
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[2] / 'examples' / 'in-game-offers'
EVENTS_PER_PLAYER, DAYS, SEED = 124, 42, 1


def example():
    spec = importlib.util.spec_from_file_location('offers_example', EXAMPLE / 'generate.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(count):
    for event in example().generate(max(1, count // EVENTS_PER_PLAYER), DAYS, SEED):
        yield json.dumps(event) + '\n'
