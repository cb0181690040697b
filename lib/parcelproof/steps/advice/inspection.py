"""What to say about one unit while it is inspected: its numbers, its lot, and what is forgotten easily."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from parcelproof.delivery.sampling import SamplingPlan, sampling_plan
from parcelproof.delivery.sampling_risk import explain
from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.product.identifiers import check_imei, misread_serial, plain_number, same_serial
from parcelproof.product.unit_steps import unit_name
from parcelproof.report.blocks import Block, Heading, Paragraph
from parcelproof.steps.form import Context, Values, parse_count, text

if TYPE_CHECKING:
    from parcelproof.steps.forms.inspection import UnitQuestions


def advise(values: Values, context: Context, questions: UnitQuestions) -> tuple[Block, ...]:
    """Return what to say about the unit as typed.

    Parameters
    ----------
    values : dict
    context : Context
    questions : UnitQuestions
    """
    return (
        *_serial(values, context, questions), *_imei(values, context), *_steps(values, questions),
        *_lot(values, context),
    )  # fmt: skip


def _serial(values: Values, context: Context, questions: UnitQuestions) -> Iterator[Block]:
    serial = text(values, "serial")
    if not serial:
        return
    units = context.product.units if context.product else ()
    if orders := questions.elsewhere(serial):
        words = _(
            "The serial number {serial} stands in an order already: {orders}. "
            "If this unit is not for that order, read the number again.",
            serial=serial, orders=", ".join(orders[:3]),
        )  # fmt: skip
        yield Paragraph(text=words, tone="bad")
    if known := next((unit for unit in units if same_serial(unit.serial, serial)), None):
        words = _("This unit was inspected before. Confirming corrects that record; both stay on record.")
        if known.claimed_at:
            words = _(
                "This unit was inspected before on {time}. Confirming corrects that record; both stay on record.",
                time=f"{known.claimed_at:%Y-%m-%d %H:%M}",
            )
        yield Paragraph(text=words, tone="warn")
    elif close := next((unit for unit in units if misread_serial(unit.serial, serial)), None):
        words = _(
            "{serial} and {other} differ only in signs that are easily misread, such as O and 0.",
            serial=serial, other=unit_name(close),
        )  # fmt: skip
        yield Paragraph(text=words, tone="warn")


def _imei(values: Values, context: Context) -> Iterator[Block]:
    units = context.product.units if context.product else ()
    serial = text(values, "serial")
    for one in (part for part in text(values, "imei").replace(",", ";").split(";") if part.strip()):
        answer = check_imei(one)
        if answer.state == "wrong":
            words = _("{part}: {why}", part=f"IMEI {answer.number or one.strip()}", why=answer.reason)
            yield Paragraph(text=words, tone="bad")
            continue
        if answer.state == "cannot_tell":
            yield Paragraph(text=_("{part}: {why}", part=f"IMEI {answer.number}", why=answer.reason), tone="note")
        others = (unit for unit in units if not same_serial(unit.serial, serial))
        other = next((unit for unit in others if _same_phone(unit.imei, one)), None)
        if other:
            words = _(
                "IMEI {number} stands with unit {unit} already. No two phones share one.",
                number=answer.number, unit=unit_name(other),
            )  # fmt: skip
            yield Paragraph(text=words, tone="bad")


def _same_phone(known: Iterable[str], given: str) -> bool:
    """Whether one of the numbers names the same phone: the last digit only checks the others."""
    return any(plain_number(one)[:14] == plain_number(given)[:14] for one in known)


def _steps(values: Values, questions: UnitQuestions) -> Iterator[Block]:
    silent = [
        planned.step.title
        for planned in questions.steps
        if text(values, f"r_{planned.step.id}") == "not_tested" and not text(values, f"n_{planned.step.id}")
    ]
    if silent:
        yield Paragraph(text=_("Write why it was not tested: {names}.", names=", ".join(silent[:4])), tone="warn")
    bare = [
        planned.step.title
        for planned in questions.steps
        if planned.step.evidence != "none" and text(values, f"r_{planned.step.id}") in ("passed", "failed")
        and not text(values, f"p_{planned.step.id}") and not text(values, f"v_{planned.step.id}")
    ]  # fmt: skip
    if bare:
        more = " " + _("and {count} more", count=len(bare) - 4) if len(bare) > 4 else ""
        steps = ", ".join(bare[:4]) + more
        words = _("No picture yet: {steps}. Take it above, then choose it at the step.", steps=steps)
        yield Paragraph(text=words, tone="note")


def _lot(values: Values, context: Context) -> tuple[Block, ...]:
    plan = plan_of(values, context)
    name = text(values, "lot")
    if plan is None or not name:
        return ()
    units = context.product.units if context.product else ()
    drawn = [unit for unit in units if unit.lot.casefold().startswith(name.casefold())]
    bad = sum(unit.verdict != "passed" for unit in drawn)
    words = _(
        "Of this lot {count} of {all} units are inspected, {bad} of them bad.",
        count=len(drawn), all=plan.sample_size, bad=bad,
    )  # fmt: skip
    return (
        Heading(text=_("How many of the lot")), Paragraph(text=words),
        *(Paragraph(text=sentence) for sentence in explain(plan, context.playbook)[:2]),
    )  # fmt: skip


def plan_of(values: Values, context: Context) -> SamplingPlan | None:
    """Return the sampling plan of the lot as typed; None while something is missing or unknown."""
    level, aql = text(values, "level"), text(values, "aql")
    try:
        size = parse_count(text(values, "lot_size"))
        return sampling_plan(size, level, Decimal(aql), "normal", context.playbook) if level and aql else None
    except InputError:
        return None
