"""Text in the course's two languages."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Language = Literal["en", "zh"]


class Frozen(BaseModel):
    """A value that is parsed once, at an edge, and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Localized(Frozen):
    """A sentence in English and, where it was translated, in Chinese. A plain string is English."""

    en: str = Field(min_length=1)
    zh: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _accept_plain_string(cls, value: Any) -> Any:
        return {"en": value} if isinstance(value, str) else value

    def get(self, language: Language) -> str:
        """Return the sentence in `language`, in English where it was not translated."""
        return self.zh if language == "zh" and self.zh else self.en
