"""Read which plug a page names, and say whether it goes into the sockets of a country."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from parcelproof.playbook import Playbook
from parcelproof.product.once_per import OncePer
from parcelproof.product.phrases import is_unspaced

RULES = "mains_fit"

Goes = Literal["yes", "no", "unknown"]
Choice = frozenset[str]
"""The plugs that one word can mean: "US plug" is A or B."""

_TYPE = re.compile(
    r"\b(?:type|typ|tipo|тип)[\s-]*([a-o])\b(?:\s*(?:/|,|&|\+|and|or|und|oder|et|ou|y|o|e)\s*([a-o])\b)*", re.I
)
_LETTERS = re.compile(r"^\s*[a-o](?:\s*(?:/|,|;|&|\+|\s|and|or)\s*[a-o])*\s*$", re.I)
_LETTER = re.compile(r"\b[a-o]\b", re.I)
_NOT_MAINS = re.compile(r"\busb\b[\s-]*(?:type[\s-]*)?[abc]?\b|\btype[\s-]*c\b(?=[^/]*(?:cable|port|usb))", re.I)
_NONE = re.compile(r"\b(?:no|none|without|ohne|kein|keiner|sans|aucune?|sin|ninguno|senza|nessuna)\b|无插头", re.I)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Plugs:
    """What the playbook says: sockets by plug, doubtful sockets by plug, plugs by name."""

    sockets: Mapping[str, frozenset[str]]
    unsure: Mapping[str, frozenset[str]]
    names: tuple[tuple[str, Choice], ...]
    rules: Mapping[str, str]


def _read(playbook: Playbook) -> _Plugs:
    families = playbook.rules_for(RULES, kind="plug")
    names = [
        (" ".join(_WORD.findall(name.casefold())), _listed(rule.value))
        for rule in playbook.rules_for(RULES, kind="name")
        for name in rule.columns["plug"].split(";")
    ]
    return _Plugs(
        sockets={rule.columns["plug"]: _listed(rule.value) for rule in families},
        unsure={rule.columns["plug"]: _listed(rule.columns["unsure"]) for rule in families},
        names=tuple(sorted(names, key=lambda pair: -len(pair[0]))),
        rules={rule.columns["plug"]: rule.id for rule in families},
    )


_plugs = OncePer(_read)


def _listed(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(";") if part.strip())


def read_plugs(text: str, playbook: Playbook) -> tuple[Choice, ...]:
    """Return the plugs that a text offers: several choices, each with the plugs that it can mean.

    Parameters
    ----------
    text : str
        ``A``, ``Type A/B``, ``US plug``, ``Schuko``, ``EU/UK``; a USB plug is no mains plug.
    playbook : Playbook
        Gives the names.
    """
    plain = _NOT_MAINS.sub(" ", unicodedata.normalize("NFKC", text)[:200])
    known = _plugs(playbook)
    if _LETTERS.match(plain):
        return tuple(frozenset({letter.upper()}) for letter in dict.fromkeys(map(str.upper, _LETTER.findall(plain))))
    found: dict[Choice, None] = {}
    for match in _TYPE.finditer(plain):
        for letter in _LETTER.findall(match.group()):
            found[frozenset({letter.upper()})] = None
    words = f" {' '.join(_WORD.findall(_TYPE.sub(' ', plain).casefold()))} "
    for name, choice in known.names:
        if not name:
            continue
        whole = name if is_unspaced(name) else f" {name} "
        if whole in words:
            found[choice] = None
            words = words.replace(whole, "  ")
    return tuple(found)


def names_no_plug(text: str) -> bool:
    """Whether a text says that there is no mains plug: ``none (USB)``, ``USB-C``."""
    return bool(_NONE.search(text)) or (bool(_NOT_MAINS.search(text)) and not _NOT_MAINS.sub("", text).strip(" ,()"))


def goes_into(choices: Collection[Choice], sockets: Collection[str], playbook: Playbook) -> tuple[Goes, Choice]:
    """Say whether one of the offered plugs goes into the sockets of a country without an adapter.

    Returns
    -------
    tuple of str and frozenset
        ``yes``, ``no`` or ``unknown``, and the choice that decided.
    """
    answers = [(_choice_goes(choice, sockets, _plugs(playbook)), choice) for choice in choices]
    for wanted in ("yes", "unknown", "no"):
        for answer, choice in answers:
            if answer == wanted:
                return answer, choice
    return "unknown", frozenset()


def _choice_goes(choice: Choice, sockets: Collection[str], known: _Plugs) -> Goes:
    there = frozenset(sockets)
    each: set[Goes] = set()
    for plug in choice:
        if known.sockets.get(plug, frozenset()) & there:
            each.add("yes")
        elif plug not in known.sockets or known.unsure.get(plug, frozenset()) & there:
            each.add("unknown")
        else:
            each.add("no")
    return each.pop() if len(each) == 1 else "unknown"


def family_rules(choice: Choice, playbook: Playbook) -> tuple[str, ...]:
    """Return the ids of the rules about these plugs."""
    rules = _plugs(playbook).rules
    return tuple(rules[plug] for plug in sorted(choice) if plug in rules)
