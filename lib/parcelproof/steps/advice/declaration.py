"""Advice on the customs form: wording, codes, numbers, value and duty."""

from __future__ import annotations

from parcelproof.delivery.description import lint_description
from parcelproof.delivery.duty import DutyAnswer, DutyLine, duty_of
from parcelproof.delivery.hs_code import check_hs
from parcelproof.delivery.tax_numbers import check_ioss, check_tax_number
from parcelproof.errors import InputError
from parcelproof.fact_words import said
from parcelproof.messages import N_, Wording, _, sentences
from parcelproof.report.blocks import Block, Fact, Heading, KeyValues, Paragraph, Tone
from parcelproof.steps.form import Context, Row, Values, parse_money, rows, text

TONES: dict[str, Tone] = {"ok": "good", "warn": "warn", "reject": "bad"}
WORDS = Wording({
    "ok": N_("The wording is good."),
    "warn": N_("The wording can be better."),
    "reject": N_("Customs may refuse this wording."),
})  # fmt: skip
HS_WORDS = Wording({
    "not_digits": N_("This code has signs that are no digits."),
    "too_short": N_("This code is too short. Customs want six digits at least."),
    "too_long": N_("This code is too long."),
    "special_chapter": N_("Chapters 77, 98 and 99 are not for goods of a sale."),
    "no_chapter": N_("There is no such chapter."),
    "no_heading": N_("There is no such heading."),
    "no_subheading": N_("HS 2022 has no such subheading."),
})  # fmt: skip


def advise(values: Values, context: Context) -> tuple[Block, ...]:
    """Return what the rules say about the lines as typed."""
    order = context.shipment.order
    destination = (order.destination or "") if order else ""
    blocks: list[Block] = []
    for number, row in enumerate(rows(values, "lines"), 1):
        blocks += _line(number, row, destination, context)
    blocks += _numbers(values)
    blocks += _duty(values, destination, context)
    return (Heading(text=_("What the rules say")), *blocks) if blocks else ()


def _line(number: int, row: Row, destination: str, context: Context) -> list[Block]:
    description, code = text(row, "description"), text(row, "hs_code")
    blocks: list[Block] = []
    if description:
        verdict = lint_description(description, destination, context.playbook)
        better = _("Write it like this: {line}", line=verdict.suggestion) if verdict.suggestion else ""
        words = sentences(WORDS[verdict.verdict], *(reason.words for reason in verdict.reasons), better)
        blocks.append(Paragraph(text=_article(number, words), tone=TONES[verdict.verdict]))
    if code:
        answer = check_hs(code, description, context.playbook)
        if answer.state == "known":
            words = _("HS code {code} is: {goods}", code=answer.code, goods=answer.description)
        else:
            words = HS_WORDS.get(answer.state) or _("This code is not known.")
            if answer.newer:
                words = sentences(words, _("Is it one of these? {codes}", codes=", ".join(answer.newer[:5])))
        tone: Tone = "good" if answer.state == "known" else "warn"
        blocks.append(Paragraph(text=_article(number, words), tone=tone))
    return blocks


def _article(number: int, words: str) -> str:
    return _("Article {number}: {words}", number=number, words=words)


def _numbers(values: Values) -> list[Block]:
    blocks: list[Block] = []
    if ioss := text(values, "ioss"):
        answer = check_ioss(ioss)
        words, wrong = _("{part}: {why}", part="IOSS", why=answer.words), answer.state == "not_valid"
        blocks.append(Paragraph(text=words, tone="bad" if wrong else "plain"))
    if number := text(values, "tax_id"):
        answer = check_tax_number(number)
        words, wrong = _("Tax number: {words}", words=answer.words), answer.state == "not_valid"
        blocks.append(Paragraph(text=words, tone="bad" if wrong else "plain"))
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
        Fact(label=_("Different HS codes"), value=str(answer.lines) if answer.lines is not None else _("Not known")),
        Fact(label=_("Duty"), value=str(answer.duty) if answer.duty else _("Not known")),
    ]
    if answer.vat_on_duty is not None:
        facts.append(Fact(label=_("VAT on the duty"), value=_("Yes") if answer.vat_on_duty else _("No")))
    for fee in answer.fees:
        facts.append(Fact(label=_("Fee"), value=str(fee.amount), note=f"{fee.source} ({said(fee.confidence)})"))
    if answer.source:
        facts.append(Fact(label=_("Source"), value=answer.source, note=said(answer.confidence)))
    notes = [Paragraph(text=note) for note in answer.notes]
    return [KeyValues(rows=tuple(facts)), *notes, Paragraph(text=_("This is no legal advice."))]
