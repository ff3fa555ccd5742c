"""headrace: raw events into features for machine learning, by one YAML spec of Python expressions.

    import headrace

    result = headrace.transform('sessions.yml', 'features.yml', events='events/*.jsonl')
    result.rows.to_pandas()       # a row of features for each anchor
    result['session'].to_polars() # the blocks of the aggregate `session`

The same spec gives the same values, to the last bit, as the command `headrace` does, whatever the events come from.
"""

from ._headrace import version as __version__
from .engine import Engine
from .errors import Diagnostic, HeadraceError, InputError, OutsideError, SpecError, UsageError
from .plotting.picture import Picture
from .result import Result, Table
from .run import transform
from .spec import Explanation, Spec, load
from .timeline import Timeline

__all__ = ['Diagnostic', 'Engine', 'Explanation', 'HeadraceError', 'InputError', 'OutsideError', 'Picture', 'Result', 'Spec',
           'SpecError', 'Table', 'Timeline', 'UsageError', 'load', 'transform', '__version__']
