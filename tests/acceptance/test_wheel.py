"""The wheel: the package alone, typed, and usable from an empty environment."""

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.acceptance, pytest.mark.xdist_group("wheel")]

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, f"{command}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def run_in_chinese(grade: Path, cwd: Path) -> str:
    """Return what an installed `grade` says of a course that is not there."""
    command = [str(grade), "list", "--course", "nowhere", "--lang", "zh"]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False).stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this repository."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_and_no_course(wheel: Path) -> None:
    """Hidden checks, references and wrong solutions never travel with the software."""
    names = zipfile.ZipFile(wheel).namelist()
    assert {Path(name).parts[0].split("-")[0] for name in names} == {"grader"}
    assert "grader/py.typed" in names
    assert "grader/locale/zh/LC_MESSAGES/grader.mo" in names
    assert "grader/authoring/files/spec.tmpl" in names
    assert {f"grader/render/html/templates/{name}" for name in ("page.html", "style.css")} <= set(names)
    forbidden = ("exercise.toml", "visible.py", "inside.py", "README.zh.md")
    assert not [name for name in names if name.endswith(forbidden)]
    assert not [name for name in names if Path(name).name == "checks.py" and name != "grader/checks.py"]


def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """Installed alone, it answers --help and grades a course that lies elsewhere."""
    venv.create(tmp_path / "venv", with_pip=True)
    binaries = tmp_path / "venv" / "bin"
    constraints = ROOT / "constraints.txt"
    run(binaries / "python", "-m", "pip", "install", "--quiet", "--constraint", constraints, wheel, cwd=tmp_path)
    assert "submit" in run(binaries / "grade", "--help", cwd=tmp_path)
    assert "没有文件夹" in run_in_chinese(binaries / "grade", cwd=tmp_path)
    (tmp_path / "work").mkdir()
    solution = ROOT / "reference_solutions" / "5.1.2-parallel-block" / "parallel_block.py"
    (tmp_path / "work" / "parallel_block.py").write_bytes(solution.read_bytes())
    printed = run(binaries / "grade", "submit", "work", "--course", ROOT, "--json", cwd=tmp_path)
    (tmp_path / "report.json").write_text(printed)
    assert run(binaries / "grade", "report", "report.json", "--html", "-", cwd=tmp_path).startswith("<!DOCTYPE html>")
    summary = json.loads(printed)
    assert (summary["status"], summary["score"]) == ("graded", summary["max_score"])
