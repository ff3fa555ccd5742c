"""Every public name says what it is."""

import dataclasses
import importlib
import inspect
import pkgutil
import unittest

import headrace

EXTRAS = ('headrace.ray', 'headrace.spark')  # of which the packages beneath need not be there


def modules():
    yield headrace
    for found in pkgutil.walk_packages(headrace.__path__, 'headrace.'):
        name = found.name
        if not any(part.startswith('_') for part in name.split('.')[1:]):
            try:
                yield importlib.import_module(name)
            except ImportError:
                assert name.startswith(EXTRAS), name


def public(owner):
    return {name: value for name, value in vars(owner).items() if not name.startswith('_')}


def undocumented():
    for module in modules():
        if not module.__doc__:
            yield module.__name__
        for name, value in public(module).items():
            if getattr(value, '__module__', None) != module.__name__ or not (inspect.isclass(value) or inspect.isfunction(value)):
                continue
            title = f'{module.__name__}.{name}'
            if not has_own_docstring(value):
                yield title
            if inspect.isclass(value):
                yield from (f'{title}.{member}' for member, it in public(value).items()
                            if isinstance(it, (property, classmethod, staticmethod)) or inspect.isfunction(it)
                            if not inspect.getdoc(it))


def has_own_docstring(value):
    doc = vars(value).get('__doc__') if inspect.isclass(value) else value.__doc__
    if dataclasses.is_dataclass(value) and doc and doc.startswith(f'{value.__name__}('):
        return False  # what dataclass() puts there
    return bool(doc)


class Docstrings(unittest.TestCase):
    def test_every_public_name_has_one(self):
        self.assertEqual(sorted(undocumented()), [])

    def test_all_names_exist(self):
        for name in headrace.__all__:
            self.assertTrue(hasattr(headrace, name), name)
        self.assertEqual(len(set(headrace.__all__)), len(headrace.__all__))


if __name__ == '__main__':
    unittest.main()
