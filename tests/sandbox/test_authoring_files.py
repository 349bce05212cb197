"""Literals read from the source, files of the work folder, and fresh processes that share it."""

import pytest

from tests.sandbox.bench import Bench

pytestmark = pytest.mark.sandbox

LITERALS = """
    '''Predictions.'''
    import os
    open("was_run", "w").close()

    def predict():
        '''What I think.'''
        return {"shape": (2, 3), "sum": -1.5, "deep": [1, {"a": None}]}

    CONSTANT: tuple = (1, 2)
    OTHER = "text"

    def computed():
        return 1 + len("a")

    def named():
        return OTHER

    def long():
        x = 1
        return x

    def twice():
        return 1

    def twice():
        return 2

    def nothing():
        return
    """


def test_a_literal_is_read_from_the_source(bench: Bench) -> None:
    """Nothing of the submission runs for it; the last definition counts, as it would for Python."""
    bench.grade(
        """
        def test_literals(student):
            equal(student.literal("predict"), {"shape": (2, 3), "sum": -1.5, "deep": [1, {"a": None}]})
            equal(student.literal("CONSTANT"), (1, 2))
            equal(student.literal("OTHER"), "text")
            equal(student.literal("twice"), 2)
            equal(student.literal("nothing"), None)
            equal(student.files, {})

        def test_beside_the_process(student):
            prediction(student.literal("predict"), {"shape": (2, 3), "sum": -1.5, "deep": [1, {"a": None}]})
            assert "was_run" not in student.files
            equal(student.OTHER, "text")
            equal(list(student.files), ["was_run"])
        """,
        LITERALS,
    ).assert_passed()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("computed", "must be a literal"),
        ("named", "must be a literal"),
        ("long", "one `return` with a literal"),
        ("missing", "does not define `missing`"),
        ("os", "does not define `os`"),
    ],
)
def test_what_is_no_literal_is_refused_with_the_reason(bench: Bench, name: str, says: str) -> None:
    """The student learns in which line of which file a literal was expected."""
    graded = bench.grade(f"def test_it(student):\n    student.literal({name!r})\n", LITERALS)
    assert graded.only.status == "failed"
    assert says in graded.only.message


@pytest.mark.parametrize(
    "source",
    [
        "def f(:\n",
        "def predict():\n    return " + "[" * 1000 + "]" * 1000,
        "x = '\udc80'".encode("utf-8", "surrogateescape"),
        "#" * 2**21,
    ],
)
def test_a_source_that_cannot_be_read_costs_that_check(bench: Bench, source: str | bytes) -> None:
    """Syntax errors, nesting without end, other encodings and huge files are the submission's."""
    graded = bench.grade("def test_it(student):\n    student.literal('predict')\n", source, reference="predict = 1\n")
    assert graded.only.status == "failed"


FILES = """
    import os, pathlib

    def write():
        pathlib.Path("a.txt").write_text("one")
        os.makedirs("sub/sub", exist_ok=True)
        pathlib.Path("sub/sub/b.bin").write_bytes(bytes(3))

    def odd():
        write()
        for make, *names in ((os.symlink, "/etc/passwd", "link"), (os.symlink, "sub", "folder"), (os.mkfifo, "p")):
            try:
                make(*names)
            except OSError:  # confined, it cannot even
                pass

    def read(name):
        return pathlib.Path(name).read_text()
    """


def test_files_are_the_regular_files_of_the_work_folder(bench: Bench) -> None:
    """Links and pipes are ignored; what is nested has its relative path."""
    bench.grade(
        """
        def test_files(student):
            equal(student.files, {})
            student.write()
            equal(student.files, {"a.txt": b"one", "sub/sub/b.bin": bytes(3)})

        def test_odd_ones(student):
            student.odd()
            equal(sorted(student.files), ["a.txt", "sub/sub/b.bin"])

        def test_a_new_folder_for_each_check(student):
            student.read
            equal(student.files, {})
        """,
        FILES,
    ).assert_passed()


