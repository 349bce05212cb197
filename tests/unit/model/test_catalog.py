"""Every message is there in every language, with the same placeholders, and no report can break one."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

import gettext
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.catalog import DOMAIN, LOCALES, fill, translate
from grader.model.evidence import Evidence
from grader.model.message import Diagnosis, Message
from grader.model.phrases import PHRASES
from grader.model.rules import RULES
from tests.unit.model.catalogs import LANGUAGES, extracted, stored
from tests.unit.model.rules_page import page

pytestmark = pytest.mark.unit


def placeholders(template: str) -> list[tuple[str, str | None]]:
    """Return the names and formats that a template fills."""
    return sorted((name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalog_has_every_message_and_no_other(language: str) -> None:
    """`make messages`, and translations for what it adds, make this pass again."""
    catalog = stored(language)
    there = {message.id for message in catalog if message.id}
    assert there == {message.id for message in extracted() if message.id}
    assert not [message.id for message in catalog if message.id and (not message.string or message.fuzzy)]
    assert not catalog.obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_message(language: str) -> None:
    """Each fact is told in every language, in the same format."""
    for message in stored(language):
        assert placeholders(str(message.string)) == placeholders(str(message.id)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalog_is_that_of_the_text(language: str) -> None:
    """What is shipped is what was translated."""
    compiled = gettext.translation(DOMAIN, LOCALES, [language])
    for message in stored(language):
        if message.id:
            assert compiled.gettext(str(message.id)) == message.string


def test_every_sentence_of_rules_and_phrases_is_in_the_catalogs() -> None:
    """A sentence that was not marked would stay English without anybody noticing."""
    marked = {message.id for message in extracted()}
    sentences = {text for rule in RULES.values() for text in rule if text} | set(PHRASES.values())
    assert sentences - marked == {"None"}


def test_every_rule_can_speak() -> None:
    """The judge names it, or a check can, because its words need no facts."""
    judge = "".join(file.read_text(encoding="utf-8") for file in (LOCALES.parent / "judge").rglob("*.py"))
    assert not [name for name, rule in RULES.items() if f'"{name}"' not in judge and placeholders(rule.sentence)]


def test_every_rule_is_on_its_page() -> None:
    """docs/reference/rules.md is written from the rules; `make messages` writes it anew."""
    written = (LOCALES.parents[1] / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    assert written == page()
    assert all(f"**`{name}`**" in written for name in RULES)


def test_a_message_is_said_in_either_language_with_its_parts() -> None:
    """A part that is a message itself follows its language."""
    message = Message(id="shape", facts={"what": Message(id="the_result"), "seen": (2, 3), "wanted": (3,)})
    assert str(message) == "the result has shape (2, 3), expected (3,)"
    assert message.sentence("zh") == "结果 的形状是 (2, 3)，应为 (3,)"
    diagnosis = Diagnosis(rule="concatenated", facts={"seen": 0, "wanted": 1})
    assert diagnosis.sentence("zh") == "各部分沿第 0 维拼接了，应沿第 1 维。"
    assert diagnosis.advice("zh") == "看看 `torch.cat` 的 `dim`。"


def test_messages_and_diagnoses_survive_a_file() -> None:
    """A report that was stored says the same as before, in both languages."""
    evidence = Evidence(
        kind="shape",
        summary="s",
        said=Message(id="shape", facts={"what": Message(id="the_result"), "seen": (2, 3), "wanted": ()}),
        diagnosis=(Diagnosis(rule="factor", facts={"factor": 0.125}), Diagnosis(rule="size", facts={"dim": 1})),
    )
    assert Evidence.model_validate_json(evidence.model_dump_json()) == evidence


def test_an_older_reports_plain_sentence_is_kept() -> None:
    """Where a diagnosis was a sentence, it is said as it was."""
    evidence = Evidence.model_validate({"kind": "close", "summary": "", "diagnosis": ["flipped along dim 1"]})
    assert [one.sentence("zh") for one in evidence.diagnosis] == ["flipped along dim 1"]


def test_the_exercises_own_words_are_said_in_either_language() -> None:
    """English where there is no Chinese."""
    both, one = (Diagnosis(rule="own_words", facts=facts) for facts in ({"en": "a", "zh": "b"}, {"en": "a"}))
    assert [both.sentence("en"), both.sentence("zh"), one.sentence("zh")] == ["a", "b", "a"]
    assert both.advice("en") == ""


def test_facts_of_a_submission_are_cleaned() -> None:
    """No escape gets through a fact."""
    assert "\x1b" not in Message(id="lacks", facts={"what": "x", "missing": "\x1b[31mred"}).sentence("en")


FACTS = st.dictionaries(
    st.sampled_from(["what", "seen", "wanted", "dim", "factor", "names"]),
    st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | st.lists(st.integers()).map(tuple),
)


@given(st.sampled_from([*RULES, "unknown", "own_words", "plain_words"]), FACTS)
def test_no_facts_break_a_diagnosis(rule: str, facts: dict[str, int | float | str | tuple[int, ...]]) -> None:
    """A report that somebody has edited is shown with what it has."""
    diagnosis = Diagnosis.model_validate({"rule": rule, "facts": facts})
    for language in ("en", "zh"):
        assert isinstance(diagnosis.sentence(language), str)
        assert isinstance(diagnosis.advice(language), str)


@pytest.mark.parametrize("template", ["{a.__class__}", "{a[0]}", "{a!r:>9999}", "{", "{b}"])
def test_a_fact_is_a_value_and_nothing_more(template: str) -> None:
    """No attribute and no item of a fact is reached; what cannot be filled stays as it is."""
    assert fill(template, {"a": "x"}) == template or "x" in fill(template, {"a": "x"})


def test_english_needs_no_catalog() -> None:
    """The source is English."""
    assert translate("{what} lacks {missing}", "en") == "{what} lacks {missing}"
    assert translate("a message that nobody has translated", "zh") == "a message that nobody has translated"
