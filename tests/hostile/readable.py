"""A second home for the grader that another user can read: an interpreter, its packages, this project.

`python -m tests.hostile.readable FOLDER`

What confinement promises an ordinary user has to be tried as one. The environment that `make` builds often lies where
only its owner may go (`/root`, a private home), so nothing in it can be executed by anybody else. This makes a virtual
environment of an interpreter that everybody can read, gives it the packages of the present environment by hard link (a
copy where the folder is on another disk; torch is never fetched again), and copies the project beside it.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

from grader.errors import EnvironmentFault

ROOT: Final = Path(__file__).parents[2]
TREE: Final = ("grader", "tests", "exercises", "reference_solutions", "benchmarks", "pyproject.toml", "LICENSE")
_PATH: Final = "project-of-the-hostile-table.pth"
_LEFT_OUT: Final = ("_editable_impl_grader", "__editable__", "a1_coverage", _PATH)


def make(folder: Path, uid: int) -> tuple[Path, Path]:
    """Build the second home.

    Args:
        folder: where; made, and to be removed by the caller. All folders above it must let others pass.
        uid: the user who has to be able to run it.

    Returns:
        The interpreter of the new environment, and the copy of the project.

    Raises:
        EnvironmentFault: no interpreter of this Python's version can be run by that user.
    """
    base = interpreter(uid)
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    tree = folder / "tree"
    for name in TREE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
        else:
            shutil.copy(source, tree / name)
    home = folder / "env"
    subprocess.run([base, "-I", "-m", "venv", "--without-pip", home], check=True)
    packages = next(home.glob("lib/python3*/site-packages"))
    for purelib in dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib")):
        shutil.copytree(purelib, packages, copy_function=_link, ignore=_not_ours, dirs_exist_ok=True)
    (packages / _PATH).write_text(f"{tree}\n", encoding="utf-8")
    _open_up(tree)
    return home / "bin" / "python", tree


def interpreter(uid: int) -> Path:
    """Find an interpreter of this very version that the user can run.

    Raises:
        EnvironmentFault: there is none.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    names = [os.path.realpath(sys.executable), shutil.which(f"python{version}") or ""]
    names += [f"{place}/python{version}" for place in ("/usr/bin", "/usr/local/bin", "/opt/python/bin")]
    for name in dict.fromkeys(filter(None, names)):
        if _runs(name, uid, version):
            return Path(name)
    raise EnvironmentFault(
        f"No Python {version} here can be run by another user than the one who installed it.",
        advice=f"Install one outside of private folders, such as Debian's python{version} with python{version}-venv.",
    )


def _runs(name: str, uid: int, version: str) -> bool:
    code = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run(
            [name, "-I", "-c", code],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **({"user": uid, "group": uid, "extra_groups": []} if os.geteuid() == 0 else {}),  # type: ignore[call-overload]
        )
    except OSError:
        return False
    return bool(done.stdout.strip() == version)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target)


def _not_ours(_folder: str, names: list[str]) -> list[str]:
    """Leave out what points to the project as it is installed now. Nothing that is linked may be written to."""
    return [name for name in names if name.startswith(_LEFT_OUT)]


def _open_up(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


if __name__ == "__main__":
    print(*make(Path(sys.argv[1]), 65534), sep="\n")  # noqa: T201