def test_too_many_files_fail_the_check(bench: Bench) -> None:
    """A work folder is read up to a bound, and the student is told."""
    graded = bench.grade(
        "def test_it(student):\n    student.fill()\n    student.files\n",
        "def fill():\n    for n in range(1100):\n        open(f'{n}', 'w').close()\n",
    )
    assert graded.only.status == "failed"
    assert "1000 files" in graded.only.message


def test_fresh_processes_share_what_is_kept_and_nothing_else(bench: Bench) -> None:
    """Save in one process, load in the next: files stay, memory does not."""
    bench.grade(
        """
        def test_fresh(student):
            student.write()
            equal(student.count(), 1)
            equal(student.count(), 2)
            student.fresh(keep=["a.txt"])
            equal(student.count(), 1)
            equal(student.read("a.txt"), "one")
            equal(list(student.files), ["a.txt"])
            student.fresh()
            equal(dict(student.files), {})

        def test_twice(student):
            student.write()
            student.fresh(keep=["a.txt", "b.txt"])
            student.fresh(keep=["a.txt"])
            equal(student.read("a.txt"), "one")
            student.fresh(keep=["a.txt"])
            student.fresh()
            equal(dict(student.files), {})

        def test_old_handles(student):
            net = student.put(nn.ReLU())
            equal(student.count(), 1)
            student.fresh()
            with pytest.raises(TypeError, match="has ended"):
                net(torch.ones(1))
            with pytest.raises(TypeError, match="has ended"):
                student.read(net)

        def test_without_code(student):
            student.write()
            student.fresh(code=False, keep=["a.txt"])
            equal(student.run(inside.look), [None, "one", False])
            student.fresh(keep=["a.txt"])
            equal(student.run(inside.look)[1:], ["one", True])

        def test_without_inside(student):
            equal(student.has_inside(), True)
            student.fresh(inside=False)
            equal(student.has_inside(), False)

        def test_afterwards(student):
            equal(student.count(), 1)
            equal(student.has_inside(), True)
        """,
        FILES
        + """
    calls = []

    def count():
        calls.append(1)
        return len(calls)

    def has_inside():
        try:
            import inside
        except ImportError:
            return False
        return True
    """,
        inside="""
        import importlib.util, pathlib

        def look(work):
            try:
                import work as imported
            except ImportError:
                imported = None
            return [work and 1, pathlib.Path("a.txt").read_text(), imported is not None]
        """,
        options={"without_code": "isolated = true"},
    ).assert_passed()


def test_only_regular_files_that_were_asked_for_are_kept(bench: Bench) -> None:
    """A link, a pipe, a folder, a second name and a file that nobody may read stay behind, and so does the rest."""
    bench.grade(
        """
        def test_it(student):
            student.leave()
            names = ["kept", "link", "pipe", "folder", "second", "closed", "gone"]
            student.fresh(keep=names)
            equal(dict(student.files), {"kept": b"kept"})
            for bad in ("../kept", "a/b", "", ".."):
                with pytest.raises(TypeError, match="names of files"):
                    student.fresh(keep=[bad])
            with pytest.raises(TypeError, match="names of files"):
                student.fresh(keep="kept")
        """,
        """
        import os

        def leave():
            for name in ("kept", "other", "closed"):
                with open(name, "w") as file:
                    file.write(name)
            os.close(os.open("sealed", os.O_CREAT | os.O_WRONLY, 0))
            os.remove("closed")
            os.rename("sealed", "closed")
            os.mkdir("folder")
            for make, names in ((os.symlink, ("kept", "link")), (os.mkfifo, ("pipe",)), (os.link, ("other", "second"))):
                try:
                    make(*names)
                except OSError:
                    pass  # which confinement refuses
        """,
    ).assert_passed()


def test_a_check_after_one_without_code_finds_the_code_again(bench: Bench) -> None:
    """Checks that share a process never find the one that an earlier check asked for."""
    bench.grade(
        """
        def test_first(student):
            student.fresh(code=False)
            equal(student.run(inside.one), 1)

        def test_second(student):
            equal(student.answer(), 2)

        def test_third(student):
            equal(student.answer(), 2)
            student.fresh(inside=False)

        def test_fourth(student):
            equal(student.run(inside.one), 1)
        """,
        "def answer():\n    return 2\n",
        inside="def one(work):\n    return 1\n",
    ).assert_passed()
