"""A course on disk for tests, small and valid until a test breaks it."""

from pathlib import Path

SPEC = """\
format = 1
id = "{id}"
slug = "{slug}"
title = {{ en = "A title of {id}", zh = "{id} 的标题" }}
files = ["{file}"]
optional = ["*.py", "data/*"]

[[check]]
name = "test_open"
points = 1

[[check]]
name = "test_hinted"
points = 2.5
show = "hint"
hint = "Look at the shapes."
needs = ["test_open"]

[[check]]
name = "test_secret"
points = 0.5
show = "nothing"
"""
VISIBLE = "def test_open(student):\n    pass\n"
HIDDEN = 'import torch\nraise RuntimeError("a checks file was run")\n'
HIDDEN_TESTS = "def test_hinted(student):\n    pass\n\ndef test_secret(student):\n    pass\n"


class CourseBuilder:
    """Writes a course below `root`, exercise by exercise."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def exercise(
        self,
        id_: str = "1.1",
        slug: str = "work",
        *,
        spec: str | None = None,
        checks: str | None = HIDDEN + HIDDEN_TESTS,
        visible: str | None = VISIBLE,
        file: str = "work.py",
    ) -> Path:
        """Write an exercise with its reference solution and template, and return its folder."""
        name = f"{id_}-{slug}"
        folder = self.root / "exercises" / name
        self.write(folder / "exercise.toml", SPEC.format(id=id_, slug=slug, file=file) if spec is None else spec)
        self.write(folder / "README.md", f"# The statement of {id_}\n")
        self.write(folder / "README.zh.md", f"# {id_} 的题目\n")
        if checks is not None:
            self.write(folder / "checks.py", checks)
        if visible is not None:
            self.write(folder / "visible.py", visible)
        self.write(self.root / "reference_solutions" / name / file, f"answer = '{id_}'\n")
        self.write(self.root / "student_template" / name / file, "answer = None  # TODO\n")
        return folder

    @staticmethod
    def write(path: Path, text: str) -> Path:
        """Write a file and the folders above it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path
