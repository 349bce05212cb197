"""A grade import for Moodle: Grades, Import, CSV file.

Source: Moodle's documentation, "Grade import", and its reader (`grade/import/csv` and
`lib/csvlib.class.php`). What of it matters here:

* One line that Moodle cannot use refuses the whole file: a user whom it does not know, a
  value above the maximum, `80%`, text. So learners without a score, or whom a roster does
  not name, are left out and told of.
* A blank or `-` in the column of a grade item *clears* a grade that is there, so there are
  no blanks.
* UTF-8, with a point in numbers. Its reader drops a byte order mark, which a spreadsheet
  needs to tell that the file is UTF-8.
"""

from grader.render.cells import BOM, harmless, table
from grader.render.export import GRADEBOOK, Exported, Request, export_format
from grader.render.gradebook import booked, chosen, column, identities, limits, number

_COLUMNS = {"username": "Username", "idnumber": "ID number", "email": "Email address"}


@export_format(
    "moodle",
    "Moodle's grade import, CSV.",
    audiences=GRADEBOOK,
    several=True,
    takes=("column", "identify_by", "roster", "provisional"),
)
def render(request: Request) -> Exported:
    """Return the file: how learners are identified, and one grade item."""
    rows, remarks = booked(request)
    title = harmless(column(request))
    own = chosen(request, _COLUMNS, "username")
    titles = (own,) if request.people is None else _known(request)
    lines: list[tuple[str, ...]] = [(*titles, title)]
    for row, cells in identities(rows, request, titles, own):
        if isinstance(cells, str):
            remarks += (cells,)
        else:
            lines.append((*cells, number(row)))
    return Exported(BOM + table(lines), (*remarks, *limits(rows, title)))


def _known(request: Request) -> tuple[str, ...]:
    """Return the columns of identity: all of Moodle's that the roster has, or the one asked for."""
    if request.identify_by:
        return (chosen(request, _COLUMNS, "username"),)
    has = {"".join(key.split()).casefold() for person in (request.people or {}).values() for key in person}
    return tuple(title for title in _COLUMNS.values() if "".join(title.split()).casefold() in has) or (
        _COLUMNS["username"],
    )
