"""Makes further cases without end: a sound parcel of a random kind, and up to four faults of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Literal

from parcelproof.language import current_language
from parcelproof.messages import N_, Wording, _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.sample.stories import Channel, SampleShop
from parcelproof.training.case import Case, Claim, Door, Said, Truth
from parcelproof.training.catalogue import Fault, load_faults
from parcelproof.training.dossier import Dossier
from parcelproof.training.parcel import Parcel
from parcelproof.training.world import World, load_world

FIRST_DAY = datetime.fromisoformat("2026-08-24T08:10:00+08:00")
DAYS = 28
MOST_FAULTS = 4
SIGNED_FROM = 600
"""Sound parcels of this worth, in any currency, go with signature: some platforms ask for one from 450 on."""

DOORS: Mapping[Channel, Door] = {
    "ebay_us": "ebay", "ebay_uk": "ebay", "shopify": "shopify", "amazon": "amazon", "etsy": "etsy",
    "tiktok": "stripe",
}  # fmt: skip
ANSWER_DAYS: Mapping[Door, int] = {
    "ebay": 5, "paypal": 10, "stripe": 7, "shopify": 7, "amazon": 2, "etsy": 7, "square": 7,
}  # fmt: skip
"""Days to answer; rows of ``evidence/limits.csv``, for PayPal and Stripe the shortest that is usual."""

NO_TOTAL = ("amazon", "etsy")
"""Channels whose export has no order total: nobody can say if a signature is needed, so a careful seller gets one."""

OTHER_PLUGS = ("GB", "DE", "FR", "ES", "AU")
"""Countries into whose sockets the plug of the sample's charger does not go."""

GIFT = "gift_substitution_changed"
_SAYS = Wording(
    {
        "item_not_received": N_("My parcel did not arrive. Please refund me."),
        "not_as_described": N_("This is not what your page shows. I want my money back."),
        "damaged_defective": N_("It came broken and does not work. I want my money back."),
        "counterfeit": N_("This is a copy and not the real article. I want my money back."),
        "wrong_quantity_missing_parts": N_("A piece is missing in the parcel. I want a refund."),
        "customs_seizure_refused_duties": N_("Customs does not give me the parcel. I do not pay for it."),
        "unauthorised": N_("I did not buy this. Somebody used my card."),
        "gift_substitution_changed": N_("There is something in the parcel that I did not order."),
        "late_delivery": N_("It came too late. I do not need it any more."),
        "refund_not_processed": N_("You promised a refund and I did not get it."),
    }
)


def generate_case(
    seed: int,
    *,
    faults: Iterable[str] | None = None,
    measures: Iterable[str] = (),
    reason: str = "",
    playbook: Playbook | None = None,
) -> Case:
    """Make one case with known truth.

    Parameters
    ----------
    seed : int
        The same seed and the same wishes give the same case.
    faults : iterable of str, optional
        Exactly these faults; else none to four by chance.
    measures : iterable of str
        Only faults of these measures; all if empty.
    reason : str
        Dispute reason of the claim; else by chance, most often one that the faults make hard.
    playbook : Playbook, optional

    Returns
    -------
    Case
        Without decision steps: the claim is answered at once.

    Raises
    ------
    UnknownNameError, InputError
        If a fault does not exist, or no parcel fits it.
    """
    random = Random(f"case {seed}")  # noqa: S311 - invented cases
    book, world, known = playbook or load_playbook(), load_world(), _known_faults()
    wanted = tuple(faults) if faults is not None else None
    parcel, dossier = _fitting(random, world, [known[name] for name in wanted or ()])
    planted = [known[name] for name in wanted] if wanted is not None else _choose(random, dossier, set(measures))
    for one in planted:
        one.plant(dossier)
    truth = truth_of(planted, book, gift=parcel.gift)
    return Case(
        id=f"generated-{seed}",
        title=_("{good} to {city}", good=dossier.good.title.split(",")[0], city=dossier.story.buyer.city),
        level=_level(len(planted)),
        measures=tuple(dict.fromkeys(one.measure for one in planted)) or ("delivery.delivery_receipt",),
        story=_("A buyer opens a dispute. Look at what is on record, then answer."),
        parcel=parcel,
        faults=tuple(one.id for one in planted),
        claim=_claim(random, parcel, dossier, reason or _reason(random, planted, book, parcel)),
        truth=truth,
    )


