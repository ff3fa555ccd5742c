"""A pair: specs and events, as data that can be kept, shrunk, written as files and run by both sides."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

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


@dataclass
class Pair:
    stream: dict
    window: Optional[dict] = None
    files: list = field(default_factory=list)  # of lists of lines, each a text without its newline
    modules: dict = field(default_factory=dict)  # name -> source of a user module
    processor: str = 'simple'
    style: int = 0  # how the YAML is laid out
    newline: str = '\n'

    def yaml_text(self, spec):
        flow = [None, None, False, False, True][self.style % 5]
        width = [80, 10**6, 30][self.style % 3]
        return yaml.dump(_with_plain(spec), Dumper=_Dumper, sort_keys=False, default_flow_style=flow, width=width,
                         allow_unicode=self.style % 2 == 0)

    @property
    def stream_text(self):
        return self.yaml_text(self.stream)

    @property
    def window_text(self):
        return None if self.window is None else self.yaml_text(self.window)

    def file_bytes(self):
        """The content of each event file; a lone surrogate in a line stands for a byte that is not UTF-8."""
        return [''.join(line + self.newline for line in lines).encode('utf-8', 'surrogateescape')
                for lines in self.files]

    def to_json(self):
        return json.dumps(vars(self))

    @staticmethod
    def from_json(text):
        return Pair(**json.loads(text))

    def write(self, folder):
        """The pair as files; returns headrace's arguments, relative to the folder."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / 'stream.yml').write_text(self.stream_text, encoding='utf-8')
        arguments = ['--streaming-bts=stream.yml']
        if self.window is not None:
            (folder / 'window.yml').write_text(self.window_text, encoding='utf-8')
            arguments.append('--window-bts=window.yml')
        if self.processor != 'simple':
            arguments.append('--data-processor=' + self.processor)
        for name, source in self.modules.items():
            (folder / (name + '.py')).write_text(source, encoding='utf-8')
        for i, content in enumerate(self.file_bytes()):
            (folder / ('events%d.jsonl' % i)).write_bytes(content)
            arguments.append('events%d.jsonl' % i)
        return arguments
