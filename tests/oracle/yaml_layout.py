"""A spec as YAML text, laid out in one of several styles."""

import yaml


class _Plain(str):
    """A scalar that is written as it stands, without quotes: `010`, `yes`, `1:30`."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def _represent_plain(dumper, text):
    return yaml.ScalarNode(dumper.resolve(yaml.ScalarNode, str(text), (True, False)), str(text), style='')


_Dumper.add_representer(_Plain, _represent_plain)


def _with_plain(node):
    if isinstance(node, dict):
        if list(node) == ['plain']:
            return _Plain(node['plain'])
        return {k: _with_plain(v) for k, v in node.items()}
    return [_with_plain(v) for v in node] if isinstance(node, list) else node


def laid_out(spec, style):
    """`style` decides block or flow form, the width of lines, and whether letters beyond ASCII are escaped."""
    flow = [None, None, False, False, True][style % 5]
    width = [80, 10**6, 30][style % 3]
    return yaml.dump(_with_plain(spec), Dumper=_Dumper, sort_keys=False, default_flow_style=flow, width=width,
                     allow_unicode=style % 2 == 0)
