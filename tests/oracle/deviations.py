"""The named deviations of docs/blurr-differences.md, as patches of real Blurr: one function each.

With all of them on, Blurr is the reference that headrace is compared with line by line, also in the areas that the deviations
touch. Each can be left off; test_deviations.py shows for each a pair of spec and events where that makes a difference.

A deviation without a patch is one that the generator keeps away from, because it is an error at load in headrace (1 in part, 9),
is headrace's own choice (7), or shows only where state is read back (15): those are shown by headrace's side of the test alone.
"""

import ast
import datetime as dt
import functools
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / 'expr'))

from containers import checked_arguments, require_storable  # noqa: E402
from ordered_set import OrderedSet  # noqa: E402
from reference import Rewriter, checked_pow  # noqa: E402

from blurr.core import evaluation, field_complex  # noqa: E402
from blurr.core.aggregate import Aggregate  # noqa: E402
from blurr.core.aggregate_activity import ActivityAggregate  # noqa: E402
from blurr.core.aggregate_identity import IdentityAggregate  # noqa: E402
from blurr.core.aggregate_variable import VariableAggregate  # noqa: E402
from blurr.core.aggregate_window import WindowAggregate  # noqa: E402
from blurr.core.base import BaseItemCollection, BaseSchema  # noqa: E402
from blurr.core.errors import IdentityError, InvalidExpressionError, PrepareWindowMissingBlocksError  # noqa: E402
from blurr.core.evaluation import Expression, ExpressionType  # noqa: E402
from blurr.core.field import ComplexTypeBase, Field  # noqa: E402
from blurr.core.transformer_streaming import StreamingTransformer, StreamingTransformerSchema  # noqa: E402
from blurr.core.transformer_window import WindowTransformer  # noqa: E402
from blurr.core.type import Type  # noqa: E402
from blurr.runner import json_encoder, runner  # noqa: E402
from blurr.store.memory_store import MemoryStore  # noqa: E402
from dateutil import parser  # noqa: E402

PATCHES = {}  # number -> function(patch)


def deviation(number):
    def register(function):
        PATCHES[number] = function
        return function

    return register


class Patches:
    """Applies patches for as long as it is entered. `patch(owner, name, make)` wraps owner.name: make(old) is the new."""

    def __init__(self, numbers=None):
        self._numbers = sorted(PATCHES) if numbers is None else sorted(numbers)
        self._undo = []

    def __enter__(self):
        for number in reversed(self._numbers):  # the first are outermost: 5 wraps what 10 puts in
            PATCHES[number](self._patch)
        return self

    def __exit__(self, *_):
        while self._undo:
            owner, name, old, had = self._undo.pop()
            setattr(owner, name, old) if had else delattr(owner, name)

    def _patch(self, owner, name, make):
        had = name in vars(owner)
        old = vars(owner)[name] if had else getattr(owner, name)
        self._undo.append((owner, name, old, had))
        setattr(owner, name, make(old))


def copied(value):
    """A value with all containers in it copied."""
    if isinstance(value, OrderedSet):
        return type(value)(value)
    if isinstance(value, list):
        return type(value)(copied(v) for v in list.__iter__(value))
    if isinstance(value, dict):
        return type(value)((k, copied(v)) for k, v in dict.items(value))
    if isinstance(value, set):
        return type(value)(value)
    return value


def rewriting(transformer, *marks):
    """Expression.__init__ that passes the syntax tree of texts with one of `marks` through `transformer`."""

    def make(old):
        @functools.wraps(old)
        def init(self, code_string, expression_type=ExpressionType.EVAL):
            old(self, code_string, expression_type)
            if expression_type == ExpressionType.EVAL and any(mark in self.code_string for mark in marks):
                tree = getattr(self, 'tree', None) or ast.parse(self.code_string, '<string>', 'eval')
                self.tree = transformer.visit(tree)
                self.code_object = compile(self.tree, '<string>', 'eval')

        return init

    return make


@deviation(1)
def literals_mean_what_they_say(patch):
    """A falsy literal in the YAML (`no`, `0`) is an expression, not the absence of one."""

    def build(_old):
        def build_expression(self, attribute):
            text = self._spec.get(attribute)
            if text is None:
                return None
            try:
                return Expression(str(text))
            except Exception as error:
                self.add_errors(InvalidExpressionError(self.fully_qualified_name, self._spec, attribute, error))

        return build_expression

    patch(BaseSchema, 'build_expression', build)


@deviation(2)
def containers_are_copied(patch):
    """A saved block, a row, another field hold copies: a closed block cannot change any more."""

    def evaluate(old):
        def run_evaluate(self):
            before = self.value
            old(self)
            if self.value is not before:
                self.value = copied(self.value)

        return run_evaluate

    def snapshot(old):
        return property(lambda self: copied(old.fget(self)))

    def restore(old):
        return lambda self, saved: old(self, copied(saved))

    patch(Field, 'run_evaluate', evaluate)
    patch(BaseItemCollection, '_snapshot', snapshot)
    patch(Field, 'run_restore', restore)


