"""The product as it is offered, and each unit of it as it was inspected; kept on the product's own chain."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from parcelproof.ledger.records.base import PRIVATE, Country, HsCode, Record, Sha256, Short, Text, short_digest
from parcelproof.units import Money, Weight


class Product(Record):
    """What the seller states about one product; a later one corrects it.

    ``attributes`` are named by the ids of the category profile; ``profile`` is the id of that profile.
    ``brand_field`` is the brand as the listing names it in its own field, ``brand`` the one on the goods.
    ``reference_price`` is what the seller, or the maker, usually asks for one unit.
    """

    kind: ClassVar[str] = "product"

    sku: Short = ""
    title: Text = ""
    profile: Annotated[str, StringConstraints(pattern=r"^[a-z_]*$", max_length=40)] = ""
    category: Short = ""
    brand: Short = ""
    brand_field: Short = ""
    model: Short = ""
    mpn: Short = ""
    gtin: Short = ""
    price: Money | None = None
    reference_price: Money | None = None
    listing_ids: tuple[Short, ...] = ()
    attributes: dict[Short, Text] = Field(default_factory=dict)
    in_the_box: tuple[Short, ...] = ()
    net_weight: Weight | None = None
    packed_weight: Weight | None = None
    origin: Country | None = None
    hs_code: HsCode | None = None


class UnitTest(BaseModel):
    """One step of the test plan, done with one unit. ``evidence`` names photos or videos by their hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    test: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    result: Literal["passed", "failed", "not_tested"]
    note: Text = ""
    evidence: tuple[Sha256, ...] = ()
    reference: Short = ""
    """Where a video or a paper lies if it is not kept here."""


class UnitInspection(Record):
    """Appearance and function of one unit, step by step, before it was packed.

    ``number`` tells units without a serial number apart. ``lot`` and ``plan`` name the lot and the sampling
    plan under which the unit was drawn.
    """

    kind: ClassVar[str] = "unit"

    number: Short = ""
    serial: Short = ""
    imei: tuple[Short, ...] = ()
    inspector: Annotated[str, StringConstraints(max_length=500), PRIVATE] = ""
    test_plan: Annotated[str, StringConstraints(pattern=r"^[a-z_]*$", max_length=40)] = ""
    tests: tuple[UnitTest, ...] = ()
    missing_parts: tuple[Short, ...] = ()
    verdict: Literal["passed", "reworked", "set_aside"]
    reason: Text = ""
    lot: Short = ""
    plan: Short = ""

    @property
    def slot(self) -> str:
        """One slot per unit: a second look corrects the first, and both stay."""
        return f"unit:{short_digest(self.serial.strip().upper() or self.number.strip())}"
