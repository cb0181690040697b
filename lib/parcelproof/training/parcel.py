"""One training parcel in few words, and the sound story that it tells when nothing goes wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from parcelproof.errors import InputError, nearest
from parcelproof.ledger.records import PhotoRole
from parcelproof.messages import _
from parcelproof.sample.stories import Buyer, Channel, Good, Line, ParcelChoice, Present, Scan, Story, Talk
from parcelproof.training.world import World
from parcelproof.units import parse_weight

T = TypeVar("T")

PROMISE_SLACK = 12
"""Days between the usual delivery and the last promised day."""

_PHOTOS: tuple[PhotoRole, ...] = ("item_front", "cushioning", "after_packing", "on_scale", "label", "drop_off_receipt")
_ELECTRONICS: tuple[PhotoRole, ...] = ("serial", "function_test")
_ARRIVAL = {
    "US": "Los Angeles", "GB": "London", "DE": "Leipzig", "FR": "Roissy", "ES": "Madrid", "AU": "Sydney",
    "CA": "Vancouver", "JP": "Kawasaki", "NZ": "Auckland",
}  # fmt: skip


class Parcel(BaseModel):
    """What was sold to whom, and how it was sent.

    Attributes
    ----------
    good, buyer, line : str
        Names in the world.
    price : Decimal, optional
        Of one piece, in the currency of the channel; else the usual one.
    signature : bool
        Booked, and given at the door.
    gift : bool
        A small free article that the product page promises and the form names.
    days : int, optional
        From dispatch to delivery; else as usual for the line.
    seed : int
        Chooses the numbers of order and parcel.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    good: str
    quantity: int = Field(1, ge=1, le=20)
    price: Decimal | None = Field(None, gt=0)
    buyer: str
    channel: Channel
    line: str
    paid: AwareDatetime
    signature: bool = False
    gift: bool = False
    days: int | None = Field(None, ge=1, le=60)
    seed: int = 1


def good_of(parcel: Parcel, world: World) -> Good:
    """Return the article with the price of this parcel."""
    good = _known(parcel.good, dict(world.goods), _("article"))
    return good.model_copy(update={"price": parcel.price}) if parcel.price is not None else good


def sound_story(parcel: Parcel, world: World) -> Story:
    """Tell the parcel as a careful seller would have sent it: everything on record, delivered in time.

    Raises
    ------
    InputError
        If it names an article, buyer or line that the world does not have.
    """
    random = Random(f"{parcel.seed}:{parcel.good}:{parcel.buyer}")  # noqa: S311 - invented numbers
    good, buyer = good_of(parcel, world), _known(parcel.buyer, dict(world.buyers), _("buyer"))
    line = _known(parcel.line, dict(world.lines), _("carrier line"))
    shipped = parcel.paid + timedelta(days=1, hours=7)
    days = parcel.days or line.days
    usual = (shipped + timedelta(days=line.days)).date()
    serials = tuple(_serial(good, random) for _ in range(parcel.quantity)) if good.serials else ()
    photos = (_PHOTOS[0], *(_ELECTRONICS if good.electronics else ()), *_PHOTOS[1:])
    return Story(
        about="",
        channel=parcel.channel,
        order=_order_number(parcel.channel, random),
        buyer=_masked(buyer) if parcel.channel == "tiktok" else buyer,
        items=(Line(good=parcel.good, quantity=parcel.quantity, serials=serials),),
        shipping_paid=Decimal("4.90"),
        paid=parcel.paid,
        promised=(usual - timedelta(days=2), usual + timedelta(days=PROMISE_SLACK)),
        parcel=ParcelChoice(
            carrier=line.carrier, service=line.service, number=line.tracking_number(random), shipped=shipped,
            tracked="end_to_end", signature=True if parcel.signature else None, cost=f"USD {line.cost}",
            reason=line.reason,
        ),
        tracking="aftership" if parcel.signature else "17track",
        scans=_scans(buyer, shipped, days, signed=parcel.signature),
        photos=photos,
        kept=("weights", "declaration", "shipping", "quality_control", "inspection", "dispatch_notice", "answers"),
        messages=_messages(parcel, buyer),
        gifts=(_gift(),) if parcel.gift else (),
    )  # fmt: skip


def _messages(parcel: Parcel, buyer: Buyer) -> tuple[Talk, ...]:
    first = buyer.name.split()[0]
    asked = Talk.model_validate(
        {"at": parcel.paid + timedelta(hours=2), "from": "buyer", "topic": "question",
         "text": "Hi, will you send it tomorrow? Thank you."}
    )  # fmt: skip
    told = f"Hello {first}, yes. We check it, photograph it and hand it over tomorrow."
    answer = Talk(at=parcel.paid + timedelta(hours=4), to="buyer", topic="answer", text=told)
    return asked, answer


def _gift() -> Present:
    return Present(
        description="Polishing cloth of woven cotton", quantity=1, on_page=True, value=Decimal("0.60"),
        net=parse_weight("18 g"), hs="630710", declared=True,
    )  # fmt: skip


def _scans(buyer: Buyer, shipped: datetime, days: int, *, signed: bool) -> tuple[Scan, ...]:
    def at(share: float, hour: int) -> datetime:
        day = shipped + timedelta(days=round(days * share))
        return day.replace(hour=hour, minute=20)

    arrival = _ARRIVAL.get(buyer.country, buyer.city)
    end: Literal["signed", "delivered"] = "signed" if signed else "delivered"
    return (
        Scan(shipped + timedelta(hours=2), "accepted", "Shenzhen", "CN"),
        Scan(max(at(0.2, 21), shipped + timedelta(hours=4)), "departed", "Shenzhen", "CN"),
        Scan(max(at(0.6, 9), shipped + timedelta(hours=20)), "arrived", arrival, buyer.country),
        Scan(max(at(0.7, 15), shipped + timedelta(hours=26)), "released", arrival, buyer.country),
        Scan(at(1, 19), "out", buyer.city, buyer.country),
        Scan(at(1, 23), end, buyer.city, buyer.country),
    )


def _serial(good: Good, random: Random) -> str:
    return f"{good.sku.split('-')[0]}{random.randrange(10**7):07d}"


def _order_number(channel: Channel, random: Random) -> str:
    def digits(count: int) -> str:
        return str(random.randrange(1, 10)) + "".join(str(random.randrange(10)) for _ in range(count - 1))

    return {
        "ebay_us": lambda: f"{digits(2)}-{digits(5)}-{digits(5)}",
        "ebay_uk": lambda: f"{digits(2)}-{digits(5)}-{digits(5)}",
        "shopify": lambda: f"#{digits(4)}",
        "amazon": lambda: f"11{digits(1)}-{digits(7)}-{digits(7)}",
        "etsy": lambda: digits(10),
        "tiktok": lambda: f"57{digits(16)}",
    }[channel]()


def _masked(buyer: Buyer) -> Buyer:
    """Return the buyer as TikTok Shop shows one: most of phone and street hidden."""
    return buyer.model_copy(update={"email": "", "phone": "(+1)5****10", "line1": buyer.line1[:6] + "*", "line2": ""})


def _known(name: str, known: dict[str, T], what: str) -> T:
    if name not in known:
        raise InputError(
            _("The training world has no {what} with this name.", what=what), where=name, mend=nearest(name, known)
        )
    return known[name]
