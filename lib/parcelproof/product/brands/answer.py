"""One answer about a title: the brand, the trick, the coded words, and how much speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from parcelproof.clock import now
from parcelproof.product.brands.brand_list import BrandList, bare, brand_list
from parcelproof.product.brands.coded import Coded, coded_words
from parcelproof.product.brands.meaning import is_compatible, is_meant
from parcelproof.product.brands.sight import Sight, look, read_title
from parcelproof.product.brands.signals import Signals, signals
from parcelproof.units import Money

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook

BrandLevel = Literal["none", "look", "high"]
Claim = Literal["", "claimed", "compatible"]
RANK: tuple[BrandLevel, ...] = ("none", "look", "high")


@dataclass(frozen=True)
class Reason:
    """One thing that speaks against a title.

    Attributes
    ----------
    code : str
        A code of the check ``product.authenticity.brand``, whose words the playbook holds.
    level : str
    facts : dict
        Put into the words.
    rules : tuple of str
        Ids of the rule rows that decided.
    """

    code: str
    level: BrandLevel
    facts: dict[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class BrandAnswer:
    """What a title says about brands.

    Attributes
    ----------
    brand : str
        The brand, as its owner writes it; a disguised one first. Empty if there is none.
    disguise : str
        ``homoglyph``, ``leet``, ``full_width``, ``zero_width``, ``spacing``, ``one_edit``, or empty in plain letters.
    coded_words : tuple of str
        As the title writes them.
    level : {'none', 'look', 'high'}
    reasons : tuple of Reason
        What the level comes from, the gravest first.
    brands : tuple of str
        Every brand that is named.
    claim : {'', 'claimed', 'compatible'}
        Whether the goods carry the brand, or only fit goods of it.
    written : str
        The brand as the title writes it.
    share : Decimal or None
        Price as a share of the reference price, if both are known in one currency.
    """

    brand: str = ""
    disguise: str = ""
    coded_words: tuple[str, ...] = ()
    level: BrandLevel = "none"
    reasons: tuple[Reason, ...] = ()
    brands: tuple[str, ...] = ()
    claim: Claim = ""
    written: str = ""
    share: Decimal | None = None


def find_brand(
    title: str,
    *,
    brand_field: str = "",
    category: str = "",
    price: Money | None = None,
    reference_price: Money | None = None,
    playbook: Playbook,
    on: date | None = None,
) -> BrandAnswer:
    """Say which brand a title names, and what speaks against it.

    Parameters
    ----------
    title : str
        In any language and letters.
    brand_field : str
        The brand as the listing names it in its own field; ``Unbranded`` and the like mean none.
    category : str
        As the platform or the seller names it.
    price, reference_price : Money, optional
        Compared only in one currency. The reference is what the seller usually asks for the same article.
    playbook : Playbook
        Gives the brands, the coded words and the bands of the price.
    on : date, optional
        Day whose rules hold; today without it.

    Returns
    -------
    BrandAnswer
        Level ``none`` for a brand in plain letters with nothing against it. Signs, never proofs: the papers decide.
    """
    day = on or now().date()
    brands, known = brand_list(playbook, day), signals(playbook, day)
    goods = known.goods_in(f"{title} . {category}".lower())
    read = read_title(title, brands, goods)
    sights = [sight for sight in look(read, brands) if is_meant(read, sight, brand_field, goods)]
    fitting = [is_compatible(read, sight, known) for sight in sights]
    claimed = [sight for sight, fits in zip(sights, fitting, strict=True) if not fits]
    coded = coded_words(read, sights, claimed, goods, known)
    share = _share(price, reference_price)
    hidden = _field_sight(brand_field, brands)
    reasons = [
        *_disguises([*((s, title) for s in sights), *((s, brand_field) for s in hidden)], known),
        *_coded(coded),
        *_field(claimed, brand_field, brands, known),
        *_many(claimed, known),
        *(_price(share, known) if claimed or _names_one(brand_field, known) else ()),
    ]
    reasons.sort(key=lambda reason: -RANK.index(reason.level))
    first = next((s for s in [*sights, *hidden] if s.disguise), None) or next(iter([*claimed, *sights]), None)
    named = brand_field.strip() if _names_one(brand_field, known) else ""
    return BrandAnswer(
        brand=first.name.brand.name if first else _canonical(named, brands),
        disguise=first.disguise if first else "",
        coded_words=tuple(word.text for word in coded),
        level=reasons[0].level if reasons else "none",
        reasons=tuple(reasons),
        brands=tuple(dict.fromkeys(sight.name.brand.name for sight in sights)),
        claim="claimed" if claimed or (named and not sights) else "compatible" if sights else "",
        written=(title if first in sights else brand_field)[first.start : first.end] if first else named,
        share=share,
    )


def _names_one(brand_field: str, known: Signals) -> bool:
    return brand_field.strip().lower() not in known.no_brand | {""}


def _canonical(named: str, brands: BrandList) -> str:
    name = brands.plain.get("".join(c for c in bare(named.lower()) if c.isalnum()))
    return name.brand.name if name else named


def _field_sight(brand_field: str, brands: BrandList) -> list[Sight]:
    """Return a disguised brand in the brand field itself."""
    if not brand_field:
        return []
    read = read_title(brand_field, brands)
    return [sight for sight in look(read, brands) if sight.disguise and len(read.places) == sight.last + 1]


def _disguises(sights: list[tuple[Sight, str]], known: Signals) -> Iterator[Reason]:
    seen = set()
    for sight, text in sights:
        if sight.disguise and (sight.disguise, sight.name.brand.id) not in seen:
            seen.add((sight.disguise, sight.name.brand.id))
            yield Reason(
                code=sight.disguise,
                level=_level(known.levels.get(sight.disguise, "look")),
                facts={"brand": sight.name.brand.name, "written": shown(text[sight.start : sight.end])},
                rules=(f"brand_signal.disguise_{sight.disguise}",),
            )


def shown(text: str) -> str:
    """Return a text with what cannot be seen in it made visible, as its code point."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)


