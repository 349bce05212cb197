"""A grade import for Brightspace: Grades, Enter Grades, Import.

Source: D2L, "Importing grades" and its sample import file: `OrgDefinedId` or `Username` or
both, then for each numeric item a column `<Item> Points Grade`, at the end
`End-of-Line Indicator` with `#` in every line. Points are capped at the item's maximum
unless it allows more. The first title has to be read as it is, so there is no byte order mark.
"""

from grader.render.cells import harmless, table
from grader.render.export import GRADEBOOK, Exported, Request, export_format
from grader.render.gradebook import booked, chosen, column, identities, limits, number

_COLUMNS = {"username": "Username", "orgdefinedid": "OrgDefinedId"}
_BOTH = ("OrgDefinedId", "Username")
_END = "#"


@export_format(
    "brightspace",
    "Brightspace's (D2L's) grade import, CSV.",
    audiences=GRADEBOOK,
    several=True,
    takes=("column", "identify_by", "roster", "provisional"),
)
def render(request: Request) -> Exported:
    """Return the file: how learners are identified, one grade item, the mark of a line's end."""
    rows, remarks = booked(request)
    item = harmless(column(request))
    own = chosen(request, _COLUMNS, "username")
    titles = _BOTH if request.people is not None and not request.identify_by else (own,)
    lines: list[tuple[str, ...]] = [(*titles, f"{item} Points Grade", "End-of-Line Indicator")]
    for row, cells in identities(rows, request, titles, own):
        if isinstance(cells, str):
            remarks += (cells,)
        else:
            lines.append((*cells, number(row), _END))
    return Exported(table(lines), (*remarks, *limits(rows, item)))
