"""Read what a page says about power: "100-240V~ 50/60Hz", "AC 110V", "220 V", "USB 5V", "DC 12V"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Kind = Literal["mains", "usb", "dc", "battery", "unknown"]
Span = tuple[Decimal, Decimal]

_N = r"\d{1,4}(?:[.,]\d{1,3})?"
_V = r"(?:v(?:olts?)?\s*(?:ac|dc)?|ac|伏特?)"
_UPTO = r"(?:-|–|—|−|~|〜|to|bis|à|a|至|до)"
_BARE = re.compile(rf"^\s*{_N}(?:\s*(?:{_UPTO}|/|,|;)\s*{_N})*\s*$", re.I)
_RANGE = re.compile(rf"(?<![\w.,])({_N})\s*{_V}?\s*{_UPTO}\s*({_N})\s*{_V}(?![a-z])", re.I)
_LIST = re.compile(
    rf"(?<![\w.,])({_N}(?:\s*{_V}?\s*(?:/|,|;|\bor\b|\boder\b|\bou\b|\bo\b|或)\s*{_N})*)\s*{_V}(?![a-z])", re.I
)
_FREQUENCY = re.compile(
    r"(?<![\w.,])(\d{2}(?:[.,]\d+)?)\s*(?:(?:hz|hertz)?\s*(-|–|~|to|bis|à|/|,|;|or|oder|ou|至)\s*(\d{2}(?:[.,]\d+)?)\s*)?"
    r"(?:hz|hertz|赫兹|赫)",
    re.I,
)
_TWO_FREQUENCIES = re.compile(r"^\s*(\d{2}(?:[.,]\d+)?)\s*(?:(-|–|~|to|/|,|;)\s*(\d{2}(?:[.,]\d+)?))?\s*$")
_DIRECT = re.compile(r"\bdc\b|vdc\b|⎓|直流", re.I)
_USB = re.compile(r"\busb\b", re.I)
_BATTERY = re.compile(
    r"\bbatter(?:y|ies)\b|\bakkus?\b|\bbatterien?\b|\bpiles?\b|\bbaterías?\b|\bpilas\b|\bbatteri[ae]\b|电池|\bsolar\b|"
    r"\b(?:none|no mains|not needed|n/a)\b",
    re.I,
)
_NUMBER = re.compile(_N)
_GLUED = re.compile(r"\b(ac|dc|usb)(?=\d)", re.I)


@dataclass(frozen=True)
class MainsInput:
    """What a device takes.

    Attributes
    ----------
    kind : {'mains', 'usb', 'dc', 'battery', 'unknown'}
    volts : tuple of (Decimal, Decimal)
        Lowest and highest, for each voltage that it can be set to.
    hertz : tuple of (Decimal, Decimal)
        Likewise; empty if it is not stated.
    """

    kind: Kind
    volts: tuple[Span, ...] = ()
    hertz: tuple[Span, ...] = ()


@lru_cache(maxsize=2_000)
def read_input(voltage: str, frequency: str = "", mains_from: Decimal = Decimal(85)) -> MainsInput:
    """Read voltage and frequency as people write them.

    Parameters
    ----------
    voltage : str
        May hold the frequency too. Full-width signs, a comma in a number and a bare number are taken.
    frequency : str
        ``50/60 Hz``, ``50``.
    mains_from : Decimal
        Volts from which an input is mains.
    """
    text = _GLUED.sub(r"\1 ", unicodedata.normalize("NFKC", voltage)[:400])
    hertz = _hertz(unicodedata.normalize("NFKC", frequency)[:80], bare=True) or _hertz(text, bare=False)
    spans = _volts(text)
    high = tuple(span for span in spans if span[1] >= mains_from)
    if high and not (_DIRECT.search(text) and len(high) == len(spans)):
        return MainsInput("mains", high, hertz)
    if _USB.search(text):
        return MainsInput("usb", spans, hertz)
    if spans and (not _BATTERY.search(text) or _DIRECT.search(text)):
        five = all(Decimal("4.5") <= low and up <= Decimal("5.5") for low, up in spans)
        return MainsInput("usb" if five else "dc", spans, hertz)
    return MainsInput("battery" if _BATTERY.search(text) else "unknown", (), hertz)


def _volts(text: str) -> tuple[Span, ...]:
    if _BARE.match(text):
        text = f"{text.strip()} V"
    spans: list[Span] = []
    rest = text
    for found in _RANGE.finditer(text):
        spans.append(_span(found[1], found[2]))
        rest = rest.replace(found.group(), " ")
    for found in _LIST.finditer(rest):
        spans += [_span(number, number) for number in _NUMBER.findall(found[1])]
    return tuple(dict.fromkeys(spans))


def _hertz(text: str, *, bare: bool) -> tuple[Span, ...]:
    found = [match.groups() for match in _FREQUENCY.finditer(text)]
    if not found and bare and (match := _TWO_FREQUENCIES.match(text)):
        found = [match.groups()]
    spans: list[Span] = []
    for first, sign, second in found:
        if second and sign in ("-", "–", "~", "to", "bis", "à", "至"):
            spans.append(_span(first, second))
        else:
            spans += [_span(number, number) for number in (first, second) if number]
    return tuple(dict.fromkeys(spans))


def _span(low: str, high: str) -> Span:
    one, other = (Decimal(text.replace(",", ".")) for text in (low, high))
    return (min(one, other), max(one, other))


def covers(spans: Iterable[Span], low: Decimal, high: Decimal) -> bool:
    """Whether one of the spans reaches the band from ``low`` to ``high``."""
    return any(down <= high and low <= up for down, up in spans)
