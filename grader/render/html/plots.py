"""Plots as inline SVG, drawn by pygal and colored by the page's own style sheet.

Of what pygal draws only shapes and labels stay: no style, no script, no hints for
its tooltips. So a plot is dark where the page is dark, the page's policy has
nothing to forbid, and the same figures always give the same bytes. Each plot
carries its title and a description (SVG 2, §5.8), and titles of its bars.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

from markupsafe import Markup

from grader.model.clean import clean_line

_UPRIGHT: Final = (540, 200)
_LYING: Final = 720
_TEXT: Final = 13
_DROPPED: Final = frozenset({"defs", "desc"})
_DROPPED_CLASSES: Final = ("tooltip-overlay", "background", "titles")
_LABEL: Final = 42


def columns(title: str, description: str, labels: Sequence[str], values: Sequence[int], name: str) -> Markup:
    """Draw one bar a value, upright, with the values above.

    Args:
        title: of the plot.
        description: what it shows, in words and numbers.
        labels: below the bars.
        values: how high they are.
        name: an id that nothing else on the page has.
    """
    chart = _pygal().Bar(
        **_common(*_UPRIGHT, "upright"),
        print_values=True,
        print_values_position="top",
        show_y_labels=False,
        show_y_guides=False,
        range=(0, max(*values, 1) * 1.1),
        margin_left=4,
    )
    chart.x_labels = list(labels)
    chart.add("", [value or None for value in values], formatter=lambda value: f"{value:g}")
    hovers = [f"{label}: {value}" for label, value in zip(labels, values, strict=True) if value]
    return _finished(chart, title, description, name, hovers)


def bars(
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    name: str,
) -> Markup:
    """Draw bars that lie, a group of one for each series at each label; the first label is on top.

    Args:
        title: of the plot.
        description: what it shows, in words and numbers.
        labels: at the left.
        series: a name and as many values as there are labels, in seconds.
        name: an id that nothing else on the page has.
    """
    shown = [_shortened(label) for label in labels]
    chart = _pygal().HorizontalBar(
        **_common(_LYING, 46 + 34 * len(labels), "lying"),
        zero=0,
        value_formatter=lambda value: f"{value:g} s",
        y_labels_major_count=2,
        max_scale=6,
    )
    chart.x_labels = shown[::-1]
    hovers: list[str] = []
    for label, values in series:
        chart.add(label, list(values)[::-1])
    for label, values in reversed(series):  # the order in which pygal draws lying bars
        hovers += [f"{clean_line(of)} · {label}: {value:.2f} s" for of, value in zip(labels, values, strict=True)][::-1]
    return _finished(chart, title, description, name, hovers)


def _pygal() -> Any:
    """Import pygal: only who asks for a plot pays for it.

    It leaves a finder of modules behind that Python 3.4 has outgrown (it lacks
    `find_spec`), for maps that come in packages of their own. Other imports would trip over it.
    """
    import pygal  # noqa: PLC0415

    # No other: with pygal comes a finder of packages that has replaced the standard library's own.
    sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]
    return pygal


def _common(width: int, height: int, kind: str) -> dict[str, Any]:
    from pygal.style import Style  # noqa: PLC0415

    # pygal measures text by these sizes; the style sheet sets the same ones.
    style = Style(label_font_size=_TEXT, major_label_font_size=_TEXT, value_font_size=_TEXT)
    return {
        "style": style,
        "css": [],
        "js": [],
        "no_prefix": True,
        "classes": ("plot", kind),
        "width": width,
        "height": height,
        "margin": 6,
        "show_legend": False,
        "truncate_label": 60,
        "no_data_text": "",
    }


def _finished(chart: Any, title: str, description: str, name: str, hovers: Sequence[str]) -> Markup:
    from pygal.etree import etree  # noqa: PLC0415 - its element tree is lxml's where that is installed

    root = chart.render_tree()
    _prune(root)
    titles = iter(hovers)
    for bar in _with_class(root, "bar"):
        etree.SubElement(bar, "title").text = next(titles, "")
    heading, text = etree.Element("title"), etree.Element("desc")
    heading.text, text.text = clean_line(title), clean_line(description, 4_000)
    heading.set("id", f"{name}-title")
    text.set("id", f"{name}-desc")
    root.insert(0, heading)
    root.insert(1, text)
    root.attrib.pop("id", None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 - a tree's own serializer escapes its texts


def _prune(parent: Any) -> None:
    """Take out of a tree what the page does not want: styles, scripts, comments, pygal's titles and tooltips."""
    for child in list(parent):
        # The tag of a comment is a function.
        tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        marks = child.get("class", "").split() if tag else []
        if not tag or tag in {*_DROPPED, "title"} or any(mark in marks for mark in _DROPPED_CLASSES):
            parent.remove(child)
            continue
        child.attrib.pop("style", None)
        _prune(child)


def _with_class(root: Any, name: str) -> Iterator[Any]:
    return (node for node in root.iter() if isinstance(node.tag, str) and node.get("class") == name)


def _shortened(label: str) -> str:
    label = clean_line(label)
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"
