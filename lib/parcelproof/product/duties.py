"""What an offer must show for buyers of a country: the four ticks of product safety, marks, charger pictogram.

Only presence is looked at. Nothing here says that a product conforms: a text can name a paper, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from parcelproof.delivery.border import EU, UNION
from parcelproof.messages import _
from parcelproof.playbook import Playbook, Rule
from parcelproof.product import gpsr
from parcelproof.product.offer import Duty, Offer, State
from parcelproof.product.once_per import OncePer
from parcelproof.product.phrases import Phrases, folded, tokens

TABLE = "product_duties"
LONGEST_VALUE = 2_000

_NUMBERED = re.compile(r"(?<![\w/])(?=[\w./-]*\d)[A-Z0-9][\w./-]{3,}", re.I)
_NO_NUMBER = re.compile(
    r"^(?:\d{4}/\d+(?:/e[ucg]+)?|(?:en|iec|iso|ul|ip|fcc)[\w.-]*|\d{1,4}-\d\d-\d{1,4}|\d\d?\.\d\d?\.\d{2,4}|(?:19|20)\d\d)$",
    re.I,
)
_NORM = re.compile(r"\b(?:en|iec|iso|is|astm|din|gb|jis|cfr|part|class|rohs)[\s-]*(?=[\w.:/-]*\d)[\w.:/-]+", re.I)
_USB_C = re.compile(r"usb[\s-]?(?:type[\s-]?)?c\b|type[\s-]?c\b")


@dataclass(frozen=True)
class _Duties:
    rules: tuple[Rule, ...]
    things: Phrases[Rule]
    languages: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Phrases[str]]
    due: dict[tuple[str, str, frozenset[str], date], tuple[Rule, ...]] = field(default_factory=dict)
    """Which rules hold: thousands of offers ask the same."""


def _read(playbook: Playbook) -> _Duties:
    rules = playbook.rules_for(TABLE)
    by_kind = {
        kind: [r for r in rules if r.columns["kind"] == kind] for kind in ("gpsr", "mark", "charger", "language")
    }
    return _Duties(
        rules=(*by_kind["gpsr"], *by_kind["mark"]),
        things=Phrases((name, rule) for rule in by_kind["charger"] for name in rule.value.split(";")),
        languages={rule.columns["territory"]: tuple(rule.value.split(";")) for rule in by_kind["language"]},
        names={r.id: Phrases((name, name) for name in r.columns["names"].split(";")) for r in by_kind["mark"]},
    )


_duties = OncePer(_read)


def duties_of(offer: Offer, destination: str, playbook: Playbook, *, on: date) -> tuple[Duty, ...]:
    """Return what the offer must show for buyers of a country, and whether it does.

    Parameters
    ----------
    offer : Offer
    destination : str
        Two letters; ``EU`` for a sale to the Union whose country is not known; empty gives no duties.
    playbook : Playbook
    on : date
        Day of the offer: duties have a first day.
    """
    if not destination:
        return ()
    known = _duties(playbook)
    asked = (destination, offer.profile, offer.conditions, on)
    if (due := known.due.get(asked)) is None:
        due = known.due[asked] = tuple(rule for rule in known.rules if _holds(rule, offer, destination, on))
    found = [
        _gpsr(rule, offer, destination, known) if rule.columns["kind"] == "gpsr" else _mark(rule, offer, known)
        for rule in due
    ]
    charger = _charger(offer, destination, known, on)
    return (*found, charger) if charger else tuple(found)


def _holds(rule: Rule, offer: Offer, destination: str, on: date) -> bool:
    territories, profiles, when = _limits(rule)
    return (
        _there(territories, destination)
        and (not profiles or offer.profile in profiles)
        and ("always" in when or not offer.conditions.isdisjoint(when))
        and rule.in_force(on)
    )


_limits: OncePer[Rule, tuple[frozenset[str], frozenset[str], frozenset[str]]] = OncePer(
    lambda rule: (_listed(rule, "territory"), _listed(rule, "profiles"), _listed(rule, "when"))
)


def _listed(rule: Rule, column: str) -> frozenset[str]:
    return frozenset(part for part in rule.columns[column].split(";") if part)


def _there(territories: frozenset[str], destination: str) -> bool:
    return destination in territories or (UNION in territories and destination in EU)


def _gpsr(rule: Rule, offer: Offer, destination: str, known: _Duties) -> Duty:
    tick = rule.id.rpartition(".")[2]
    if tick == "manufacturer":
        state, lacks = gpsr.manufacturer(offer)
    elif tick == "responsible_person":
        state, lacks = gpsr.responsible_person(offer)
    elif tick == "identification":
        state, lacks = gpsr.identification(offer)
    else:
        state, lacks = gpsr.warnings(offer, known.languages.get(destination, ()))
    return Duty(rule.id, "gpsr", rule.value, state, lacks, rule)


def _mark(rule: Rule, offer: Offer, known: _Duties) -> Duty:
    value, names = offer.values.get("certificates", ""), known.names[rule.id]
    state: State = "missing"
    lacks = _("The page names no such document.")
    if value and _named(value, names):
        state, lacks = (
            ("stated", "")
            if has_number(value)
            else (
                "incomplete",
                _("It is named without a document number."),
            )
        )
    elif _named(offer.title, names) or _named(offer.text, names):
        state, lacks = "incomplete", _("The page speaks of it, and names no document with a number.")
    return Duty(rule.id, "mark", rule.value, state, lacks, rule)


def _named(text: str, names: Phrases[str]) -> bool:
    plain = folded(text)
    return next(names.find(plain, tokens(plain)), None) is not None


def has_number(value: str) -> bool:
    """Whether a text about papers holds the number of one; a directive, a norm or a date is none."""
    return any(
        not _NO_NUMBER.match(found.strip("./-")) for found in _NUMBERED.findall(_NORM.sub(" ", value[:LONGEST_VALUE]))
    )


def _charger(offer: Offer, destination: str, known: _Duties, on: date) -> Duty | None:
    if "charges" not in offer.conditions or "part" in offer.conditions:
        return None
    plain = folded(offer.title)
    # The longest name decides: "bluetooth speaker" before "speaker".
    hits = sorted(known.things.find(plain, tokens(plain)), key=lambda hit: hit.start - hit.end)
    rule = hits[0].owner if hits else None
    if rule is None or not rule.in_force(on) or not _there(_limits(rule)[0], destination):
        return None
    lacks = []
    if "charger_included" not in offer.values:
        lacks.append(_("if a charger is in the box (pictogram)"))
    if "charging_power" not in offer.values:
        lacks.append(_("from how many to how many watts it charges (label)"))
    if not _USB_C.search(folded(offer.values.get("connectors", ""))):
        lacks.append(_("that the port is USB-C"))
    state: State = ("stated", "incomplete", "incomplete", "missing")[len(lacks)]
    words = _("The page does not say {what}.", what=_(", nor ").join(lacks)) if lacks else ""
    return Duty(rule.id, "charger", _("Charger pictogram and label, USB-C"), state, words, rule)