def _level(text: str) -> BrandLevel:
    return "high" if text == "high" else "none" if text == "none" else "look"


def _coded(coded: tuple[Coded, ...]) -> Iterator[Reason]:
    if coded:
        yield Reason(
            code="coded_words",
            level="high" if any(word.term.certain for word in coded) else "look",
            facts={"words": ", ".join(word.text for word in coded)},
            rules=tuple(word.term.rule for word in coded),
        )


def _field(claimed: list[Sight], brand_field: str, brands: BrandList, known: Signals) -> Iterator[Reason]:
    """Compare the brand that the title claims with the brand field; an empty field says nothing."""
    stated = brand_field.strip()
    if not claimed or not stated:
        return
    facts = {"brand": claimed[0].name.brand.name, "field": stated}
    if not _names_one(stated, known):
        yield Reason("no_brand_field", "look", facts)
        return
    read = read_title(stated, brands)
    ids = {sight.name.brand.id for sight in look(read, brands)}
    if ids and not ids & {sight.name.brand.id for sight in claimed}:
        yield Reason("other_brand_field", "look", facts)


def _many(claimed: list[Sight], known: Signals) -> Iterator[Reason]:
    # A computer names the makers of its parts, and that is honest.
    whole = [sight.name.brand for sight in claimed if sight.name.brand.categories != {"components"}]
    names = list(dict.fromkeys(brand.name for brand in whole))
    if len(names) >= known.many:
        yield Reason("many_brands", "look", {"brands": ", ".join(names[:10])}, ("brand_signal.many_brands",))


def _share(price: Money | None, reference: Money | None) -> Decimal | None:
    if price is None or reference is None or price.currency != reference.currency or reference.amount <= 0:
        return None
    return price.amount / reference.amount


def _price(share: Decimal | None, known: Signals) -> Iterator[Reason]:
    if share is None:
        return
    facts = {"percent": str(int(share * 100))}
    if share < known.price.get("high", Decimal(0)):
        yield Reason("price_far_below", "high", facts, ("brand_signal.price_high",))
    elif share < known.price.get("look", Decimal(0)):
        yield Reason("price_below", "look", facts, ("brand_signal.price_look",))
