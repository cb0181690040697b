"""What the seller says about the shop, kept in ``shop.yaml``."""

from __future__ import annotations

import re
import secrets
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from parcelproof.errors import ShopError, UnknownNameError
from parcelproof.language import FALLBACK, known_language
from parcelproof.messages import _, sentences
from parcelproof.sender import Sender

SETTINGS_FILE = "shop.yaml"


@cache
def _zones() -> frozenset[str]:
    # Looking through the folders of all zones takes longer than to read the settings.
    return frozenset(available_timezones())


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(_("this time zone is not known; write it like Asia/Shanghai"))
    return name


def _language(code: str) -> str:
    try:
        return known_language(code).code
    except UnknownNameError as error:
        raise ValueError(sentences(error.what, error.mend)) from None


def _ledger(url: str) -> str:
    if not url:
        return url
    try:
        parts = urlsplit(url)
        secret = parts.password is not None or re.search(r"[?&]password=", url)
        host = parts.hostname or "host=" in parts.query
    except ValueError:
        raise ValueError(_("this is no address of a database")) from None
    if secret:
        raise ValueError(
            _(
                "the password must not stand in this file; put it into the variable PGPASSWORD, into the password "
                "file of PostgreSQL (.pgpass) or into the key store of this computer, and delete it here"
            )
        )
    if parts.scheme not in {"postgresql", "postgresql+psycopg"} or not host or not parts.path.strip("/"):
        raise ValueError(_("write it like postgresql+psycopg://user@host/database, or leave it out"))
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _bucket(url: str) -> str:
    if url and not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?", url):
        raise ValueError(_("write it like s3://bucket/folder, or leave it out"))
    return url.rstrip("/")


def _endpoint(url: str) -> str:
    if url and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._/-]*)?", url):
        raise ValueError(_("write it like https://storage.example.com, without user and password, or leave it out"))
    return url


PLACES = ("ledger", "evidence", "reports", "endpoint", "region")
"""The settings that say where things are kept; no report depends on them."""


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
    language : str
        In which pages, findings and reports speak to the seller; a packet speaks English.
    ledger : str
        Address of a PostgreSQL database; empty: a file in the folder of the shop.
    evidence, reports : str
        Addresses in a bucket; empty: folders in the folder of the shop.
    endpoint, region : str
        Of an S3 server other than Amazon's; of the bucket.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="My shop", max_length=200)
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")
    origin: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    sender: Sender = Sender()
    language: Annotated[str, AfterValidator(_language)] = FALLBACK
    ledger: Annotated[str, AfterValidator(_ledger)] = ""
    evidence: Annotated[str, AfterValidator(_bucket)] = ""
    reports: Annotated[str, AfterValidator(_bucket)] = ""
    endpoint: Annotated[str, AfterValidator(_endpoint)] = ""
    region: str = Field(default="", pattern=r"^[a-z0-9-]*$")

    @property
    def storage(self) -> dict[str, Any]:
        """What fsspec is told about the server of the buckets."""
        options: dict[str, Any] = {
            "config_kwargs": {"connect_timeout": 10, "read_timeout": 60, "retries": {"mode": "standard"}}
        }
        if self.endpoint:
            options["endpoint_url"] = self.endpoint
        if self.region:
            options["client_kwargs"] = {"region_name": self.region}
        return options

    @property
    def shared(self) -> bool:
        """Whether several machines can work on the shop: nothing of it is kept in the folder."""
        return bool(self.ledger and self.evidence and self.reports)

    def printed(self) -> dict[str, Any]:
        """Return what may show in a report, as JSON values: all but the places."""
        return self.model_dump(mode="json", exclude=set(PLACES))


def read_settings(path: Path) -> ShopSettings:
    """Read the settings; without a file the usual ones hold.

    Raises
    ------
    ShopError
        If the file has a mistake.
    """
    try:
        return _settings(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ShopSettings()
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        # The cause would show what stands in the file, and that may be a password in the wrong place.
        lines = _mistakes(error) if isinstance(error, ValidationError) else [_("this is no YAML text")]
        raise ShopError(
            _("The settings of the shop have a mistake: {mistakes}", mistakes="; ".join(lines)),
            where=str(path),
            mend=_("Correct this file."),
        ) from None


@lru_cache(maxsize=16)
def _settings(text: str) -> ShopSettings:
    """Return what a text of settings says; the same shop is opened again and again."""
    return ShopSettings.model_validate(yaml.safe_load(text) or {})


def _mistakes(error: ValidationError) -> list[str]:
    # Our own sentence without the words that pydantic puts before it.
    said = ((e["loc"], e.get("ctx", {}).get("error") or e["msg"]) for e in error.errors())
    return [f"{'.'.join(map(str, place))}: {what}" for place, what in said]


def write_settings(path: Path, settings: ShopSettings) -> None:
    """Write the settings, whole or not at all."""
    unused = {name for name in PLACES if not getattr(settings, name)}
    text = yaml.safe_dump(settings.model_dump(exclude=unused), sort_keys=False, allow_unicode=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")  # several processes may do this at once
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
