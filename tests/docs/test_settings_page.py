"""The page of settings names every setting, with its default."""

import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic_core import PydanticUndefined

from copydesk.settings import IssuerSettings, SegmentSettings, Settings

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"
ROW = re.compile(r"^\| `([a-z_.]+)` \| (.*?) \| .+ \|$", re.MULTILINE)


def defaults(model: type[BaseModel], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, field in model.model_fields.items():
        if isinstance(field.default, BaseModel):
            found |= defaults(type(field.default), f"{name}.")
        else:
            found[prefix + name] = shown(field.default)
    return found


def shown(value: Any) -> str:
    if value is PydanticUndefined:
        return "required"
    if value is None:
        return "none"
    if isinstance(value, SecretStr):
        return f"`{value.get_secret_value()}`"
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return f"`{text}`"


def test_the_page_names_every_setting_and_no_other() -> None:
    page = dict(ROW.findall(PAGE.read_text()))
    tables = defaults(IssuerSettings, "issuers.") | defaults(SegmentSettings, "segments.")
    assert page == defaults(Settings) | tables
