"""Archives and notebooks through the installed command, on the built-in course."""

import json
import shutil
from pathlib import Path

import pytest

from tests.acceptance.conftest import REPOSITORY, Run
from tests.unit.reader.hostile import HOSTILE
from tests.unit.reader.notebooks import code, notebook, text
from tests.unit.reader.packing import Entry, zip_of

pytestmark = pytest.mark.acceptance

BLOCK = "5.1.2-parallel-block"
SOLUTION = REPOSITORY / "reference_solutions" / BLOCK / "parallel_block.py"


@pytest.mark.parametrize("kind", ["zip", "gztar"])
def test_an_archive_earns_what_its_folder_earns(grade: Run, tmp_path: Path, kind: str) -> None:
    """Wrapped in a folder as a student's program does it, and demanded to be confined."""
    (tmp_path / "my-work" / BLOCK).mkdir(parents=True)
    shutil.copy(SOLUTION, tmp_path / "my-work" / BLOCK)
    packed = Path(shutil.make_archive(str(tmp_path / "ada"), kind, tmp_path, "my-work"))
    before = set(tmp_path.rglob("*"))
    done = grade("submit", packed, "-e", "5.1.2", "--json", "--isolation", "confined")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["status"], document["score"]) == ("graded", document["max_score"])
    assert [file["path"] for file in document["reports"][0]["submission"]["files"]] == ["parallel_block.py"]
    assert set(tmp_path.rglob("*")) == before


def test_a_notebook_earns_what_its_code_earns(grade: Run, tmp_path: Path) -> None:
    """In cells, with magics; a mistake in it is shown on its line, and the note leads to the cell."""
    cells = SOLUTION.read_text().split("\n\n\n")
    (tmp_path / "parallel_block.ipynb").write_bytes(
        notebook(text("# Mine"), code("%matplotlib inline\n!pip install torch"), *map(code, cells))
    )
    done = grade("submit", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    (report,) = json.loads(done.stdout)["reports"]
    assert (report["status"], report["score"]) == ("graded", report["max_score"])
    assert "`parallel_block.py` was made of the code cells of `parallel_block.ipynb`" in report["notes"][0]

    (tmp_path / "parallel_block.ipynb").write_bytes(notebook(code("import torch"), code("\nboom = undefined_name")))
    (report,) = json.loads(grade("submit", tmp_path, "--json").stdout)["reports"]
    assert "parallel_block.py, line 6" in report["checks"][0]["traceback"]
    assert "cell 2: 5" in report["notes"][0]


@pytest.mark.parametrize("why", sorted(HOSTILE))
def test_a_hostile_archive_is_refused_with_its_reason(grade: Run, tmp_path: Path, why: str) -> None:
    """One of each kind: exit status 2, a sentence, and not a byte anywhere."""
    (tmp_path / "home" / "downloads").mkdir(parents=True)
    (tmp_path / "tmp").mkdir()
    name, make = next(iter(HOSTILE[why].items()))
    packed = tmp_path / "home" / "downloads" / "ada.zip"
    # The table's bounds are small ones; against the usual ones something larger is needed.
    larger = {
        "large": lambda: zip_of(Entry("a.bin", size=2**31)),
        "all": lambda: zip_of(*(Entry(f"{n}.bin", size=2**25, packed=bytes(2**17)) for n in range(9))),
        "bomb": lambda: zip_of(Entry("a.bin", bytes(2**25))),
        "members": lambda: zip_of(*map(str, range(10_001))),
    }
    packed.write_bytes(larger.get(why, make)())
    done = grade("submit", packed, TMPDIR=str(tmp_path / "tmp"))
    assert done.returncode == 2, (name, done.stderr)
    assert done.stdout == ""
    assert " is refused: " in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "home", "home/downloads", "home/downloads/ada.zip", "tmp",
    ]  # fmt: skip