def truth_of(planted: Iterable[Fault], playbook: Playbook, *, gift: bool) -> Truth:
    """Return what is true of a sound parcel with these faults.

    Parameters
    ----------
    gift : bool
        The sound parcel holds a free article that its page promises.
    """
    faults = tuple(planted)
    open_ = {name for name in playbook.reasons if name != GIFT or gift}
    open_ |= {name for one in faults for name in one.opens}
    open_ -= {name for one in faults for name in one.loses}
    decisive = next((one for one in faults if one.loses), faults[0] if faults else None)
    return Truth(
        wrong=tuple(Said(check=says.check, code=says.codes[0]) for one in faults for says in one.finds),
        missing=tuple(dict.fromkeys(item for one in faults for item in one.missing)),
        defendable=tuple(name for name in playbook.reasons if name in open_),
        hinges_on=f"{decisive.title} {decisive.lesson}" if decisive else _("Everything is on record: answer in time."),
    )


def _known_faults() -> Mapping[str, Fault]:
    return load_faults(language=current_language().code)


def _level(faults: int) -> Literal[1, 2, 3]:
    return 1 if faults <= 1 else 2 if faults == 2 else 3


def _fitting(random: Random, world: World, wanted: list[Fault]) -> tuple[Parcel, Dossier]:
    """Return a random sound parcel into which the wanted faults can be planted."""
    while True:
        parcel = _parcel(random, world)
        dossier = Dossier.sound(parcel, world)
        if all(one.fits(dossier) for one in wanted):
            return parcel, dossier


def _parcel(random: Random, world: World) -> Parcel:
    name = random.choice(sorted(world.goods))
    buyers = [b for b in sorted(world.buyers) if name != "adapter" or world.buyers[b].country not in OTHER_PLUGS]
    buyer = random.choice(buyers)
    country = world.buyers[buyer].country
    channels: list[Channel] = ["ebay_us", "shopify", "amazon", "etsy"]
    channels += ["ebay_uk", "tiktok"] if country == "GB" else ["tiktok"] if country == "US" else []
    price = (world.goods[name].price * random.choice((Decimal("0.9"), Decimal(1), Decimal("1.15")))).quantize(
        Decimal("0.01")
    )
    quantity = random.choice((1, 1, 1, 2, 2, 3))
    worth = price * quantity
    line = "dhl" if worth > SIGNED_FROM else random.choice(sorted(world.lines))
    channel = random.choice(channels)
    signed = worth > SIGNED_FROM or line in ("registered", "ems") or channel in NO_TOTAL
    return Parcel(
        good=name, quantity=quantity, price=price, buyer=buyer, channel=channel, line=line,
        paid=FIRST_DAY + timedelta(days=random.randrange(DAYS), minutes=random.randrange(600)),
        signature=signed or random.random() < 0.2,
        gift=random.random() < 0.2, seed=random.randrange(10**6),
    )  # fmt: skip


def _choose(random: Random, dossier: Dossier, measures: set[str]) -> list[Fault]:
    count = random.choice((0, 1, 1, 1, 2, 2, 2, 3, 3, MOST_FAULTS))
    fitting = [
        one for one in _known_faults().values() if one.fits(dossier) and (not measures or one.measure in measures)
    ]
    chosen: list[Fault] = []
    touched: set[str] = set()
    for one in random.sample(fitting, len(fitting)):
        if len(chosen) == count:
            break
        if touched.isdisjoint(one.touches):
            chosen.append(one)
            touched.update(one.touches)
    return chosen


def _reason(random: Random, planted: list[Fault], playbook: Playbook, parcel: Parcel) -> str:
    hard = [name for one in planted for name in (*one.loses, *one.opens)]
    every = [name for name in playbook.reasons if name != GIFT or parcel.gift]
    return random.choice(hard) if hard and random.random() < 0.6 else random.choice(every)


def _claim(random: Random, parcel: Parcel, dossier: Dossier, reason: str) -> Claim:
    door = DOORS[parcel.channel]
    total = SampleShop({parcel.good: dossier.good}, (dossier.story,)).total(dossier.story)
    opened = dossier.seen_at
    return Claim(
        reason=reason, door=door, says=_SAYS[reason], wants=_("refund"), amount=total.amount, currency=total.currency,
        opened=opened, answer_by=opened + timedelta(days=ANSWER_DAYS[door]),
    )  # fmt: skip
