"""What duty a parcel costs at its destination, as far as the dated rows of the playbook say it.

What the rows say is computed. Everything else stays unknown, with the reason: no rate is ever guessed. Fees that
are no duty are listed apart. Not legal advice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from parcelproof.delivery.border import EU, UNION
from parcelproof.delivery.exchange import convert
from parcelproof.delivery.hs_code import HS6, LONGEST, digits_of, distinct_hs6
from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.playbook.model import Rule
from parcelproof.units import Money

TABLE = "destination_thresholds"
NEAR = Decimal("0.05")
OLD_RATE_DAYS = 7
STANDARD_DECLARATION = "h1"
IOSS = "ioss"
PERCENT = "PCT"
_NO_LIMIT = "none"
_RATE_KINDS = ("simplified_rate_percent", "simplified_band_ceiling", "simplified_ceiling", "flat_rate_ceiling",
               "import_surcharge_percent")  # fmt: skip


@dataclass(frozen=True)
class DutyLine:
    """One line of the form: its HS code, and the value of all its pieces."""

    hs_code: str | None
    value: Money


@dataclass(frozen=True)
class Fee:
    """A fee that is no duty, as its row says it."""

    amount: Money
    source: str
    confidence: str


@dataclass(frozen=True)
class DutyAnswer:
    """The duty of one parcel.

    Attributes
    ----------
    lines : int or None
        How many different tariff lines; None if a code is missing.
    duty : Money or None
        None if it is not known; ``notes`` says why.
    vat_on_duty : bool or None
        Whether VAT is due on the duty. How much is not computed: rates of VAT are not on file.
    currency : str
        Of the duty, or of the limit that was looked at.
    value : Money or None
        Value of the parcel in that currency, or None if a rate is missing.
    basis : str
        What the limit counts: ``consignment`` or ``item``.
    fees : tuple of Fee
    rules : tuple of Rule
        The rows that decided, the first before all.
    notes : tuple of str
        For people: why, and what nobody can know from these rows.
    """

    lines: int | None
    duty: Money | None = None
    vat_on_duty: bool | None = None
    currency: str = ""
    value: Money | None = None
    basis: str = "consignment"
    fees: tuple[Fee, ...] = ()
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def source(self) -> str:
        """Where the deciding row comes from, with the date of that source; empty if no row decided."""
        return f"{self.rules[0].source} ({self.rules[0].as_of})" if self.rules else ""

    @property
    def confidence(self) -> str:
        """How sure the deciding row is; ``unknown`` if no row decided."""
        return self.rules[0].confidence if self.rules else "unknown"


def duty_of(
    lines: Sequence[DutyLine], destination: str, on: date, playbook: Playbook, *, vat_scheme: str = ""
) -> DutyAnswer:
    """Look up the duty of one parcel to a consumer.

    Parameters
    ----------
    lines : sequence of DutyLine
    destination : str
        ISO 3166 code of the country.
    on : date
        The day of shipping.
    playbook : Playbook
    vat_scheme : str, optional
        ``ioss``; ``h1`` for a standard declaration; anything else counts as neither.

    Notes
    -----
    The flat duty of the European Union is due once for each different tariff line of a consignment up to its limit:
    five T-shirts are one line, a T-shirt and a watch are two.
    """
    scheme = vat_scheme.strip().casefold()
    count = distinct_hs6(line.hs_code for line in lines)
    answer = DutyAnswer(lines=len(count) if count is not None else None)
    if destination in EU or destination == UNION:
        answer = _in_eu(answer, lines, on, playbook, scheme)
        return replace(answer, fees=_fees(destination, answer, on, playbook))
    return _limited(answer, lines, destination, on, playbook)


def _row(playbook: Playbook, country: str, kind: str, on: date) -> Rule | None:
    return next(iter(playbook.rules_for(TABLE, on=on, country=country, kind=kind)), None)


def _in_eu(answer: DutyAnswer, lines: Sequence[DutyLine], on: date, playbook: Playbook, scheme: str) -> DutyAnswer:
    flat = _row(playbook, "EU", "flat_duty_per_item", on)
    ceiling = _row(playbook, "EU", "flat_duty_consignment_ceiling", on)
    if flat is None or ceiling is None:
        return _limited(answer, lines, "EU", on, playbook)
    rules = (flat, ceiling)
    answer = _with_value(replace(answer, rules=rules, currency=flat.unit), lines, ceiling, on)
    if answer.value is None:
        return answer
    if answer.value.amount > ceiling.number:
        said = _("Above {limit} the usual duty of each code is due. Its rate is not on file.", limit=_limit(ceiling))
        more = (_("IOSS cannot be used above {limit}.", limit=_limit(ceiling)),) if scheme == IOSS else ()
        return replace(answer, notes=(*answer.notes, said, *more))
    counted = distinct_hs6((line.hs_code for line in lines), LONGEST if scheme == STANDARD_DECLARATION else HS6)
    if counted is None:
        said = _("An HS code of six digits is missing, so the lines cannot be counted.")
        return replace(answer, notes=(*answer.notes, said))
    duty = Money(amount=flat.number * len(counted), currency=flat.unit)
    said = _(
        "{amount} for each of {count} different tariff line(s); VAT is due on it too.",
        amount=_limit(flat), count=len(counted),
    )  # fmt: skip
    return replace(
        answer, lines=len(counted), duty=duty, vat_on_duty=True, notes=(*answer.notes, said, *_scheme_words(scheme))
    )


def _scheme_words(scheme: str) -> tuple[str, ...]:
    if scheme == IOSS:
        return (_("With IOSS the VAT is paid at the sale, and the holder of the number answers for the duty."),)
    if scheme == STANDARD_DECLARATION:
        return (_("Goods with preferential origin may be free in a standard declaration. This cannot be seen here."),)
    return (_("Without IOSS the VAT is collected at the border. The duty is the same."),)


def _limited(answer: DutyAnswer, lines: Sequence[DutyLine], country: str, on: date, playbook: Playbook) -> DutyAnswer:
    """Compare the value with the limit up to which no duty is due."""
    rule = _row(playbook, country, "duty_de_minimis", on)
    if rule is None:
        beside = _beside(country, on, playbook)
        said = _(
            "No row says up to which value parcels to {country} are free of duty on {day}.", country=country, day=on
        )
        unit = next((row.unit for row in beside if row.unit != PERCENT), "")
        return replace(answer, notes=(said, *_words(beside)), rules=beside, currency=unit)
    basis = "item" if "per item" in rule.columns["basis"] else "consignment"
    answer = replace(answer, rules=(rule,), currency=rule.unit, basis=basis)
    if rule.value == _NO_LIMIT:
        return replace(_free(answer), notes=_words((rule,)))
    if rule.number > 0:
        answer = _with_value(answer, lines, rule, on)
        if answer.value is None:
            return answer
    notes = (*answer.notes, *_words((rule,)))
    if rule.number > 0 and _excepted(lines, rule):
        said = _("The limit does not hold for every kind of article in this parcel.")
        return replace(answer, notes=(said, *notes))
    if rule.number > 0 and _within(answer, lines, rule, on):
        said = _("Up to {limit} no duty is due. VAT or sales tax can be due all the same.", limit=_limit(rule))
        return replace(_free(answer), notes=(said, *notes))
    beside = _beside(country, on, playbook)
    none_free = _("No value is free of duty any more.")
    said = _("Above {limit} duty is due.", limit=_limit(rule)) if rule.number > 0 else none_free
    missing = _("The rate depends on the HS code and the origin and is not on file.")
    return replace(answer, rules=(rule, *beside), notes=(said, missing, *notes, *_words(beside)))


def _free(answer: DutyAnswer) -> DutyAnswer:
    return replace(answer, duty=Money(amount=Decimal(0), currency=answer.currency), vat_on_duty=False)


def _excepted(lines: Sequence[DutyLine], rule: Rule) -> bool:
    """Tell whether a line is, or without a code may be, of a kind for which the limit does not hold."""
    kinds = tuple(part.strip() for part in rule.columns["except_hs"].split(";") if part.strip())
    return bool(kinds) and any(not line.hs_code or digits_of(line.hs_code).startswith(kinds) for line in lines)


def _within(answer: DutyAnswer, lines: Sequence[DutyLine], rule: Rule, on: date) -> bool:
    if answer.basis == "consignment":
        return answer.value is not None and answer.value.amount <= rule.number
    # A line may hold several pieces, so its whole value is the most that one piece can cost.
    worth = [convert(line.value, rule.unit, on) for line in lines]
    return all(each is not None and each.money.amount <= rule.number for each in worth)


def _with_value(answer: DutyAnswer, lines: Sequence[DutyLine], rule: Rule, on: date) -> DutyAnswer:
    """Add up the lines in the currency of a limit; say the rate, and how sure the side of the limit is."""
    total, notes, apart = Decimal(0), list(answer.notes), 0
    for line in lines:
        changed = convert(line.value, rule.unit, on)
        if changed is None:
            said = _(
                "No rate from {currency} to {other} is on file, so the limit cannot be compared.",
                currency=line.value.currency, other=rule.unit,
            )  # fmt: skip
            return replace(answer, notes=(*notes, said))
        total += changed.money.amount
        if line.value.currency != rule.unit:
            apart = max(apart, changed.days_apart)
            said = _(
                "Rate of the European Central Bank of {day}: {rate}.", day=changed.rate_date, rate=f"{changed.rate:.4f}"
            )
            notes += [said] if said not in notes else []
    if apart > OLD_RATE_DAYS and abs(total - rule.number) <= rule.number * NEAR:
        said = _(
            "The rate is {days} days older than the shipping day, and the value is close to {limit}.",
            days=apart, limit=_limit(rule),
        )  # fmt: skip
        return replace(answer, notes=(*notes, said))
    return replace(answer, value=Money(amount=total, currency=rule.unit), notes=tuple(notes))


def _limit(rule: Rule) -> str:
    return f"{rule.unit} {rule.value}"


def _words(rules: Sequence[Rule]) -> tuple[str, ...]:
    return tuple(rule.note for rule in rules if rule.note)


def _beside(country: str, on: date, playbook: Playbook) -> tuple[Rule, ...]:
    """Return rows that a person should read where the duty cannot be computed."""
    rows = playbook.rules_for(TABLE, on=on, country=country)
    return tuple(rule for rule in rows if rule.columns["kind"] in _RATE_KINDS)


def _fees(destination: str, answer: DutyAnswer, on: date, playbook: Playbook) -> tuple[Fee, ...]:
    """Return the national fees of a parcel up to the limit; a fee whose start is not certain is left out."""
    rule = _row(playbook, destination, "parcel_fee", on)
    ceiling = _row(playbook, "EU", "seller_vat_scheme_ceiling", on)
    known = answer.value is not None and ceiling is not None and answer.value.amount <= ceiling.number
    if rule is None or not rule.may_fail or not known:
        return ()
    times = 1
    if "HS6" in rule.columns["basis"]:
        if answer.lines is None:
            return ()
        times = answer.lines
    amount = Money(amount=rule.number * times, currency=rule.unit)
    return (Fee(amount, rule.source, rule.confidence),)