@deviation(3)
def empty_blocks_are_not_saved(patch):
    """A block that never took an event has no `_identity` yet; it is not saved, so not printed."""

    def persist(old):
        def _persist(self):
            if self._fields['_identity'].value != '':
                old(self)

        return _persist

    patch(Aggregate, '_persist', persist)
    patch(IdentityAggregate, '_persist', persist)


@deviation(4)
def when_and_dimensions_once(patch):
    """When is evaluated once, dimensions once, before the fields, and the fields see them."""

    def evaluate(_old):
        def run_evaluate(self):
            if not self._needs_evaluation or not self._evaluate_dimension_fields():
                return
            if not self._existing_key:
                self._init_state_from_new_key()
            elif not self._compare_dimensions_to_fields():
                self._persist()
                self._init_state_from_new_key()
            for name, dimension in self._dimension_fields.items():
                self._fields[name].value = dimension.value
            for name, field in self._fields.items():
                if name not in self._dimension_fields:
                    field.run_evaluate()
            self._existing_key = self._key

        return run_evaluate

    patch(IdentityAggregate, 'run_evaluate', evaluate)


@deviation(5)
def variables_live_for_one_event(patch):
    """Variables return to their default at each event, before anything sees them."""

    def evaluate(old):
        def run_evaluate(self, *args):
            for aggregate in self._nested_items.values():
                if isinstance(aggregate, VariableAggregate):
                    aggregate.run_reset()
            return old(self, *args)

        return run_evaluate

    patch(StreamingTransformer, 'run_evaluate', evaluate)


@deviation(6)
def windows_compare_instants(patch):
    """Block windows compare instants, not the texts of times with their offsets."""

    def get_range(_old):
        def _get_range_dimension_key(self, base_key, start_time, end_time, count=0):
            found = []
            for key, item in self._cache.items():
                if key.starts_with(base_key) and item.get('_start_time'):
                    start = parser.parse(item['_start_time'])
                    if start_time < start < end_time:
                        found.append((start, (key, item)))
            items = [item for _, item in sorted(found, key=lambda pair: pair[0])]
            return self._restrict_items_to_count(items, count) if count else items

        return _get_range_dimension_key

    patch(MemoryStore, '_get_range_dimension_key', get_range)


@deviation(8)
def all_names_are_visible(patch):
    """Comprehensions and lambdas see all names (in a window also `source`); a walrus is local to its expression."""

    def evaluate(old):
        def run(self, context):
            if self.type == ExpressionType.EXEC:
                return old(self, context)
            names = dict(context.global_context)
            names.update(context.local_context)
            scope = evaluation.EvaluationContext(evaluation.Context(names), None)
            scope.local_context = scope.global_context
            return old(self, scope)

        return run

    patch(Expression, 'evaluate', evaluate)


@deviation(10)
def identity_is_text(patch):
    """Identity and time are evaluated once, identity is its str(), one of white space only is skipped; all stores print."""

    def get_identity(old):
        def get(self, record):
            identity = str(old(self, record))
            if not identity or identity.isspace():
                raise IdentityError('blank identity')
            return identity

        return get

    def execute_stream(_old):
        def execute(self, identity_events, identity, schema_loader, old_state=None):
            name = schema_loader.add_schema_spec(self._stream_bts)
            schema = schema_loader.get_schema_object(name)
            self._get_store(schema_loader)
            transformer = StreamingTransformer(schema, identity)
            for time, event in identity_events:
                transformer.run_evaluate(event, time)
            transformer.run_finalize()
            return _all_stores(schema_loader).get_all(identity)

        return execute

    def evaluate(old):
        def run_evaluate(self, record, time=None):
            if time is None:
                return old(self, record)
            self._evaluation_context.add_record(record)
            self._evaluation_context.global_add('time', time)
            BaseItemCollection.run_evaluate(self)
            self._evaluation_context.remove_record()
            self._evaluation_context.global_remove('time')

        return run_evaluate

    def save(old):
        def remember_order(self, key, item):
            MemoryStore.first_saved.setdefault(key, len(MemoryStore.first_saved))
            old(self, key, item)

        return remember_order

    def get_store(old):
        def first_or_all(schema_loader):
            old.__func__(schema_loader)
            return _all_stores(schema_loader)

        return staticmethod(first_or_all)

    MemoryStore.first_saved = {}
    patch(StreamingTransformerSchema, 'get_identity', get_identity)
    patch(StreamingTransformer, 'run_evaluate', evaluate)
    patch(runner.Runner, '_execute_stream_bts', execute_stream)
    patch(runner.Runner, '_get_store', get_store)
    patch(MemoryStore, 'save', save)


class _AllStores:
    """What all memory stores hold, in the order in which it was first saved."""

    def __init__(self, stores):
        self._stores = stores

    def get_all(self, identity):
        items = [pair for store in self._stores for pair in store.get_all(identity).items()]
        return dict(sorted(items, key=lambda pair: MemoryStore.first_saved[pair[0]]))


def _all_stores(schema_loader):
    return _AllStores(schema_loader.get_all_stores())


