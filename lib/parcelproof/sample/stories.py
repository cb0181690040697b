"""Reads the stories of the sample shop: what was sold, to whom, and what became of each parcel.

The stories are data (``stories.yaml``, ``goods.yaml``); no program knows one of them by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from parcelproof.ledger.records import PhotoRole
from parcelproof.units import Money, Weight, parse_weight

Channel = Literal["ebay_us", "ebay_uk", "shopify", "amazon", "etsy", "tiktok"]
Kept = Literal[
    "weights", "declaration", "shipping", "quality_control", "inspection", "listing", "dispatch_notice", "answers"
]
PhotoNote = Literal["heic", "no_exif", "no_offset", "gps"]

CURRENCY: dict[str, str] = {
    "ebay_us": "USD", "ebay_uk": "GBP", "shopify": "EUR", "amazon": "USD", "etsy": "USD", "tiktok": "USD",
}  # fmt: skip

Grams = Annotated[Weight, BeforeValidator(lambda v: parse_weight(v) if isinstance(v, str) else v)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Good(_Part):
    """One article of the shop."""

    title: str
    sku: str
    listing: str
    look: str
    colour: str
    price: Decimal
    net: Grams
    tare: Grams
    hs: str
    origin: str
    customs: str
    brand: str = ""
    electronics: bool = False
    serials: bool = False
    parts: tuple[str, ...]
    attributes: dict[str, str]


class Buyer(_Part):
    """An invented person."""

    name: str
    user: str
    email: str
    phone: str
    line1: str
    line2: str = ""
    city: str
    state: str
    postcode: str
    country: str


class Line(_Part):
    """One line of an order."""

    good: str
    quantity: int
    sent: str = ""
    """What was packed by mistake; empty: what was ordered."""
    serials: tuple[str, ...] = ()


class ParcelChoice(_Part):
    """How the parcel was sent."""

    carrier: str
    service: str
    number: str
    shipped: AwareDatetime
    tracked: Literal["end_to_end", "to_departure", "none"]
    signature: bool | None = None
    insured: str | None = None
    cost: str | None = None
    reason: str = ""


class Talk(_Part):
    """One message between seller and buyer."""

    at: AwareDatetime
    sender: Literal["buyer"] | None = Field(None, alias="from")
    to: Literal["buyer"] | None = None
    topic: str
    language: str = "en"
    text: str


class CarrierInquiry(_Part):
    """A question to the carrier."""

    at: AwareDatetime
    carrier: str
    reference: str
    cause: str
    answered: AwareDatetime


class Present(_Part):
    """A free article in the parcel."""

    description: str
    quantity: int
    on_page: bool
    value: Decimal
    net: Grams
    hs: str
    declared: bool
    restricted: bool = False
    confirmed: AwareDatetime | None = None
    channel: str = ""
    text: str = ""


class Agreement(_Part):
    """What the buyer agreed to."""

    at: AwareDatetime
    about: str
    asked_by: str
    channel: str
    agreed: bool
    language: str = "en"
    text: str


class ReusedPhoto(_Part):
    """A photo of another order, turned and saved anew."""

    role: PhotoRole
    order: str = Field(alias="from")
    turn: int


@dataclass(frozen=True)
class Scan:
    """One scan of the carrier: when, what (a word of `parcelproof.sample.scans`), where."""

    at: datetime
    word: str
    place: str
    country: str


def _scan(text: object) -> object:
    if not isinstance(text, str):
        return text
    at, word, rest = text.split(" ", 2)
    place, country = rest.rsplit(" ", 1)
    return Scan(datetime.fromisoformat(at), word, place, country)


class Story(_Part):
    """One parcel and everything that its seller put on record."""

    about: str
    channel: Channel
    order: str
    buyer: Buyer
    items: tuple[Line, ...]
    shipping_paid: Decimal
    tax: Decimal = Decimal(0)
    currency: str = ""
    paid: AwareDatetime
    promised: tuple[Date, Date]
    parcel: ParcelChoice
    tracking: Literal["17track", "aftership", "easypost", "ship24", "csv"] | None = None
    scans: tuple[Annotated[Scan, BeforeValidator(_scan)], ...] = ()
    photos: tuple[PhotoRole, ...] = ()
    photo_notes: dict[PhotoRole, PhotoNote] = {}
    reused: tuple[ReusedPhoto, ...] = ()
    kept: tuple[Kept, ...] = ()
    scanned: Grams | None = None
    declared_values: dict[str, Decimal] = {}
    messages: tuple[Talk, ...] = ()
    inquiries: tuple[CarrierInquiry, ...] = ()
    gifts: tuple[Present, ...] = ()
    consents: tuple[Agreement, ...] = ()

    @property
    def paid_in(self) -> str:
        """Currency of the order: its own, or the usual one of its channel."""
        return self.currency or CURRENCY[self.channel]

    @property
    def reference(self) -> str:
        """What names this parcel in records and photo folders: the order, or for ``#1001`` the tracking number."""
        return self.parcel.number if self.order.startswith("#") else self.order

    @property
    def packed_at(self) -> datetime:
        """When the parcel was packed: half a day after payment at the earliest, some hours before it left."""
        return max(self.parcel.shipped - timedelta(hours=5), self.paid + timedelta(hours=1))


@dataclass(frozen=True)
class SampleShop:
    """All stories and the goods they speak of."""

    goods: dict[str, Good]
    stories: tuple[Story, ...]

    def lines(self, story: Story) -> list[tuple[Line, Good]]:
        """Lines of an order with their goods."""
        return [(line, self.goods[line.good]) for line in story.items]

    def packed_lines(self, story: Story) -> list[tuple[Line, Good]]:
        """Lines of an order with the goods that lie in the parcel."""
        return [(line, self.goods[line.sent or line.good]) for line in story.items]

    def goods_total(self, story: Story) -> Decimal:
        """What the buyer paid for goods."""
        return sum((good.price * line.quantity for line, good in self.lines(story)), Decimal(0))

    def total(self, story: Story) -> Money:
        """Everything the buyer paid."""
        amount = self.goods_total(story) + story.shipping_paid + story.tax
        return Money(amount=amount, currency=story.paid_in)

    def net(self, story: Story) -> Decimal:
        """Weight of all goods and gifts, in grams."""
        goods = sum((good.net.grams * line.quantity for line, good in self.packed_lines(story)), Decimal(0))
        return goods + sum((gift.net.grams * gift.quantity for gift in story.gifts), Decimal(0))

    def tare(self, story: Story) -> Decimal:
        """Weight of box and cushioning, in grams: the largest article decides."""
        return max(good.tare.grams for _, good in self.packed_lines(story))

    def packed(self, story: Story) -> Decimal:
        """Weight of the closed parcel on the seller's scale, in grams; tape weighs a little."""
        return self.net(story) + self.tare(story) + 3


def load_shop() -> SampleShop:
    """Read ``goods.yaml`` and ``stories.yaml``."""
    folder = files("parcelproof.sample")
    goods = yaml.safe_load((folder / "goods.yaml").read_text(encoding="utf-8"))
    stories = yaml.safe_load((folder / "stories.yaml").read_text(encoding="utf-8"))["stories"]
    return SampleShop(
        {key: Good.model_validate(value) for key, value in goods.items()},
        tuple(Story.model_validate(story) for story in stories),
    )
