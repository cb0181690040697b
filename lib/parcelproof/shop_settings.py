"""What the seller says about the shop, kept in ``shop.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from parcelproof.errors import ShopError
from parcelproof.sender import Sender

SETTINGS_FILE = "shop.yaml"


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("this time zone is not known; write it like Asia/Shanghai")
    return name


class ShopSettings(BaseModel):
    """What the seller says about the shop; kept in ``shop.yaml``.

    Attributes
    ----------
    name : str
        Printed on reports.
    zone : str
        IANA time zone for dates that carry none.
    currency : str
        ISO 4217 code for amounts whose sign is shared by several currencies; may be empty.
    origin : str
        ISO 3166 code of the country that parcels leave from; may be empty.
    sender : Sender
        Printed on customs forms.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="My shop", max_length=200)
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")
    origin: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    sender: Sender = Sender()


def read_settings(path: Path) -> ShopSettings:
    """Read the settings; without a file the usual ones hold.

    Raises
    ------
    ShopError
        If the file has a mistake.
    """
    try:
        return ShopSettings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except FileNotFoundError:
        return ShopSettings()
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()] if isinstance(
            error, ValidationError
        ) else ["this is no YAML text"]  # fmt: skip
        raise ShopError(
            "The settings of the shop have a mistake: " + "; ".join(lines), where=str(path), mend="Correct this file."
        ) from error


def write_settings(path: Path, settings: ShopSettings) -> None:
    """Write the settings, whole or not at all."""
    text = yaml.safe_dump(settings.model_dump(), sort_keys=False, allow_unicode=True)
    draft = path.with_suffix(".tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
