"""A set in insertion order: what headrace's sets are (named deviation 12), on top of Python's own."""


def _as_member(element):
    """What a set looks for when it is asked for a set: the frozenset that is equal."""
    return frozenset(element) if isinstance(element, set) else element


class OrderedSet(set):
    """A real `set` for every test of membership and equality; a dict beside it keeps the order.

    Operators keep the left operand's order, then what the right one adds; `pop` takes the oldest. Which of two equal
    elements stays (1, 1.0, True) is what Python's own set operation decides.
    """

    def __init__(self, iterable=()):
        super().__init__()
        self._order = {}
        for element in iterable:
            OrderedSet.add(self, element)

    @classmethod
    def _ordered(cls, elements, *orders):
        """`elements` (a plain set) in the order of `orders`."""
        result = OrderedSet()
        kept = {e: e for e in elements}
        for order in orders:
            for element in order:
                if element in kept:
                    OrderedSet.add(result, kept[element])
        return result

    def __iter__(self):
        return iter(list(self._order))

    def __reduce__(self):
        return OrderedSet, (list(self._order),)

    def __repr__(self):
        return '{%s}' % ', '.join(map(repr, self._order)) if self._order else 'set()'

    __str__ = __repr__

    def add(self, element):
        super().add(element)
        self._order.setdefault(element, None)

    def discard(self, element):
        super().discard(element)
        self._order.pop(_as_member(element), None)

    def remove(self, element):
        super().remove(element)
        del self._order[_as_member(element)]

    def pop(self):
        if not self._order:
            raise KeyError('pop from an empty set')
        element = next(iter(self._order))
        OrderedSet.discard(self, element)
        return element

    def clear(self):
        super().clear()
        self._order.clear()

    def copy(self):
        return OrderedSet(self)

    def update(self, *others):
        for other in others:
            for element in list(other):
                OrderedSet.add(self, element)

    def _replace(self, elements, *orders):
        kept = list(OrderedSet._ordered(elements, *orders))
        OrderedSet.clear(self)
        for element in kept:
            OrderedSet.add(self, element)

    def union(self, *others):
        others = [list(o) for o in others]
        return OrderedSet._ordered(set(self._order).union(*others), self, *others)

    def intersection(self, *others):
        # A set is handed on as a set: Python walks the smaller of two sets, and keeps the elements that it walks.
        others = [o if isinstance(o, (set, frozenset)) else list(o) for o in others]
        return OrderedSet._ordered(set(self._order).intersection(*map(_plain, others)), self)

    def difference(self, *others):
        return OrderedSet._ordered(set(self._order).difference(*map(_plain, others)), self)

    def symmetric_difference(self, other):
        other = list(other)
        return OrderedSet._ordered(set(self._order).symmetric_difference(other), self, other)

    def intersection_update(self, *others):
        self._replace(set(OrderedSet.intersection(self, *others)), self._order)

    def difference_update(self, *others):
        self._replace(set(self._order).difference(*map(_plain, others)), self._order)

    def symmetric_difference_update(self, other):
        kept = OrderedSet.symmetric_difference(self, other)
        OrderedSet.clear(self)
        OrderedSet.update(self, kept)

    def __or__(self, other):
        return OrderedSet.union(self, other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __and__(self, other):
        return OrderedSet.intersection(self, other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __sub__(self, other):
        return OrderedSet.difference(self, other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __xor__(self, other):
        return OrderedSet.symmetric_difference(self, other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __ror__(self, other):
        return OrderedSet(other) | self if isinstance(other, (set, frozenset)) else NotImplemented

    def __rand__(self, other):
        return OrderedSet(other) & self if isinstance(other, (set, frozenset)) else NotImplemented

    def __rsub__(self, other):
        return OrderedSet(other) - self if isinstance(other, (set, frozenset)) else NotImplemented

    def __rxor__(self, other):
        return OrderedSet(other) ^ self if isinstance(other, (set, frozenset)) else NotImplemented


def _plain(iterable):
    return set(iterable) if isinstance(iterable, OrderedSet) else iterable
