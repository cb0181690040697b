"""The registry of checks, and the one function that runs them over a shipment.

A check is a pure function that returns `Outcome`s: a code, a level, facts. The words for each code are
in ``playbook/<stage>/checks.yaml``, so that a seller or trainer can edit them without Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from parcelproof.errors import UnknownNameError, nearest
from parcelproof.findings import Finding, Level, Outcome, RuleRef
from parcelproof.messages import _
from parcelproof.shipment import Shipment

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook
    from parcelproof.playbook.model import Check, Rule

MEASURE_MODULES = (
    "parcelproof.delivery.quality_control",
    "parcelproof.delivery.packaging",
    "parcelproof.delivery.delivery_receipt",
    "parcelproof.delivery.photo_times",
    "parcelproof.delivery.photo_sharpness",
    "parcelproof.delivery.weights",
    "parcelproof.delivery.declaration",
    "parcelproof.delivery.declared_lines",
    "parcelproof.delivery.declared_duty",
    "parcelproof.delivery.gifts",
    "parcelproof.delivery.gift_effects",
    "parcelproof.tracking.communication",
    "parcelproof.tracking.promised",
    "parcelproof.tracking.shipping_choice",
    "parcelproof.tracking.shipping_number",
    "parcelproof.tracking.monitoring",
    "parcelproof.tracking.claims",
    "parcelproof.tracking.problems",
    "parcelproof.product.description",
    "parcelproof.product.changes",
    "parcelproof.product.listing_checks",
    "parcelproof.product.consistency",
    "parcelproof.product.inspection",
    "parcelproof.product.units",
    "parcelproof.product.authenticity",
    "parcelproof.product.brands.check",
)

FACT_LENGTH = 120
"""Longest fact that goes into a sentence; titles and descriptions come from strangers."""


@dataclass(frozen=True)
class CheckContext:
    """What a check may know beside the shipment.

    Attributes
    ----------
    playbook : Playbook
        Gives the dated rules.
    as_of : datetime
        The moment for which the shipment is judged, with offset.
    """

    playbook: Playbook
    as_of: datetime

    @property
    def today(self) -> date:
        """The day of ``as_of``, in the time zone that it carries."""
        return self.as_of.date()

    def rule(self, rule_id: str, on: date | None = None) -> Rule | None:
        """Return the rule row in force on a day (today if none is given), or None if there is none."""
        return self.playbook.rule(rule_id, on=on or self.today) if rule_id in self.playbook.rules else None

    def number(self, rule_id: str, on: date | None = None) -> Decimal | None:
        """Return the value of a rule as a number, or None if there is no such rule or it is no number."""
        rule = self.rule(rule_id, on)
        try:
            return Decimal(str(rule.value)) if rule else None
        except InvalidOperation:
            return None

    def column_number(self, rule_id: str, column: str) -> Decimal:
        """Return another column of a rule row as a number; zero if it is empty."""
        rule = self.rule(rule_id)
        text = rule.columns.get(column, "") if rule else ""
        try:
            return Decimal(text) if text else Decimal(0)
        except InvalidOperation:
            return Decimal(0)

    def sent_at(self, shipment: Shipment) -> datetime | None:
        """When the parcel left the seller, or None if it had not left at ``as_of``."""
        when = shipment.handed_over_at
        return when if when is not None and when <= self.as_of else None


CheckFunction = Callable[[Shipment, CheckContext], list[Outcome]]


@dataclass(frozen=True)
class RegisteredCheck:
    """A check function with every code that it can return."""

    name: str
    codes: frozenset[str]
    function: CheckFunction


_REGISTRY: dict[str, RegisteredCheck] = {}


def check(name: str, *codes: str) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check function under the name that ``checks.yaml`` uses.

    Parameters
    ----------
    name : str
        ``stage.measure.check``.
    *codes : str
        Every code that the function can return; each needs words in the playbook.
    """

    def register(function: CheckFunction) -> CheckFunction:
        _REGISTRY[name] = RegisteredCheck(name=name, codes=frozenset(codes), function=function)
        return function

    return register


