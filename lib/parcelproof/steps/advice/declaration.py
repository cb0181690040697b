"""Advice on the customs form: wording, codes, numbers, value and duty."""

from __future__ import annotations

from parcelproof.delivery.description import lint_description
from parcelproof.delivery.duty import DutyAnswer, DutyLine, duty_of
from parcelproof.delivery.hs_code import check_hs
from parcelproof.delivery.tax_numbers import check_ioss, check_tax_number
from parcelproof.errors import InputError
from parcelproof.report.blocks import Block, Fact, Heading, KeyValues, Paragraph, Tone
from parcelproof.steps.form import Context, Row, Values, parse_money, rows, text

TONES: dict[str, Tone] = {"ok": "good", "warn": "warn", "reject": "bad"}
WORDS = {
    "ok": "The wording is good.",
    "warn": "The wording can be better.",
    "reject": "Customs may refuse this wording.",
}
HS_WORDS = {
    "not_digits": "This code has signs that are no digits.",
    "too_short": "This code is too short. Customs want six digits at least.",
    "too_long": "This code is too long.",
    "special_chapter": "Chapters 77, 98 and 99 are not for goods of a sale.",
    "no_chapter": "There is no such chapter.",
    "no_heading": "There is no such heading.",
    "no_subheading": "HS 2022 has no such subheading.",
}


def advise(values: Values, context: Context) -> tuple[Block, ...]:
    """Return what the rules say about the lines as typed."""
    order = context.shipment.order
    destination = (order.destination or "") if order else ""
    blocks: list[Block] = []
    for number, row in enumerate(rows(values, "lines"), 1):
        blocks += _line(number, row, destination, context)
    blocks += _numbers(values)
    blocks += _duty(values, destination, context)
    return (Heading(text="What the rules say"), *blocks) if blocks else ()


def _line(number: int, row: Row, destination: str, context: Context) -> list[Block]:
    description, code = text(row, "description"), text(row, "hs_code")
    blocks: list[Block] = []
    if description:
        verdict = lint_description(description, destination, context.playbook)
        reasons = " ".join(reason.words for reason in verdict.reasons)
        better = f" Write it like this: {verdict.suggestion}" if verdict.suggestion else ""
        said = f"Article {number}: {WORDS[verdict.verdict]} {reasons}{better}"
        blocks.append(Paragraph(text=said, tone=TONES[verdict.verdict]))
    if code:
        answer = check_hs(code, description, context.playbook)
        if answer.state == "known":
            said, tone = f"Article {number}: HS code {answer.code} is: {answer.description}", "good"
        else:
            near = f" Is it one of these? {', '.join(answer.newer[:5])}" if answer.newer else ""
            said, tone = f"Article {number}: {HS_WORDS.get(answer.state, 'This code is not known.')}{near}", "warn"
        blocks.append(Paragraph(text=said, tone=tone))
    return blocks


def _numbers(values: Values) -> list[Block]:
    blocks: list[Block] = []
    if ioss := text(values, "ioss"):
        answer = check_ioss(ioss)
        blocks.append(Paragraph(text=f"IOSS: {answer.words}", tone="bad" if answer.state == "not_valid" else "plain"))
    if number := text(values, "tax_id"):
        answer = check_tax_number(number)
        blocks.append(
            Paragraph(text=f"Tax number: {answer.words}", tone="bad" if answer.state == "not_valid" else "plain")
        )
    return blocks


def _duty(values: Values, destination: str, context: Context) -> list[Block]:
    lines = []
    for row in rows(values, "lines"):
        try:
            lines.append(DutyLine(text(row, "hs_code") or None, parse_money(text(row, "value"))))
        except InputError:
            return []
    if not lines or not destination:
        return []
    answer = duty_of(
        lines, destination, context.now.date(), context.playbook, vat_scheme="ioss" if text(values, "ioss") else ""
    )
    return duty_words(answer)


def duty_words(answer: DutyAnswer) -> list[Block]:
    """Return the duty of a parcel in words, with its source."""
    facts = [
        Fact(label="Different HS codes", value=str(answer.lines) if answer.lines is not None else "Not known"),
        Fact(label="Duty", value=str(answer.duty) if answer.duty else "Not known"),
    ]
    if answer.vat_on_duty is not None:
        facts.append(Fact(label="VAT on the duty", value="Yes" if answer.vat_on_duty else "No"))
    facts += [Fact(label="Fee", value=str(fee.amount), note=f"{fee.source} ({fee.confidence})") for fee in answer.fees]
    if answer.source:
        facts.append(Fact(label="Source", value=answer.source, note=answer.confidence))
    notes = [Paragraph(text=note) for note in answer.notes]
    return [KeyValues(rows=tuple(facts)), *notes, Paragraph(text="This is no legal advice.")]
