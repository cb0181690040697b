"""Reads what the sample shop knows about single products: pages, units, papers (``products.yaml``)."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict

from parcelproof.ledger.records import PhotoRole
from parcelproof.sample.stories import Good, Grams


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Paper(_Part):
    """A paper of a supplier."""

    document: Literal["invoice", "authorisation"]
    supplier: str
    address: str
    phone: str
    website: str
    date: Date
    number: str
    holder: str = ""
    quantity: int | None = None
    valid_to: Date | None = None
    territory: str = ""
    serials: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """Name of its file."""
        return f"{self.document}-{self.number.lower()}.pdf"


class SavedPage(_Part):
    """The page as it stood on one day; what differs from the usual one."""

    saved: AwareDatetime
    price: Decimal | None = None
    rows: dict[str, str] = {}
    note: str = ""

    @property
    def file_name(self) -> str:
        """Name of its file."""
        return f"page-{self.saved:%Y-%m-%d}.html"


class Step(_Part):
    """One step of the test plan, done with one unit."""

    result: Literal["passed", "failed", "not_tested"] = "passed"
    note: str = ""
    photo: PhotoRole | None = None


class Unit(_Part):
    """One inspected piece; lot and plan are those of the product if it names none."""

    serial: str
    at: AwareDatetime
    tests: dict[str, Step]
    verdict: Literal["passed", "reworked", "set_aside"] = "passed"
    reason: str = ""
    missing_parts: tuple[str, ...] = ()
    lot: str | None = None
    plan: str | None = None

    @property
    def shown(self) -> tuple[PhotoRole, ...]:
        """Photos of this unit, each once, in the order of the steps."""
        return tuple(dict.fromkeys(step.photo for step in self.tests.values() if step.photo))

    def photo_name(self, role: PhotoRole) -> str:
        """Name of a photo's file."""
        return f"{role}-{self.serial.lower()}.jpg"


class ProductStory(_Part):
    """One product: how it is offered, what was inspected, where it comes from."""

    category: str
    profile: str
    brand: str
    model: str
    gtin: str = ""
    reference_price: Decimal
    packed: Grams
    intro: str
    rows: dict[str, str]
    use: tuple[str, ...]
    states: dict[str, str]
    in_the_box: tuple[str, ...]
    exported: AwareDatetime
    pages: tuple[SavedPage, ...]
    test_plan: str
    lot: str = ""
    plan: str = ""
    units: tuple[Unit, ...] = ()
    papers: tuple[Paper, ...] = ()


def load_products(goods: dict[str, Good]) -> tuple[tuple[Good, ProductStory], ...]:
    """Read ``products.yaml``; each product with the article that it is."""
    text = (files("parcelproof.sample") / "products.yaml").read_text(encoding="utf-8")
    return tuple((goods[key], ProductStory.model_validate(value)) for key, value in yaml.safe_load(text).items())
