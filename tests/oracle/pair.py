"""A pair: specs and events, as data that can be kept, shrunk, written as files and run by both sides."""

import copy
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional


def documents_form(spec):
    """The spec as Blurr's documents write it, which headrace reads too: `Filter`, `int`, no Type, no Store, parse_time, the other
    version."""
    spec = copy.deepcopy(spec)
    first = spec.get('Stores', [{}])[0].get('Name')
    spec['Version'] = '2018-03-07'
    if spec.get('Time') == "datetime.strptime(source.t, '%Y-%m-%d %H:%M:%S')":
        spec['Time'] = "parse_time(source.t, 'YYYY-mm-dd HH:MM:SS')"
    for aggregate in spec['Aggregates']:
        if aggregate.get('Store') == first:
            aggregate.pop('Store', None)
        for field_spec in aggregate['Fields']:
            if 'When' in field_spec:
                field_spec['Filter'] = field_spec.pop('When')
            if field_spec['Type'] == 'string':
                del field_spec['Type']
            else:
                field_spec['Type'] = {'integer': 'int', 'boolean': 'bool'}.get(field_spec['Type'], field_spec['Type'])
    return spec


# A character beyond U+FFFF as json.dumps() escapes it, which libyaml refuses (docs/blurr-differences.md).
SURROGATE_PAIR = re.compile(r'((?<!\\)(?:\\\\)*)(\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})')


@dataclass
class Pair:
    stream: dict
    window: Optional[dict] = None
    files: list = field(default_factory=list)  # of lists of lines, each a text without its newline
    modules: dict = field(default_factory=dict)  # name -> source of a user module
    processor: str = 'simple'
    style: int = 0  # how the YAML is laid out
    newline: str = '\n'
    documents: bool = False  # whether headrace is given the documents' form of the specs

    def yaml_text(self, spec):
        """Style 0 is JSON, which is YAML too and needs no library."""
        if self.style == 0:
            return SURROGATE_PAIR.sub(lambda m: m[1] + '\\U%08x' % ord(json.loads(f'"{m[2]}"')), json.dumps(spec))
        from yaml_layout import laid_out
        return laid_out(spec, self.style)

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

    def headrace_text(self, spec):
        """The text of a spec as headrace is given it; Blurr is given yaml_text."""
        return self.yaml_text(documents_form(spec) if self.documents else spec)

    def to_json(self):
        return json.dumps(vars(self))

    @staticmethod
    def from_json(text):
        return Pair(**json.loads(text))

    def write(self, folder):
        """The pair as files; returns headrace's arguments, relative to the folder."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / 'stream.yml').write_text(self.headrace_text(self.stream), encoding='utf-8')
        arguments = ['--streaming-bts=stream.yml']
        if self.window is not None:
            (folder / 'window.yml').write_text(self.headrace_text(self.window), encoding='utf-8')
            arguments.append('--window-bts=window.yml')
        if self.processor != 'simple':
            arguments.append('--data-processor=' + self.processor)
        for name, source in self.modules.items():
            (folder / (name + '.py')).write_text(source, encoding='utf-8')
        for i, content in enumerate(self.file_bytes()):
            (folder / ('events%d.jsonl' % i)).write_bytes(content)
            arguments.append('events%d.jsonl' % i)
        return arguments
