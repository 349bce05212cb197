"""The Gradescope bundle, unpacked and run as Gradescope does it, with other paths and the installed grader."""

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import GRADE, REPOSITORY, Run

pytestmark = [pytest.mark.acceptance, pytest.mark.xdist_group("gradescope")]

EXERCISE = "5.1.2-parallel-block"
FILE = "parallel_block.py"
REFERENCE = REPOSITORY / "reference_solutions" / EXERCISE / FILE
WRONG = REPOSITORY / "exercises" / EXERCISE / "wrong" / "nets_in_list.py"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a bundle for one exercise."""
    path = tmp_path_factory.mktemp("bundle") / "autograder.zip"
    done = subprocess.run(
        [GRADE, "export", "--gradescope-bundle", path, "-e", "5.1.2", "--course", REPOSITORY],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "keep it from students" in done.stderr
    assert "20 autograder points and its container 1.6 GiB of memory" in done.stderr
    return path


class Autograder:
    """What Gradescope makes of a bundle: /autograder with source, submission and results."""

    def __init__(self, root: Path, bundle: Path) -> None:
        self.root = root
        self.submission = root / "submission"
        self.submission.mkdir(parents=True)
        (root / "results").mkdir()
        with zipfile.ZipFile(bundle) as archive:
            for member in archive.infolist():
                archive.extract(member, root / "source")
                (root / "source" / member.filename).chmod(stat.S_IMODE(member.external_attr >> 16))

    def run(self, command: str | Path = GRADE) -> "subprocess.CompletedProcess[str]":
        """Grade what was handed in."""
        environ = {key: value for key, value in os.environ.items() if not key.startswith("GRADER_")}
        environ |= {"GRADER_AUTOGRADER": str(self.root), "GRADER_COMMAND": str(command), "GRADER_ISOLATION": "process"}
        script = self.root / "source" / "run_autograder"
        return subprocess.run(
            [script], env=environ, cwd=self.root, capture_output=True, text=True, timeout=300, check=False
        )

    def results(self) -> dict[str, Any]:
        """Return what would be uploaded."""
        document: dict[str, Any] = json.loads((self.root / "results" / "results.json").read_text(encoding="utf-8"))
        return document


@pytest.fixture
def autograder(tmp_path: Path, bundle: Path) -> Autograder:
    """Unpack the bundle."""
    return Autograder(tmp_path / "autograder", bundle)


def test_the_bundle_holds_what_gradescope_looks_for(bundle: Path) -> None:
    """In its root, executable, with every requirement pinned; and one exercise alone."""
    with zipfile.ZipFile(bundle) as archive:
        members = {member.filename: member for member in archive.infolist()}
        pins = archive.read("requirements.txt").decode().split()
    for name in ("setup.sh", "run_autograder"):
        assert members[name].external_attr >> 16 & stat.S_IXUSR
        assert members[name].create_system == 3
    assert all("==" in pin and "+" not in pin for pin in pins)
    assert {pin.partition("==")[0] for pin in pins} >= {"torch", "pydantic", "pytest", "click"}
    exercises = {Path(name).parts[2] for name in members if name.startswith("course/exercises/")}
    assert exercises == {EXERCISE, "course.toml"}
    assert not [name for name in members if "__pycache__" in name]


def test_the_scripts_are_right_for_bash(autograder: Autograder) -> None:
    """Neither has a fault of syntax that would show when an image is built."""
    for name in ("setup.sh", "run_autograder"):
        script = autograder.root / "source" / name
        assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
        assert subprocess.run(["bash", "-n", script], check=False, timeout=60).returncode == 0


def test_its_wheel_is_one_that_pip_installs(autograder: Autograder, tmp_path: Path) -> None:
    """Made from the installed files, with the command and nothing of a course."""
    (wheel,) = (autograder.root / "source").glob("*.whl")
    target = tmp_path / "installed"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", target, wheel],
        check=True,
        timeout=300,
    )
    assert (target / "grader" / "py.typed").is_file()
    assert (target / "bin" / "grade").is_file()
    ours = {path.relative_to(REPOSITORY / "grader") for path in (REPOSITORY / "grader").rglob("*.py")}
    assert {path.relative_to(target / "grader") for path in (target / "grader").rglob("*.py")} == ours


def test_a_right_solution_has_its_score(autograder: Autograder) -> None:
    """Handed in as a file alone, as Gradescope's form takes it."""
    shutil.copy(REFERENCE, autograder.submission)
    assert autograder.run().returncode == 0
    results = autograder.results()
    assert results["score"] == sum(test["max_score"] for test in results["tests"]) == 20
    assert results["stdout_visibility"] == "hidden"