@deviation(11)
def containers_print_and_times_saturate(patch):
    """In containers, datetimes print as ISO text and sets as lists; what JSON cannot print does not get into them. Times stop
    at years 1 and 9999."""

    def assign(old):
        def run_evaluate(self):
            before = self.value
            old(self)
            try:
                if self.value is not before:
                    require_storable(self.value)
            except TypeError:
                self.value = before

        return run_evaluate

    def attribute(old):
        def __getattribute__(self, name):
            found = old(self, name)
            if name.startswith('_') or not callable(found):
                return found
            return lambda *args, **kwargs: found(*checked_arguments(name, args, kwargs), **kwargs)

        return __getattribute__

    def default(old):
        def encode(self, value):
            if isinstance(value, dt.datetime):
                return value.isoformat()
            if isinstance(value, set):
                return list(value)
            return old(self, value)

        return encode

    def end_time(_old):
        def _get_end_time(self, start_time):
            unit = 'days' if Type.is_type_equal(self._schema.window_type, Type.DAY) else 'hours'
            return shifted(start_time, unit, self._schema.window_value)

        return _get_end_time

    def activity(old):
        def run_evaluate(self):
            interval = self._schema.separation_interval
            self._schema.separation_interval = _Saturating(interval)
            try:
                old(self)
            finally:
                self._schema.separation_interval = interval

        return run_evaluate

    patch(Field, 'run_evaluate', assign)
    patch(ComplexTypeBase, '__getattribute__', attribute)
    patch(json_encoder.BlurrJSONEncoder, 'default', default)
    patch(WindowAggregate, '_get_end_time', end_time)
    patch(ActivityAggregate, 'run_evaluate', activity)


class _Saturating:
    """A span that can be added to and taken from a datetime without overflow."""

    def __init__(self, span):
        self._span = span

    def __radd__(self, time):
        return shifted(time, 'days', self._span / dt.timedelta(days=1), self._span)

    def __rsub__(self, time):
        return shifted(time, 'days', -1, -self._span)


def shifted(time, unit, value, span=None):
    """`time` plus `value` units, or the last or first instant that a datetime can hold."""
    try:
        return time + (dt.timedelta(**{unit: value}) if span is None else span)
    except OverflowError:
        return (dt.datetime.max if value > 0 else dt.datetime.min).replace(tzinfo=dt.timezone.utc)


@deviation(12)
def sets_keep_their_order(patch):
    """Set fields, set displays and `set(...)` keep insertion order."""

    class Set(ComplexTypeBase, OrderedSet):
        def add(self, element):
            if element is not None:
                OrderedSet.add(self, element)

        def __repr__(self):
            return 'Set(%s)' % (OrderedSet.__repr__(self) if self else '')

        __str__ = __repr__

    def evaluate(old):
        def run(self, context):
            if self.type == ExpressionType.EVAL:
                context.global_context.setdefault('set', OrderedSet)
            return old(self, context)

        return run

    patch(field_complex.SetFieldSchema, 'type_object', lambda old: property(lambda self: Set))
    patch(field_complex.SetFieldSchema, 'default', lambda old: property(lambda self: Set()))
    patch(Expression, '__init__', rewriting(_OrderedSets(), 'set', '{'))
    patch(Expression, 'evaluate', evaluate)


class _OrderedSets(ast.NodeTransformer):
    """Set displays and comprehensions as calls of `set`, which is then the ordered one."""

    visit_Set = Rewriter.visit_Set
    visit_SetComp = Rewriter.visit_SetComp
    _call = staticmethod(Rewriter._call)
    _ordered_sets = True


@deviation(13)
def no_complex_numbers(patch):
    """A complex result of `**` is an error."""

    def evaluate(old):
        def run(self, context):
            if self.type == ExpressionType.EVAL:
                context.global_context.setdefault('_checked_pow', checked_pow)
                context.global_context.setdefault('pow', checked_pow)
            return old(self, context)

        return run

    patch(Expression, '__init__', rewriting(_CheckedPow(), '**'))
    patch(Expression, 'evaluate', evaluate)


class _CheckedPow(ast.NodeTransformer):
    visit_BinOp = Rewriter.visit_BinOp
    _call = staticmethod(Rewriter._call)


@deviation(14)
def window_rows(patch):
    """A window transform whose When is false drops the row; window aggregates carry the real identity."""

    def evaluate(old):
        def _evaluate(self):
            if not self._needs_evaluation:
                raise PrepareWindowMissingBlocksError('When of the window transform is false')
            old(self)
            for aggregate in self._nested_items.values():
                aggregate._fields['_identity'].value = self._identity

        return _evaluate

    patch(WindowTransformer, '_evaluate', evaluate)


@deviation(16)
def keys_name_columns_as_json_writes_them(patch):
    """A map's keys that are no text name their columns by what JSON makes of them."""

    def flatten(old):
        def _flatten_snapshot(self, prefix, value):
            named = {k if isinstance(k, str) else next(iter(json.loads(json_line({k: 0})))): v for k, v in value.items()}
            return old(self, prefix, named)

        return _flatten_snapshot

    patch(WindowTransformer, '_flatten_snapshot', flatten)


def json_line(value):
    return json.dumps(value, cls=json_encoder.BlurrJSONEncoder)
