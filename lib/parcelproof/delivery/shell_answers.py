"""Answers of the declaration rules to single rows of text: the rules from the shell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import pycountry

from parcelproof.checks import run_check
from parcelproof.clock import now
from parcelproof.delivery.border import UNION
from parcelproof.delivery.declared_value import (
    VALUE_LEVELS,
    Case,
    ConsentState,
    Tolerance,
    ValueFacts,
    judge_value,
)
from parcelproof.delivery.description import lint_description
from parcelproof.delivery.duty import DutyLine, duty_of
from parcelproof.errors import InputError, nearest
from parcelproof.findings import Level
from parcelproof.messages import _, sentences
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.shipment import Shipment
from parcelproof.units import Money, Weight

Row = Mapping[str, str]
Answer = dict[str, Any]

CENT = Decimal("0.01")
CATEGORIES = ("sale_of_goods", "gift", "documents", "commercial_sample", "returned_goods", "other")
EXPLANATIONS = ("seller_discount", "bundle_split", "replacement", "seller_coupon")
PLATFORM = ("platform_coupon", "platform_discount", "platform")
CONSENT: dict[str, ConsentState] = {
    "": "none", "none": "none", "no": "none", "false": "none",
    "yes": "recorded", "true": "recorded", "recorded": "recorded",
    "after_dispatch": "after_dispatch", "late": "after_dispatch", "undated": "undated", "refused": "refused",
}  # fmt: skip
WEIGHTS = ("net", "tare", "packed", "declared", "scanned")
WEIGHT_CHECKS = {
    "delivery.delivery_receipt.packed_weight": ("packed", "net"),
    "delivery.delivery_receipt.declared_weight": ("declared", "packed"),
    "delivery.delivery_receipt.scanned_weight": ("scanned",),
}
"""Which weights each check compares: it is asked only where they were given."""


@cache
def _playbook() -> Playbook:
    # Looking for changed files at every row of a long table would take longer than the answers.
    return load_playbook()


def answer_description(row: Row) -> Answer:
    """Say whether customs would take a description: ``verdict``, ``reasons``, ``suggestion``."""
    found = lint_description(row.get("text", ""), country_of(row.get("destination", "")), _playbook())
    reasons = [{"code": reason.code, "words": reason.words} for reason in found.reasons]
    return {"verdict": found.verdict, "reasons": reasons, "suggestion": found.suggestion}


def answer_declaration(row: Row) -> Answer:
    """Say which case A to H a declared value is: ``case``, ``level``, ``codes``."""
    playbook = _playbook()
    price, declared = amount_of(row, "order_value"), amount_of(row, "declared_value")
    currency_of(row.get("currency", ""))
    category = one_of(row.get("category", "") or "sale_of_goods", CATEGORIES, "category")
    consent = CONSENT[one_of(row.get("consent", ""), CONSENT, "consent")]
    reason = one_of(row.get("explained_by", ""), ("", *EXPLANATIONS, *PLATFORM), "explained_by")
    share = max(price - declared, Decimal(0)) if reason in PLATFORM else Decimal(0)
    facts = ValueFacts(
        declared=declared, paid=price - share, platform_share=share, category=category, consent=consent,
        explained_by="" if reason in PLATFORM else reason, explanation=reason,
    )  # fmt: skip
    units, percent, symbolic = (
        _number(playbook, name)
        for name in (
            "declaration.tolerance_units",
            "declaration.tolerance_percent",
            "declaration.symbolic_up_to",
        )
    )
    verdict = judge_value(facts, Tolerance(units, percent), symbolic)
    levels = [_allowed(VALUE_LEVELS[code], verdict.case, playbook) for code in verdict.codes]
    codes = [code.upper() for code in verdict.codes if code != "truthful"]
    return {"case": verdict.case, "level": min(levels, key=lambda level: level.rank).value, "codes": codes}


def _number(playbook: Playbook, name: str) -> Decimal:
    rule = playbook.rule(name)
    assert rule is not None
    return rule.number


def _allowed(level: Level, case: Case, playbook: Playbook) -> Level:
    # As in a report: a row that is our own inference warns and never fails.
    certain = not case or playbook.may_fail(f"declaration.case_{case.lower()}")
    return level if certain or level is not Level.FAIL else Level.WARN


def answer_duty(rows: Sequence[Row]) -> Answer:
    """Say what duty one parcel costs; each row is a line of it.

    Raises
    ------
    InputError
        If a value cannot be read, or the lines name different destinations, days or schemes.
    """
    destination = country_of(_same(rows, "destination"))
    if not destination:
        raise InputError(
            _("The destination is missing."),
            where="destination",
            mend=_("Write a country code, like DE."),
        )
    lines = [
        DutyLine(row.get("hs", "") or None, Money(amount=amount_of(row, "value"), currency=_currency(row)))
        for row in rows
    ]
    found = duty_of(lines, destination, day_of(_same(rows, "date")), _playbook(), vat_scheme=_same(rows, "vat_scheme"))
    return {
        "lines": found.lines,
        "duty": str(found.duty.amount.quantize(CENT)) if found.duty else None,
        "vat_on_duty": found.vat_on_duty,
        "currency": found.currency,
        "source": found.source,
        "confidence": found.confidence,
        "basis": found.basis,
        "fees": [{"amount": str(fee.amount), "source": fee.source, "confidence": fee.confidence} for fee in found.fees],
        "notes": list(found.notes),
    }


def answer_weight(row: Row) -> Answer:
    """Compare weights in grams: ``findings``, each with code, level and words."""
    weights = {
        name: Weight(value=amount_of(row, f"{name}_g"), unit="g") for name in WEIGHTS if row.get(f"{name}_g", "")
    }
    parcel = Shipment(id="weights", weights=weights)
    findings = []
    for name, needed in WEIGHT_CHECKS.items():
        if all(weight in weights for weight in needed):
            found = run_check(name, parcel, _playbook(), now())
            findings += [{"code": f.code, "level": f.level.value, "words": sentences(f.title, f.why)} for f in found]
    if not findings:
        raise InputError(
            _("These weights cannot be compared."), where=", ".join(f"{name}_g" for name in WEIGHTS),
            mend=_("Give packed_g and at least one more."),
        )  # fmt: skip
    return {"findings": findings}


def _same(rows: Sequence[Row], column: str) -> str:
    """Return the one value of a column over all lines of a parcel; empty cells take it over."""
    values = sorted({row.get(column, "") for row in rows} - {""})
    if len(values) > 1:
        raise InputError(
            _("The lines of one parcel name different values of {column}.", column=column),
            where=", ".join(values)[:120],
            mend=_("Give each parcel its own name."),
        )  # fmt: skip
    return values[0] if values else ""


def country_of(text: str) -> str:
    """Return the code of a country, or EU for the European Union as a whole; empty stays empty.

    Raises
    ------
    InputError
        If it is no ISO 3166 code.
    """
    code = text.strip().upper()
    code = {"UK": "GB", "EL": "GR"}.get(code, code)
    if code and code != UNION and (len(code) != 2 or pycountry.countries.get(alpha_2=code) is None):
        raise InputError(
            _("This is no country code."),
            where=f"destination: {text[:40]}",
            mend=_("Write it like DE or US."),
        )
    return code


def currency_of(text: str) -> str:
    """Return the code of a currency, in capitals.

    Raises
    ------
    InputError
        If it is no ISO 4217 code.
    """
    code = text.strip().upper()
    if len(code) != 3 or pycountry.currencies.get(alpha_3=code) is None:
        raise InputError(_("This is no currency code."), where=f"currency: {text[:40]}", mend=_("Write it like USD."))
    return code


def _currency(row: Row) -> str:
    return currency_of(row.get("currency", ""))


def amount_of(row: Row, column: str) -> Decimal:
    """Read an amount that is not negative, written with a point.

    Raises
    ------
    InputError
        If it is no such number.
    """
    text = row.get(column, "").strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0 or abs(number.adjusted()) > 15 or "_" in text:
        raise InputError(_("This is no amount."), where=f"{column}: {text[:40]}", mend=_("Write a number like 12.50."))
    return number


def day_of(text: str) -> date:
    """Read a day.

    Raises
    ------
    InputError
        If it is no day in the form 2026-07-01.
    """
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise InputError(
            _("This is no date."),
            where=f"date: {text[:40]}",
            mend=_("Write it like 2026-07-01."),
        ) from error


def one_of(text: str, known: Sequence[str] | Mapping[str, object], column: str) -> str:
    """Return a value if it is a known one; blanks count as underscores.

    Raises
    ------
    InputError
        If it is not.
    """
    value = "_".join(text.strip().casefold().split())
    if value not in known:
        listed = ", ".join(name for name in known if name)
        hint = nearest(value, [name for name in known if name])
        raise InputError(
            _("This value is not known."), where=f"{column}: {text[:40]}",
            mend=sentences(hint, _("Known: {names}.", names=listed)),
        )  # fmt: skip
    return value