def test_a_wrong_solution_learns_no_name_of_a_hidden_check(autograder: Autograder) -> None:
    """What its report says on stdout is the instructors'."""
    (autograder.submission / FILE).write_bytes(WRONG.read_bytes())
    done = autograder.run()
    assert done.returncode == 0
    text = (autograder.root / "results" / "results.json").read_text(encoding="utf-8")
    names = [line.split()[1].partition("(")[0] for line in _lines("checks.py") if line.startswith("def test_")]
    assert len(names) == 10
    assert not [name for name in names if name in text]
    assert autograder.results()["score"] == 17
    assert "Both nets can be trained" in done.stdout


def _lines(name: str) -> list[str]:
    return (REPOSITORY / "exercises" / EXERCISE / name).read_text(encoding="utf-8").splitlines()


def test_a_packed_submission_is_unpacked(autograder: Autograder, tmp_path: Path) -> None:
    """`submission.zip`, alone in the folder."""
    with zipfile.ZipFile(autograder.submission / "submission.ZIP", "w") as archive:
        archive.write(REFERENCE, f"{EXERCISE}/{FILE}")
    assert autograder.run().returncode == 0
    assert autograder.results()["score"] == 20


def test_work_that_cannot_be_graded_gets_a_reason_and_no_score(autograder: Autograder) -> None:
    """A wrong file name is no zero."""
    (autograder.submission / "paralel_block.py").write_text("x = 1\n", encoding="utf-8")
    autograder.run()
    results = autograder.results()
    assert "score" not in results
    assert "tests" not in results
    assert "rename it to `parallel_block.py`" in results["output"]


@pytest.mark.parametrize("broken", ["no command", "no course", "a broken exercise"])
def test_a_grader_that_breaks_gives_a_message_and_no_score(autograder: Autograder, broken: str) -> None:
    """Whatever is at fault, it is not the student."""
    shutil.copy(REFERENCE, autograder.submission)
    exercises = autograder.root / "source" / "course" / "exercises"
    if broken == "no course":
        shutil.rmtree(exercises)
    if broken == "a broken exercise":
        (exercises / EXERCISE / "checks.py").write_text("import no_such_module\n", encoding="utf-8")
    done = autograder.run("/no/such/command" if broken == "no command" else GRADE)
    results = autograder.results()
    assert "score" not in results
    assert "tests" not in results
    assert results["output"]
    assert done.stdout
    assert "no_such_module" not in json.dumps(results)


def test_a_bundle_is_a_folder_where_no_zip_is_named(grade: Run, tmp_path: Path) -> None:
    """To look at, or to change before it is packed; nothing that is there is overwritten."""
    target = tmp_path / "autograder"
    arguments = ("export", "--gradescope-bundle", target, "-e", "5.1.2", "--lang", "zh", "--isolation", "process")
    assert grade(*arguments, "--course", REPOSITORY).returncode == 0
    script = (target / "run_autograder").read_text(encoding="utf-8")
    assert "--lang zh" in script
    assert "GRADER_ISOLATION:-process" in script
    assert os.access(target / "setup.sh", os.X_OK)
    again = grade(*arguments, "--course", REPOSITORY)
    assert again.returncode == 2
    assert "is there already" in again.stderr
