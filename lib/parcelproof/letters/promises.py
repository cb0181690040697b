"""What a message states, held against the record: a statement that the record does not hold is a promise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from parcelproof.language import current_language
from parcelproof.letters.dates import days_in, fits
from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.twins import read_in_language
from parcelproof.resources import templates_dir
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status

SHOWN = 160
"""Longest piece of a message that is quoted beside a promise."""

LONGEST = 100_000
_GAP = r"[^.!?…。！？\n]{0,40}?"
_WITHOUT_SPACES = frozenset({"zh", "ja"})
_SENTENCE = re.compile(r"(?<=[!?。！？؟])|(?<=[^\d]\.)\s|\n")
_CLAUSE = re.compile(r"[,;:，；：、،؛](?!\d)")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}\d{9}[A-Z]{2}|1Z[0-9A-Z]{16}|(?:LP|LX|YT|SF|UF|JJD|CN|GM|4PX)[0-9]{10,20}[A-Z]{0,3})"
    r"(?![A-Za-z0-9])"
)


@dataclass(frozen=True)
class Promise:
    """A statement in a message that the record does not hold.

    Attributes
    ----------
    kind : str
        ``refund``, ``replacement``, ``delivered``, ``dispatched``, ``inquiry``, ``cause``, ``released``, ``arrives``
        or ``number``.
    said : str
        The sentence.
    missing : str
        What the record lacks, in words for the seller.
    """

    kind: str
    said: str
    missing: str


@dataclass(frozen=True)
class Phrases:
    """Wordings per language, ready to be looked for.

    Attributes
    ----------
    missing : mapping of kind to words
    kinds : mapping of language to mapping of kind to pattern
    relative, unless : mapping of language to pattern
    """

    missing: Mapping[str, str]
    kinds: Mapping[str, Mapping[str, re.Pattern[str]]]
    relative: Mapping[str, re.Pattern[str]]
    unless: Mapping[str, re.Pattern[str]]


def promises(text: str, shipment: Shipment, language: str = "", as_of: datetime | None = None) -> list[Promise]:
    """Return every statement of a message that the record does not hold.

    Parameters
    ----------
    text : str
        The message as it goes out.
    shipment : Shipment
    language : str
        Two letters; empty or unknown: all ten languages are looked for.
    as_of : datetime, optional
        When it was said: what came on record on a later day did not hold yet. Without it all of the record counts.

    Notes
    -----
    A question, a condition or a negation is no statement. A wording that no list knows is not seen: an empty answer
    does not prove that a message is harmless.
    """
    phrases = load_phrases()
    code = language.replace("_", "-").partition("-")[0].lower()
    languages = [code] if code in phrases.kinds else list(phrases.kinds)
    found: dict[tuple[str, str], Promise] = {}
    for sentence in _sentences(text[:LONGEST]):
        for kind in (*_stated(sentence, languages, phrases, shipment, as_of), *_foreign_number(sentence, shipment)):
            said = sentence if len(sentence) <= SHOWN else sentence[: SHOWN - 1] + "…"
            found.setdefault((kind, said), Promise(kind, said, phrases.missing[kind]))
    return list(found.values())


def _sentences(text: str) -> Iterator[str]:
    clean = "".join(
        " " if c == "\t" or c == "\u00a0" else c
        for c in text
        if c == "\n" or c == "\t" or unicodedata.category(c)[0] != "C"
    )
    for part in _SENTENCE.split(clean.replace("’", "'")):
        if line := " ".join((part or "").split()):
            yield line


def _stated(
    sentence: str, languages: list[str], phrases: Phrases, shipment: Shipment, as_of: datetime | None
) -> Iterator[str]:
    if sentence.endswith(("?", "？", "؟")):
        return
    for language in languages:
        for kind, pattern in phrases.kinds[language].items():
            if not _says(sentence, language, pattern, phrases.unless[language]):
                continue
            if kind == "arrives":
                if _wrong_day(sentence, language, phrases, shipment):
                    yield kind
            elif not _HELD[kind](shipment, as_of):
                yield kind


def _says(sentence: str, language: str, pattern: re.Pattern[str], unless: re.Pattern[str]) -> bool:
    """Whether some part of the sentence states it, and no word of the same part takes it back."""
    for clause in _CLAUSE.split(sentence):
        for hit in pattern.finditer(clause):
            # Japanese and Chinese put a condition or negation behind; elsewhere what follows takes nothing back.
            end = len(clause) if language in _WITHOUT_SPACES else hit.end()
            if not unless.search(clause, 0, end):
                return True
    return False


def _wrong_day(sentence: str, language: str, phrases: Phrases, shipment: Shipment) -> bool:
    said = days_in(sentence, language)
    if not said:
        return phrases.relative[language].search(sentence) is not None
    order = shipment.order
    known = [d.date() for d in (order.promised_from, order.promised_by) if d] if order else []
    return not all(any(fits(day, one) for one in known) for day in said)


def _foreign_number(sentence: str, shipment: Shipment) -> Iterator[str]:
    own = {shipment.tracking_number, *(event.tracking_number for event in shipment.tracking.events)}
    own |= {inquiry.reference for inquiry in shipment.inquiries}
    own |= {shipment.order.order_id} if shipment.order else set()
    known = {re.sub(r"[\s-]", "", number).upper() for number in own}
    if any(number not in known for number in _NUMBER.findall(sentence.upper())):
        yield "number"


def _by(when: datetime | None, as_of: datetime | None) -> bool:
    """Whether something was so when it was said; a day is exact enough, and no time is taken as known."""
    return as_of is None or when is None or when.astimezone(as_of.tzinfo).date() <= as_of.date()


def _delivered(shipment: Shipment, as_of: datetime | None) -> bool:
    scan = shipment.tracking.delivered
    return (
        scan is not None and not scan.set_by_user and shipment.tracking.status is Status.DELIVERED
        and _by(scan.time, as_of)
    )  # fmt: skip


def _sent(shipment: Shipment, as_of: datetime | None) -> bool:
    when = shipment.handed_over_at
    return when is not None and _by(when, as_of)


def _inquiry(shipment: Shipment, as_of: datetime | None) -> bool:
    return any(_by(inquiry.claimed_at, as_of) for inquiry in shipment.inquiries)


def _cause(shipment: Shipment, as_of: datetime | None) -> bool:
    return any(i.cause.strip() and _by(i.answered_at or i.claimed_at, as_of) for i in shipment.inquiries)


def _refunded(shipment: Shipment, as_of: datetime | None) -> bool:
    return "refund" in (shipment.order.status.lower() if shipment.order else "")


def _replaced(shipment: Shipment, as_of: datetime | None) -> bool:
    return bool(shipment.siblings)


_HELD: Mapping[str, Callable[[Shipment, datetime | None], bool]] = {
    "refund": _refunded,
    "replacement": _replaced,
    "delivered": _delivered,
    "dispatched": _sent,
    "inquiry": _inquiry,
    "cause": _cause,
    "released": lambda shipment, _: not shipment.tracking.customs_hold_open,
}


def load_phrases(path: Path | None = None) -> Phrases:
    """Read the wordings; a broken file is named with its line.

    Raises
    ------
    PlaybookError
    """
    return _load(path or templates_dir() / "letters" / "promises.yaml", current_language().code)


@lru_cache(maxsize=4)
def _load(path: Path, spoken: str) -> Phrases:
    mistakes = Mistakes(path.parent)
    read = read_in_language(path, spoken, mistakes)
    data = read.data if read and isinstance(read.data, dict) else {}
    kinds, phrases = _mapping(data, "kinds"), _mapping(data, "phrases")
    wanted = {*_HELD, "arrives"}
    if read and set(kinds) != wanted | {"number"}:
        what = _("'{name}' must name {kinds}.", name="kinds", kinds=", ".join((*sorted(wanted), "number")))
        mistakes.add(path, read.lines.get(("kinds",)), what)
    for language, groups in phrases.items():
        if read and (not isinstance(groups, dict) or set(groups) != wanted):
            what = _("'{name}' must name {kinds}.", name=language, kinds=", ".join(sorted(wanted)))
            mistakes.add(path, read.lines.get(("phrases", language)), what)
    for name in ("relative", "unless"):
        if read and set(_mapping(data, name)) != set(phrases):
            what = _("'{name}' must hold the same languages as 'phrases'.", name=name)
            mistakes.add(path, read.lines.get((name,)), what)
    mistakes.stop_if_any()
    lists: dict[str, dict[str, list[str]]] = {name: _mapping(data, name) for name in ("relative", "unless")}
    return Phrases(
        missing={str(kind): str(words) for kind, words in kinds.items()},
        kinds={lang: {kind: _pattern(p, lang) for kind, p in groups.items()} for lang, groups in phrases.items()},
        relative={lang: _pattern(words, lang) for lang, words in lists["relative"].items()},
        unless={lang: _pattern(words, lang) for lang, words in lists["unless"].items()},
    )


def _mapping(data: dict[str, Any], name: str) -> dict[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _pattern(wordings: list[str], language: str) -> re.Pattern[str]:
    parts = []
    for wording in wordings:
        words = (
            r"\s+".join(map(re.escape, str(wording).split()))
            .replace(r"\*", _GAP)
            .replace(rf"\s+{_GAP}\s+", rf"\s{_GAP}")
        )
        parts.append(words)
    whole = "|".join(parts)
    edge = "" if language in _WITHOUT_SPACES else r"(?<!\w)"
    end = "" if language in _WITHOUT_SPACES else r"(?!\w)"
    return re.compile(f"{edge}(?:{whole}){end}", re.IGNORECASE)
