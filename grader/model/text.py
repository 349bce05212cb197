"""Text in the course's two languages."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Language = Literal["en", "zh"]


class Frozen(BaseModel):
    """A value that is parsed once, at an edge, and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class Localized(Frozen):
    """A sentence in English and, where it was translated, in Chinese. A plain string is English."""

    en: str = Field(min_length=1)
    zh: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _accept_plain_string(cls, value: Any) -> Any:
        return {"en": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors of the plain string as well."""
        table = handler.resolve_ref_schema(handler(core_schema))
        return {"anyOf": [{"type": "string", "minLength": 1}, table], "description": table.pop("description", "")}

    def get(self, language: Language) -> str:
        """Return the sentence in `language`, in English where it was not translated."""
        return self.zh if language == "zh" and self.zh else self.en
