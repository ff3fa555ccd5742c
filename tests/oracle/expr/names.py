"""Which names an expression uses that nobody gives it: headrace refuses them at load, CPython only when it comes to them."""

import symtable


def _scopes(scope):
    yield scope
    for child in scope.get_children():
        yield from _scopes(child)


def unknown_names(text, known):
    """The names that `text` reads and neither binds itself nor finds in `known`. Raises SyntaxError as compile() does."""
    top = symtable.symtable(text, '<expression>', 'eval')
    bound, used = set(), set()
    for scope in _scopes(top):
        for symbol in scope.get_symbols():
            if scope is top or symbol.is_global():  # a walrus in a comprehension binds in the scope around it
                (bound if symbol.is_assigned() else used).add(symbol.get_name())
    return used - bound - known
