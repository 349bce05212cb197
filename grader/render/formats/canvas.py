"""Canvas: the file that its gradebook exported, one column filled; or a new file for its import.

Source: Canvas' guides on importing and exporting the gradebook, and its reader
(`gradebook_importer.rb`). What of it matters here:

* The first cells of the header are `Student` and `ID`, then `SIS User ID`, `SIS Login ID`
  and others, then `Section`; assignments follow, each `TITLE (ID)`. A title without an id
  that no assignment has is taken for a *new* assignment.
* A row `Points Possible` may follow, in which a column can be `(read only)`.
* The delimiter is a comma or a semicolon; a number may have a point in either case.
* A blank where there was a score takes it away, so a learner without one keeps the cell
  as it was exported. The delimiter, quotes, ends of lines and every other cell stay as
  they are, byte for byte.
"""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from grader.errors import UsageError
from grader.model.clean import clean_line
from grader.model.points import plain
from grader.render.cells import Cell, harmless, replaced, scan, table
from grader.render.export import GRADEBOOK, Exported, Request, export_format
from grader.render.gradebook import Booked, booked, chosen, column, identities, number

_COLUMNS = {"login": "SIS Login ID", "sis": "SIS User ID", "id": "ID"}
_HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_WITH_ID = re.compile(r"(?P<title>.*?)\s*\(\d+\)\s*")


@export_format(
    "canvas",
    "Canvas' gradebook, CSV; with --gradebook one column of its own file.",
    audiences=GRADEBOOK,
    several=True,
    takes=("column", "gradebook", "identify_by", "roster", "provisional"),
)
def render(request: Request) -> Exported:
    """Return the file."""
    rows, remarks = booked(request)
    if request.gradebook is not None:
        return _filled(request, request.gradebook, rows, remarks)
    title = harmless(column(request))
    own = chosen(request, _COLUMNS, "login")
    most = plain(max((row.max_score for row in rows), default=Decimal(0)))
    lines: list[tuple[str, ...]] = [(*_HEADER, title), ("    Points Possible", "", "", "", "", most)]
    for row, cells in identities(rows, request, _HEADER, own):
        if isinstance(cells, str):
            remarks += (cells,)
        else:
            lines.append((*cells, number(row)))
    if _WITH_ID.fullmatch(title) is None:
        remarks += (f"Canvas will propose a new assignment, unless one has exactly the title `{title}`.",)
    return Exported(table(lines), remarks)


def _filled(request: Request, content: bytes, rows: Sequence[Booked], remarks: tuple[str, ...]) -> Exported:
    header, *lines = scan(content, _delimiter(content)) or [[]]
    titles = [cell.text.strip() for cell in header]
    if len(titles) < len(_HEADER) - 1 or "Student" not in titles[0] or "Section" not in titles:
        raise UsageError(
            "This is no file that Canvas' gradebook exported: its first line does not begin with `Student,ID`.",
            advice="In Canvas: Grades, Export, Export Entire Gradebook.",
        )
    place = _column(titles, column(request))
    remarks += _about_maximum(lines, place, titles[place], rows)
    identity = _identity(request, titles, lines, rows)
    changes: list[tuple[Cell, bytes]] = []
    by_key = {
        cell.text.strip(): line
        for line in lines
        if len(line) > identity
        for cell in [line[identity]]
        if cell.text.strip()
    }
    for row, cells in identities(rows, request, (titles[identity],), titles[identity], written=False):
        if isinstance(cells, str):
            remarks += (cells,)
            continue
        line = by_key.get(_key(row, request, titles[identity]))  # never an empty one: `identities` tells
        if line is None or len(line) <= place:
            remarks += (f"{clean_line(row.learner)} is not in the gradebook ({titles[identity]}) and is left out.",)
        else:
            changes.append((line[place], number(row).encode()))
    return Exported(replaced(content, changes), remarks)


def _key(row: Booked, request: Request, title: str) -> str:
    """Return what the gradebook calls a learner; compared, never written, so it stays as it is."""
    if request.people is None:
        return row.learner.strip()
    wanted = "".join(title.split()).casefold()
    person = request.people.get(row.learner, {})
    return next((cell.strip() for key, cell in person.items() if "".join(key.split()).casefold() == wanted), "")


def _delimiter(content: bytes) -> bytes:
    first = content.partition(b"\n")[0]
    return b";" if first.count(b";") > first.count(b",") else b","


def _column(titles: Sequence[str], wanted: str) -> int:
    """Return the place of a column: by its whole title, else by its title without the id."""
    after = titles.index("Section") + 1
    exact = [place for place, title in enumerate(titles) if place >= after and title == wanted.strip()]
    alike = [
        place
        for place, title in enumerate(titles)
        if place >= after and (match := _WITH_ID.fullmatch(title)) and match["title"] == wanted.strip()
    ]
    found = exact or alike
    if len(found) == 1:
        return found[0]
    assignments = [title for title in titles[after:] if _WITH_ID.fullmatch(title)]
    listed = ", ".join(f"`{clean_line(title)}`" for title in assignments) or "none"
    raise UsageError(
        f"The gradebook has {'several columns' if found else 'no column'} `{clean_line(wanted)}`.",
        advice=f"Name one with `--column`. Its assignments: {listed}.",
    )


def _about_maximum(lines: Sequence[Sequence[Cell]], place: int, title: str, rows: Sequence[Booked]) -> tuple[str, ...]:
    possible = next((line for line in lines if line and "Points Possible" in line[0].text), None)
    said = possible[place].text.strip() if possible and len(possible) > place else ""
    if "read only" in said:
        raise UsageError(f"Canvas computes the column `{title}` itself; nothing can be booked there.")
    try:
        points = Decimal(said.replace(",", ".")) if said else None
    except InvalidOperation:
        points = None
    most = max((row.max_score for row in rows), default=None)
    if points is None or most is None or points == most:
        return ()
    return (f"`{title}` counts {plain(points)} points in Canvas, and {plain(most)} here.",)


def _identity(request: Request, titles: Sequence[str], lines: Sequence[Sequence[Cell]], rows: Sequence[Booked]) -> int:
    """Return the column that tells learners apart: the one asked for, else the one that knows most of them."""
    if request.identify_by:
        title = chosen(request, _COLUMNS, "login")
        if title not in titles:
            raise UsageError(f"The gradebook has no column `{title}`.")
        return titles.index(title)
    there = [titles.index(title) for title in _COLUMNS.values() if title in titles]

    def known(place: int) -> int:
        keys = {line[place].text.strip() for line in lines if len(line) > place} - {""}
        return sum(_key(row, request, titles[place]) in keys for row in rows)

    return max(there, key=known)
