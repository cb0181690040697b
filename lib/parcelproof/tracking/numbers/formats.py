"""The table of number formats, read from the playbook: ``rules/tracking_numbers.csv``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from parcelproof.errors import PlaybookError
from parcelproof.messages import _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.model import Rule
from parcelproof.tracking.numbers.check_digits import ALGORITHMS, NEEDS_WEIGHTS, Weights

TOPIC = "tracking_numbers"
SERVICES = "s10_services"
OPERATORS = "s10_operators"

# A pattern comes from a file that people edit. Without open repetition it cannot be slow, whatever the input.
_SAFE = re.compile(r"[A-Z0-9\[\](){}|?:<>P,a-z\\-]+")
_OPEN = re.compile(r"[*+]|\{\d+,\}")


@dataclass(frozen=True)
class Format:
    """One format of one carrier.

    Attributes
    ----------
    rule : Rule
        The row with source, date and confidence.
    carrier, aliases : str, tuple of str
        The carrier, and other names that it goes by.
    also : tuple of str
        Carriers that hand over parcels under such numbers of another carrier.
    country : str
        ISO alpha-2 code where the carrier is at home; empty if it is in many.
    pattern : Pattern
        Fits the whole cleaned number. The group ``body`` is what the check digit covers, the group ``check`` is it.
    algorithm, weights, prefix : str, tuple of int, str
        How the check digit is made; empty if none is public. ``prefix`` stands before the body in the calculation.
    distinctive : bool
        Whether hardly another carrier has numbers of this look.
    examples : tuple of str
    """

    rule: Rule
    carrier: str
    aliases: tuple[str, ...]
    also: tuple[str, ...]
    country: str
    pattern: re.Pattern[str]
    algorithm: str
    weights: Weights
    prefix: str
    distinctive: bool
    service: str
    examples: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the format is called."""
        return self.rule.value

    def expected(self, fits: re.Match[str]) -> str:
        """Return the check digit that the other characters ask for; empty if none is public."""
        if not self.algorithm:
            return ""
        return ALGORITHMS[self.algorithm](self.prefix + fits["body"], self.weights)


@dataclass(frozen=True)
class NumberBook:
    """All formats, and the meaning of the letters of a UPU S10 number."""

    formats: tuple[Format, ...]
    services: Mapping[str, Rule]
    operators: Mapping[str, Rule]


@cache
def default_book() -> NumberBook:
    """Return the formats of this installation's playbook; read once."""
    return _book(load_playbook())


def book_of(playbook: Playbook) -> NumberBook:
    """Return the formats of a playbook, for example of a shop's own; read once per version."""
    if playbook.version not in _BOOKS:
        if len(_BOOKS) >= 4:
            _BOOKS.clear()
        _BOOKS[playbook.version] = _book(playbook)
    return _BOOKS[playbook.version]


_BOOKS: dict[str, NumberBook] = {}


def _book(playbook: Playbook) -> NumberBook:
    return NumberBook(
        formats=tuple(_format(rule) for rule in playbook.rules_for(TOPIC)),
        services={rule.columns["letters"]: rule for rule in playbook.rules_for(SERVICES)},
        operators={rule.columns["suffix"]: rule for rule in playbook.rules_for(OPERATORS)},
    )


def _format(rule: Rule) -> Format:
    columns = rule.columns
    algorithm = columns["check"]
    if algorithm and algorithm not in ALGORITHMS:
        raise PlaybookError(
            _("This check digit is not known."),
            where=rule.where,
            mend=_("Known: {names}.", names=", ".join(ALGORITHMS)),
        )
    return Format(
        rule=rule,
        carrier=columns["carrier"],
        aliases=_list(columns["aliases"]),
        also=_list(columns["also"]),
        country=columns["country"],
        pattern=_pattern(rule, algorithm),
        algorithm=algorithm,
        weights=_weights(rule, algorithm),
        prefix=columns["prefix"],
        distinctive=columns["distinctive"] == "yes",
        service=columns["service"],
        examples=_list(columns["examples"]),
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _weights(rule: Rule, algorithm: str) -> Weights:
    try:
        weights = tuple(int(part) for part in rule.columns["weights"].split())
    except ValueError:
        raise PlaybookError(_("A weight is no whole number."), where=rule.where) from None
    if algorithm in NEEDS_WEIGHTS and not weights:
        raise PlaybookError(_("This check digit needs weights."), where=rule.where)
    return weights


def _pattern(rule: Rule, algorithm: str) -> re.Pattern[str]:
    text = rule.columns["pattern"]
    if not _SAFE.fullmatch(text) or _OPEN.search(text):
        raise PlaybookError(
            _("This pattern is not allowed."), where=rule.where,
            mend=_("Write fixed numbers of repetitions such as [0-9]{9}; no * and no +."),
        )  # fmt: skip
    try:
        pattern = re.compile(text, re.ASCII)
    except re.error:
        raise PlaybookError(_("This pattern cannot be read."), where=rule.where) from None
    if algorithm and not {"body", "check"} <= set(pattern.groupindex):
        raise PlaybookError(_("This pattern needs the groups 'body' and 'check'."), where=rule.where)
    return pattern
