"""Which names an expression uses that nobody gives it: headrace refuses them at load, CPython only when it comes to them."""

import symtable


def unknown_names(text, known):
    """The names that `text` reads and neither binds itself nor finds in `known`. Raises SyntaxError as compile() does."""
    top = symtable.symtable(text, '<expression>', 'eval')
    known = known | {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned()}
    unknown = set()
    scopes = [top]
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        for symbol in scope.get_symbols():
            if symbol.is_referenced() and (scope is top or symbol.is_global()) and symbol.get_name() not in known:
                unknown.add(symbol.get_name())
    return unknown
