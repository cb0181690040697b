"""What holds for a product, as far as its page tells: does it use mains, hold a battery, send by radio."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from parcelproof.delivery.border import EU, UNION
from parcelproof.playbook import Playbook
from parcelproof.product.electronics import title_verdict
from parcelproof.product.mains_input import read_input
from parcelproof.product.once_per import OncePer
from parcelproof.product.phrases import Phrases, folded, tokens
from parcelproof.product.plugs import read_plugs

WORDS = "product_words"
NORTHERN_IRELAND = "XI"
TEXT_READ = 20_000
"""So many letters of a description tell what a product is; the rest is advice and legal text."""

_NO = frozenset("no none nein keine kein non aucun aucune sin ninguno senza nessuno 无 否 不含 n a".split())  # noqa: SIM905


def _words(playbook: Playbook) -> Phrases[str]:
    own = [(phrase, rule.columns["kind"]) for rule in playbook.rules_for(WORDS) for phrase in rule.value.split(";")]
    motors = playbook.rules_for("mains_fit", kind="motor")
    return Phrases([*own, *((phrase, "motor") for rule in motors for phrase in rule.value.split(";"))])


_phrases = OncePer(_words)


def kinds_in(text: str, playbook: Playbook) -> set[str]:
    """Return what the words of a text say about the product: ``battery``, ``radio``, ``mains_device`` and more."""
    plain = folded(text)
    words = tokens(plain)
    hits = list(_phrases(playbook).find(plain, words))
    covered = [(hit.start, hit.end, hit.unspaced) for hit in hits if hit.owner in ("not_mains", "no_battery")]
    found: set[str] = set()
    for hit in hits:
        inside = any(low <= hit.start and hit.end <= up and hit.unspaced == flat for low, up, flat in covered)
        if not inside or hit.owner in ("not_mains", "no_battery"):
            found.add(hit.owner)
    return found


def in_union(destination: str) -> bool:
    """Whether the product rules of the Union hold at a destination; Northern Ireland counts."""
    return destination in EU or destination in (UNION, NORTHERN_IRELAND)


def conditions_of(
    title: str, text: str, values: Mapping[str, str], destination: str, playbook: Playbook
) -> frozenset[str]:
    """Return what holds for a product and its sale.

    Parameters
    ----------
    title, text : str
    values : mapping of str to str
        Attributes by id.
    destination : str
        Two letters, ``EU`` for the Union, or empty.
    playbook : Playbook

    Returns
    -------
    frozenset of str
        Of ``mains``, ``battery``, ``radio``, ``charges``, ``part``, ``software``, ``eu``, ``motor``.
    """
    named = kinds_in(title, playbook)
    said = named | (
        kinds_in(text[:TEXT_READ], playbook) - {"part", "software", "mains_device", "battery_device", "motor"}
    )
    found: set[str] = named & {"radio", "software", "motor"}
    if "wireless" in values or "radio" in said:
        found.add("radio")
    if _has_battery(values, named, said):
        found.add("battery")
        chargeable = "charges" in said or "li" in folded(values.get("battery_chemistry", ""))[:2]
        if chargeable or "battery_device" in named:
            found.add("charges")
    if _uses_mains(values, named, playbook):
        found.add("mains")
    if "part" in named or "compatibility" in values or title_verdict(title) is False:
        found.add("part")
    if in_union(destination):
        found.add("eu")
    return frozenset(found)


def _says_no(value: str) -> bool:
    words = tokens(folded(value))
    return bool(words) and (words[0] in _NO or "不含" in value or "无电池" in value)


def _has_battery(values: Mapping[str, str], named: set[str], said: set[str]) -> bool:
    stated = [values[name] for name in ("battery_chemistry", "battery_wh") if name in values]
    if stated:
        return not all(map(_says_no, stated))
    if "no_battery" in said:
        return False
    return "battery" in said or "battery_device" in named


def _uses_mains(values: Mapping[str, str], named: set[str], playbook: Playbook) -> bool:
    power = read_input(values.get("voltage", ""), "", Decimal(85))
    if power.kind != "unknown":
        return power.kind == "mains"
    if "plug" in values and read_plugs(values["plug"], playbook):
        return True
    return "mains_device" in named
