"""Choose parcels by plain conditions: ``channel=amazon``, ``shipped>=2026-11-01``, ``status!=delivered``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from parcelproof.errors import InputError, ParcelproofError, nearest
from parcelproof.messages import N_, _
from parcelproof.overview import overview
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.tracked import read_tracked
from parcelproof.tracking.events import Status

TEXTS: dict[str, tuple[str, Callable[[Shipment], str]]] = {
    "channel": (N_("where it was sold, like amazon"), lambda s: s.order.channel if s.order else ""),
    "country": (N_("where it goes, like DE"), lambda s: (s.order.destination or "") if s.order else ""),
    "carrier": (N_("as in your records, like 'China Post'"), lambda s: s.shipping.carrier if s.shipping else ""),
    "status": (N_("where the parcel is, like delivered or in_transit"), lambda s: s.tracking.status.value),
}
DAYS: dict[str, tuple[str, Callable[[Shipment], datetime | None]]] = {
    "ordered": (N_("day of the order"), lambda s: s.order.placed_at if s.order else None),
    "shipped": (N_("day of dispatch"), lambda s: s.shipping.shipped_at if s.shipping else None),
    "delivered": (N_("day of delivery"), lambda s: s.tracking.delivered.time if s.tracking.delivered else None),
}
COUNTS = {
    "ready": N_("disputes that could be answered today"),
    "mend": N_("findings to mend"),
}
"""What can be asked. Counts need every parcel to be judged, which takes longer."""
_SHOWN = 20
NAMES = (*TEXTS, *DAYS, *COUNTS)

_FORM = re.compile(r"\s*(?P<name>[A-Za-z_ ]+?)\s*(?P<sign><=|>=|!=|==|=|<|>)\s*(?P<value>.+?)\s*", re.DOTALL)
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """One condition: a name, a sign, and the value to compare with."""

    name: str
    sign: str
    value: str | date | int

    def fits(self, found: str | date | int | None) -> bool:
        """Tell whether a parcel's own value fits; a parcel without a day fits no condition on it."""
        return found is not None and _SIGNS[self.sign](found, self.value)


def read_condition(text: str) -> Condition:
    """Read one condition.

    Raises
    ------
    InputError
        If it is none: what is wrong, and the nearest right name.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise InputError(_("This is no condition."), where=text[:120],
                         mend=_("Write it like channel=amazon. {help}", help=help_text()))  # fmt: skip
    name, sign, value = form["name"].lower(), form["sign"], form["value"].strip("'\"")
    if name not in NAMES:
        raise InputError(_("Nothing is called '{name}'.", name=name[:60]), where=text[:120],
                         mend=nearest(name, NAMES) or help_text())  # fmt: skip
    if name in TEXTS:
        if sign not in {"=", "==", "!="}:
            raise InputError(_("'{name}' is a word: it can be equal (=) or not (!=).", name=name), where=text[:120],
                             mend=_("Write it like {name}={value}", name=name, value=value))  # fmt: skip
        return Condition(name, sign, _word(name, value, text))
    return Condition(name, sign, _day(value, text) if name in DAYS else _count(value, text))


def choose(shop: Shop, conditions: Sequence[str]) -> list[str]:
    """Return the shipments that fit every condition, in the order of the shop.

    Raises
    ------
    InputError
        If a condition is wrong, or compares with a word that no parcel of the shop has.
    """
    asked = [read_condition(text) for text in conditions]
    ids = shop.shipment_ids()
    tracked = [c for c in asked if c.name not in COUNTS]
    fitting, words = set(), {c.name: set[str]() for c in asked if c.name in TEXTS and c.name != "status"}
    for name, parcel in read_tracked(shop, ids):
        if _fits(shop, parcel, tracked):
            fitting.add(name)
        if not isinstance(parcel, ParcelproofError):
            for word, found in words.items():
                found.add(TEXTS[word][1](parcel).casefold())
    for condition, text in zip(asked, conditions, strict=True):
        _refuse_unknown_word(condition, text, sorted(filter(None, words.get(condition.name, ()))))
    if len(tracked) < len(asked):
        fitting &= set(_by_counts(shop, [c for c in asked if c.name in COUNTS]))
    return [name for name in ids if name in fitting]


def _refuse_unknown_word(condition: Condition, text: str, known: Sequence[str]) -> None:
    if known and condition.value not in known:
        word = str(condition.value)
        hint = nearest(word, known) or _("This shop has: {names}.", names=", ".join(known[:_SHOWN]))
        raise InputError(_("No parcel has the {name} '{word}'.", name=condition.name, word=word[:60]),
                         where=text[:120], mend=hint)  # fmt: skip


def help_text() -> str:
    """Say what can be asked."""
    words = {name: _(about) for name, (about, _value) in TEXTS.items()}
    for name, (about, _value) in DAYS.items():
        words[name] = _("{about}, like {name}>=2026-11-01", about=_(about), name=name)
    words |= {name: _(about) for name, about in COUNTS.items()}
    return _("You can ask for: {names}.", names="; ".join(f"{name} ({about})" for name, about in words.items()))


def _fits(shop: Shop, parcel: Shipment | ParcelproofError, asked: Sequence[Condition]) -> bool:
    if isinstance(parcel, ParcelproofError):
        return True  # it cannot be read, so nobody knows: its report fails, and says why
    for condition in asked:
        found: str | date | None
        if condition.name in TEXTS:
            found = TEXTS[condition.name][1](parcel).casefold()
        else:
            moment = DAYS[condition.name][1](parcel)
            found = moment.astimezone(shop.zone).date() if moment else None
        if not condition.fits(found):
            return False
    return True


def _by_counts(shop: Shop, asked: Sequence[Condition]) -> Iterator[str]:
    for row in overview(shop, shop.now()):
        counts = {"ready": row.ready, "mend": row.fail}
        if row.error or all(condition.fits(counts[condition.name]) for condition in asked):
            yield row.shipment_id


def _word(name: str, value: str, text: str) -> str:
    word = value.casefold()
    if name == "channel":
        return word.replace(" ", "_")
    if name != "status":
        return word
    word = word.replace(" ", "_")
    known = [status.value for status in Status]
    if word not in known:
        hint = nearest(word, known) or _("Known are: {names}.", names=", ".join(known))
        raise InputError(_("There is no status '{name}'.", name=value[:60]), where=text[:120], mend=hint)
    return word


def _day(value: str, text: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(_("This is no day."), where=text[:120], mend=_("Write it like 2026-11-01.")) from None


def _count(value: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", value):
        raise InputError(_("This is no count."), where=text[:120], mend=_("Write a whole number, like mend>0."))
    return int(value)
