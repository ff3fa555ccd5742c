"""A drawn picture: saved as PNG, SVG or a page, shown by notebooks."""

from __future__ import annotations

import io
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OutsideError, UsageError
from ..notebook import PAGE_STYLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DPI = 150  # of PNG, unless told
# Equal pictures are equal files. Text stays text, so that it can be searched, read out and copied.
_SVG_SETTINGS = {'svg.hashsalt': 'headrace', 'svg.fonttype': 'none'}


def require_matplotlib() -> None:
    """Raises OutsideError where matplotlib is missing."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise OutsideError('pictures are drawn by matplotlib, which is not installed', '',
                           "pip install 'headrace[plot]'") from error


def new_figure(width: float, height: float) -> Figure:
    """An empty figure, in inches, that no other code sees: pyplot and its state are left alone. Raises OutsideError without
    matplotlib."""
    require_matplotlib()
    from matplotlib.figure import Figure
    return Figure(figsize=(width, height), layout='constrained')


def plain(text: str) -> str:
    """Text as matplotlib draws it to the letter: without formulas between dollars, on one line."""
    return ' '.join(text.split()).replace('$', r'\$')


class Picture:
    """What result.plot() and result.plot_features() give. A notebook shows it where it is a cell's last value.

        result.plot('user-17').save('user-17.svg')

    `figure` is the matplotlib Figure, to change before it is saved; `title` is text.
    """

    def __init__(self, figure: Figure, title: str, tables: list[str]):
        """`tables`: HTML that a page shows below the picture."""
        self.figure, self.title, self._tables = figure, title, tables

    def png(self, dpi: float = _DPI) -> bytes:
        """As PNG, with so many pixels an inch."""
        out = io.BytesIO()
        self.figure.savefig(out, format='png', dpi=dpi)
        return out.getvalue()

    def svg(self) -> str:
        """As an SVG document."""
        import matplotlib
        out = io.StringIO()
        with matplotlib.rc_context(_SVG_SETTINGS):
            self.figure.savefig(out, format='svg', metadata={'Date': None, 'Title': self.title})
        return out.getvalue()

    def html(self) -> str:
        """As a page that needs nothing but itself: the picture, and below it the tables that it was drawn from."""
        svg = self.svg()
        title = escape(self.title)
        return (f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
                f'<style>{PAGE_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{svg[svg.index("<svg"):]}\n'
                + '\n'.join(self._tables) + '\n</body>\n</html>\n')

    def save(self, path: str | os.PathLike[str], *, dpi: float = _DPI) -> Path:
        """Writes PNG, SVG or HTML, as the name ends: whole, or not at all. Gives the path.

        Raises UsageError for another ending, OSError where the file cannot be written.
        """
        path = Path(path)
        kind = kind_of(path)
        content = self.png(dpi) if kind == '.png' else (self.svg() if kind == '.svg' else self.html()).encode()
        unfinished = path.with_name(f'.{path.name}.{os.getpid()}')
        try:
            unfinished.write_bytes(content)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
        return path

    def _repr_png_(self) -> bytes:
        return self.png(100)

    def __repr__(self) -> str:
        return f'Picture({self.title!r})'


def kind_of(path: str | os.PathLike[str]) -> str:
    """'.png', '.svg' or '.html'; UsageError for another ending."""
    kind = Path(path).suffix.lower()
    if kind == '.htm':
        return '.html'
    if kind not in ('.png', '.svg', '.html'):
        raise UsageError('a picture is saved as .png, .svg or .html', os.fspath(path), 'end the name in one of these')
    return kind
