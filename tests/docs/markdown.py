"""The fenced blocks of a Markdown page, as what the documents' runner does with them.

    ```yaml file=stream.yml      a file of the reader's folder, written before what follows
    ```yaml append=stream.yml    what is added to the end of one
    ```sh                        commands, which must succeed; `sh fails`: which must not
    ```text, ```json             straight after a `sh` block: what it prints

Any other block is only to be read. In shown output a line `...` stands for any lines, `...` inside a line for any text.
"""

import dataclasses
import re

FENCE = re.compile(r'^ *```(.*)$')
OUTPUT_LANGUAGES = ('text', 'json', 'csv')


@dataclasses.dataclass
class Step:
    line: int
    kind: str                   # 'file', 'append' or 'commands'
    text: str
    name: str = ''              # of the file
    fails: bool = False
    output: str | None = None   # what the commands print, where the page shows it


def blocks(text):
    """Yields (line of the fence, info string, content, whether nothing stands between it and the block before)."""
    begin, info, content, adjacent = 0, None, [], False
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if info is None:
            if fence:
                begin, info, content = number, fence[1].strip(), []
            elif line.strip():
                adjacent = False
        elif fence:
            yield begin, info, ''.join(f'{part}\n' for part in content), adjacent
            info, adjacent = None, True
        else:
            content.append(line)
    if info is not None:
        raise ValueError(f'line {begin}: a block without an end')


def steps(text):
    found = []
    follows_commands = False
    for line, info, content, adjacent in blocks(text):
        language, _, rest = info.partition(' ')
        if language in OUTPUT_LANGUAGES and adjacent and follows_commands:
            found[-1].output = content
            follows_commands = False
            continue
        follows_commands = language == 'sh'
        if language == 'sh':
            found.append(Step(line, 'commands', content, fails=rest == 'fails'))
        elif rest.startswith(('file=', 'append=')):
            kind, _, name = rest.partition('=')
            found.append(Step(line, kind, content, name=name))
    return found


def line_matches(got, wanted):
    parts = wanted.rstrip().split('...')
    return re.fullmatch('.*'.join(map(re.escape, parts)), got.rstrip()) is not None


def output_matches(got, wanted):
    """Both are lists of lines."""
    if not wanted:
        return not got
    if wanted[0].strip() == '...':
        return any(output_matches(got[skip:], wanted[1:]) for skip in range(len(got) + 1))
    return bool(got) and line_matches(got[0], wanted[0]) and output_matches(got[1:], wanted[1:])
