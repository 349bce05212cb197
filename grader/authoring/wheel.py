"""The installed grader as a wheel, made from its own files: no build tool, no network.

Source of the format: "Binary distribution format" of the Python packaging specifications.
"""

import base64
import hashlib
import io
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.errors import EnvironmentFault

NAME: Final = "grader"
_WHEEL: Final = "Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_TIME: Final = (1980, 1, 1, 0, 0, 0)


def make_wheel() -> tuple[str, bytes]:
    """Return the name and content of a wheel of this very grader; the same files give the same bytes."""
    found = _distribution()
    info = f"{NAME}-{found.version}.dist-info"
    root = Path(__file__).parents[1]
    files = {
        f"{NAME}/{path.relative_to(root).as_posix()}": path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    files[f"{info}/METADATA"] = (found.read_text("METADATA") or "").encode()
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    files[f"{info}/entry_points.txt"] = (found.read_text("entry_points.txt") or "").encode()
    record = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, _TIME)
            member.external_attr = 0o100644 << 16
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return f"{NAME}-{found.version}-py3-none-any.whl", out.getvalue()


def pinned_requirements() -> tuple[str, ...]:
    """Return what the grader needs, transitively, each as `name==version` that is installed here.

    A local part of a version (`2.6.0+cpu`) names a build that package indexes do not
    have in general, so it is left out.

    Raises:
        EnvironmentFault: something that it needs is not installed.
    """
    pins: dict[str, str] = {}
    waiting = [_distribution()]
    while waiting:
        for line in waiting.pop().requires or ():
            requirement = Requirement(line)
            name = canonicalize_name(requirement.name)
            if name in pins or not _holds(requirement.marker):
                continue
            found = _distribution(name)
            pins[name] = found.version.partition("+")[0]
            waiting.append(found)
    return tuple(f"{name}=={version}" for name, version in sorted(pins.items()))


def _holds(marker: Marker | None) -> bool:
    return marker is None or marker.evaluate({"extra": ""})


def _distribution(name: str = NAME) -> Distribution:
    try:
        return distribution(name)
    except ModuleNotFoundError as error:
        raise EnvironmentFault(
            f"{name} is not installed as a package, so its version is not known.",
            advice="Install the grader with pip, and run this from there.",
        ) from error


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
