"""How figures look: one calm palette for light and dark paper, one size, and SVG that needs nothing else."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

WIDTH_IN = 5.0
"""Width of every figure; at 360 pixels across, the text can still be read."""

TEXT_PT = 9.0
SMALL_PT = 8.0

# After Okabe and Ito: told apart with any kind of colour vision. Figures are drawn in the first shade;
# on dark paper a reader's browser takes the second.
INK = "#22262b"
SOFT = "#666d77"
LINE = "#dcdfe4"
FAINT = "#f0efeb"
WARM = "#d55e00"
COOL = "#0072b2"
GREEN = "#00855f"
PINK = "#b3568a"
GOLD = "#a07000"
INDIGO = "#4b3aa0"
GREY = "#8b9099"
SHADES = {
    "ink": (INK, "#ebe8e1"),
    "soft": (SOFT, "#a9afb8"),
    "line": (LINE, "#3b4149"),
    "faint": (FAINT, "#252a30"),
    "warm": (WARM, "#f58f4a"),
    "cool": (COOL, "#5fb4ea"),
    "green": (GREEN, "#35c496"),
    "pink": (PINK, "#dd93bd"),
    "gold": (GOLD, "#e3b23c"),
    "indigo": (INDIGO, "#b4aaf5"),
}

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True)
class Drawing:
    """One figure of a report, or the reason why there is none.

    Attributes
    ----------
    title : str
        What it shows, as a finding.
    note : str
        How to read it.
    alt : str
        What it shows, for those who do not see it.
    svg : str
        The figure; empty where there is nothing to draw, and then the note says why.
    figure : Figure, optional
        The same as matplotlib holds it, for those figures that can be written to files of their own.
    """

    title: str
    note: str
    alt: str = ""
    svg: str = ""
    figure: Figure | None = field(default=None, repr=False, compare=False)

    @property
    def height_px(self) -> int:
        """Height of the figure in a page that is 480 pixels wide."""
        found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', self.svg)
        return round(480 * float(found[2]) / float(found[1])) if found else 0

    @property
    def address(self) -> str:
        """The figure as an address that holds all of it."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode()


def new_figure(height_in: float) -> Figure:
    """Return an empty figure, without a part in matplotlib's global state."""
    figure = Figure(figsize=(WIDTH_IN, height_in))
    figure.patch.set_visible(False)
    return figure


def new_axes(figure: Figure, *, left: float, bottom: float, right: float, top: float) -> Axes:
    """Return axes with margins in inches, a light frame and readable labels."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height)
    )
    axes.patch.set_visible(False)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.tick_params(labelsize=TEXT_PT, colors=LINE, labelcolor=INK, length=3)
    axes.tick_params(axis="y", length=0)
    return axes


def label_x(axes: Axes, text: str) -> None:
    """Say what runs along the bottom."""
    axes.set_xlabel(text, fontsize=TEXT_PT, color=SOFT)


def to_svg(figure: Figure) -> str:
    """Return a figure as SVG text: no date, no outside font, and colours that follow light or dark paper."""
    text = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "neurotag"}):
        figure.savefig(text, format="svg", metadata=nothing)
    return _follow_paper(text.getvalue())


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure to a file of its own, in the light colours on white; its suffix says in which format."""
    is_svg = path.suffix == ".svg"
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type") if is_svg else ("Software",))
    figure.patch.set_visible(True)
    try:
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "neurotag"}):
            figure.savefig(path, facecolor="white", dpi=300, metadata=nothing)
    finally:
        figure.patch.set_visible(False)


def _follow_paper(svg: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"'DejaVu Sans'[^;\"]*", FONTS.replace('"', "'"), svg)
    for name, (light, _) in SHADES.items():
        svg = svg.replace(light, f"var(--{name})")
    light, dark = ("".join(f"--{name}:{shades[at]};" for name, shades in SHADES.items()) for at in (0, 1))
    style = f"<style>:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    head = svg.index(">") + 1
    return svg[:head] + style + svg[head:]