def registry() -> Mapping[str, RegisteredCheck]:
    """Return all registered checks by name."""
    # The measures import this module to register themselves, so they are loaded here and not at the top.
    for module in MEASURE_MODULES:
        import_module(module)
    return MappingProxyType(_REGISTRY)


_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def fill(template: str, facts: Mapping[str, str]) -> str:
    """Put facts into a sentence where it says ``{name}``.

    Only plain names are places; a fact that holds braces stays as it is.
    """
    return _PLACE.sub(lambda place: facts.get(place[1], "(not known)"), template)


def quoted(text: str) -> str:
    """Make foreign text fit for a sentence: one line, no control characters, not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= FACT_LENGTH else line[: FACT_LENGTH - 1] + "…"


def run_checks(shipment: Shipment, playbook: Playbook, as_of: datetime) -> tuple[Finding, ...]:
    """Run every check of the playbook over one shipment.

    Parameters
    ----------
    shipment : Shipment
    playbook : Playbook
    as_of : datetime
        The moment for which the shipment is judged, with offset.

    Returns
    -------
    tuple of Finding
        In the order of stages, measures and checks of the playbook. A check that breaks gives an
        ``unknown`` finding and never hides the others.
    """
    context = CheckContext(playbook=playbook, as_of=as_of)
    known = registry()
    found: list[Finding] = []
    for stage in playbook.stages:
        for measure in stage.measures:
            for spec in measure.checks:
                found.extend(_run_one(spec, measure.id, known.get(spec.function), shipment, context))
    return tuple(found)


def run_check(name: str, shipment: Shipment, playbook: Playbook, as_of: datetime) -> tuple[Finding, ...]:
    """Run one check by its id, for a page that shows only this one.

    Raises
    ------
    UnknownNameError
        If the playbook has no check with this id.
    """
    names: list[str] = []
    for stage in playbook.stages:
        for measure in stage.measures:
            for spec in measure.checks:
                names.append(spec.id)
                if spec.id == name:
                    context = CheckContext(playbook=playbook, as_of=as_of)
                    return tuple(_run_one(spec, measure.id, registry().get(spec.function), shipment, context))
    raise UnknownNameError(_("There is no check with this name."), where=name, mend=nearest(name, names))


def _run_one(
    spec: Check, measure: str, registered: RegisteredCheck | None, shipment: Shipment, context: CheckContext
) -> list[Finding]:
    try:
        if registered is None:
            raise UnknownNameError(_("There is no such check function."), where=spec.function)
        return [_finding(spec, measure, outcome, context) for outcome in registered.function(shipment, context)]
    except Exception as error:  # one broken check must not take the others with it
        return [
            Finding(
                check_id=spec.id,
                measure=measure,
                code="not_completed",
                level=Level.UNKNOWN,
                title=_("This check could not be completed."),
                why=_("An unknown answer is never counted as a pass."),
                fix=_("Look at this point yourself. Then report the problem, with the name of the check."),
                proof=spec.proof,
                facts={"check": spec.id, "error": type(error).__name__},
            )
        ]


def _finding(spec: Check, measure: str, outcome: Outcome, context: CheckContext) -> Finding:
    words = spec.messages[outcome.code]
    rules = [rule for name in outcome.rules or spec.rules if (rule := context.rule(name)) is not None]
    facts = dict(outcome.facts)
    level = outcome.level
    if level is Level.FAIL and rules and not any(context.playbook.may_fail(rule.id) for rule in rules):
        level = Level.WARN
        facts["level_note"] = _("This is a warning and not a failure, because the rule behind it is not certain.")
    stale = [rule.id for rule in rules if rule.is_stale(context.today)]
    if stale:
        facts["rule_note"] = _("Past its review date, please check it again: {rules}.", rules=", ".join(stale))
    return Finding(
        check_id=spec.id,
        measure=measure,
        code=outcome.code,
        level=level,
        title=fill(words.title, facts),
        why=fill(words.why, facts),
        fix=fill(words.fix, facts),
        proof=spec.proof,
        rules=tuple(
            RuleRef(id=rule.id, source=rule.source, as_of=str(rule.as_of or ""), confidence=rule.confidence)
            for rule in rules
        ),
        facts=facts,
    )
