#!/usr/bin/env python3
"""Events of a game to a model on Ray: do frustrated players buy? (../game-sessions)

    train.py EVENTS...       NDJSON of ../game-sessions/generate.py

The rows never are in one place: XGBoost takes them from the cluster batch by batch. Needs ray and xgboost.
"""

import sys
from pathlib import Path

import headrace.ray
import pyarrow
import pyarrow.json
import ray
import xgboost

SPECS = Path(__file__).parent.parent / 'game-sessions'
FEATURES = ['now.lost', 'now.lost_share', 'now.days_since_install', 'week.sessions', 'week.minutes', 'week.lost_share',
            'week.spent', 'last.minutes_trend', 'last.hours_away']
# The spec parses times; what Ray would make of them has lost their offsets.
TIMES_AS_TEXT = pyarrow.json.ParseOptions(explicit_schema=pyarrow.schema([('time', pyarrow.string())]))
LABEL = 'later.bought'


class Batches(xgboost.DataIter):
    """The rows of a dataset as XGBoost asks for them, several times."""

    def __init__(self, rows):
        super().__init__()
        self._rows = rows
        self.reset()

    def next(self, input_data):
        batch = next(self._batches, None)
        if batch is None:
            return False
        input_data(data=batch.select(FEATURES), label=batch[LABEL].to_numpy())
        return True

    def reset(self):
        self._batches = iter(self._rows.iter_batches(batch_size=4096, batch_format='pyarrow'))


def train(paths, rounds=20):
    """A model, the error on its own training rows, and how many there are."""
    events = ray.data.read_json(paths, parse_options=TIMES_AS_TEXT)
    rows = headrace.ray.transform(events, SPECS / 'stream.yml', SPECS / 'window.yml').materialize()
    matrix = xgboost.QuantileDMatrix(Batches(rows))
    model = xgboost.train({'objective': 'binary:logistic', 'eval_metric': 'error', 'max_depth': 4, 'nthread': 2}, matrix, rounds)
    return model, float(model.eval(matrix).rsplit(':', 1)[1]), matrix.num_row()


if __name__ == '__main__':
    _, error, count = train(sys.argv[1:])
    print(f'{count} rows, error {error:.3f}')
