"""What a learner reads about the answer, as blocks: what is on record, what the door takes, what the desk decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from parcelproof.clock import show
from parcelproof.fact_words import said as short_words
from parcelproof.messages import _, ngettext
from parcelproof.playbook.evidence_types import Limit
from parcelproof.report.blocks import Badge, Block, Cell, Column, Fact, Heading, KeyValues, Paragraph, Table, Tone
from parcelproof.report.cover import order_section
from parcelproof.report.document import Section
from parcelproof.report.goods import declaration_section
from parcelproof.report.message_section import messages_section
from parcelproof.report.way import way_section
from parcelproof.training.desk import Decision, Remark
from parcelproof.training.hearing import Hearing
from parcelproof.training.play_page import hinge
from parcelproof.training.play_words import COUNTS, DOORS, END_TONE, ENDS, cost_words, left_words, money

REMARK_TONE: dict[str, Tone] = {
    "given": "good", "helps": "good", "not_shown": "warn", "not_on_record": "warn", "limit_files": "warn",
    "limit_text": "warn", "empty": "bad", "against": "bad", "another_city": "bad", "named_number": "bad",
}  # fmt: skip
READY_TONE: dict[str, Tone] = {"against": "bad", "gaps": "warn", "almost": "warn", "ready": "good"}


def record_section(hearing: Hearing, *, with_things: bool) -> Section:
    """Return what is on record for this claim.

    Parameters
    ----------
    with_things : bool
        Name every item; a person sees boxes to tick in place of it.
    """
    left, tone = left_words(hearing.play.left)
    blocks: list[Block] = [
        Paragraph(text=hearing.ready.sentence, tone=READY_TONE.get(hearing.ready.state, "plain")),
        KeyValues(rows=(*door_facts(hearing), Fact(label=_("Time left"), value=left, tone=tone))),
    ]
    if with_things:
        rows = tuple((Cell(text=one.title, small=one.wants), Cell(text=since(one.since))) for one in hearing.things)
        columns = (Column(title=_("On record"), width=4), Column(title=_("Since"), width=2))
        blocks.append(Table(caption=_("What you can show"), columns=columns, rows=rows))
    if hearing.absent:
        names = _(", ").join(one.title for one in hearing.absent)
        blocks.append(Paragraph(text=_("Not on record: {items}.", items=names)))
    return Section(id="record", title=_("What your record holds"), blocks=tuple(blocks))


def details(hearing: Hearing) -> tuple[Section, ...]:
    """Return what stands on record in full: order, way, customs form and messages, as a report shows them."""
    shipment = hearing.shipment
    found = (
        order_section(shipment),
        way_section(shipment, hearing.play.now, internal=True),
        declaration_section(shipment),
        messages_section(shipment, internal=True),
    )
    return tuple(one for one in found if one is not None)


def since(moment: object) -> str:
    """Return since when an item is on record."""
    return f"{moment:%Y-%m-%d}" if moment else ""


def door_facts(hearing: Hearing) -> tuple[Fact, ...]:
    """Return what the door takes, with the source of each limit."""
    door, limits = DOORS[hearing.claim.door], hearing.limits
    rows = [Fact(label=_("Answered at"), value=door)]
    if limits.files:
        rows.append(Fact(label=_("Most files"), value=limits.files.value, note=_source(limits.files)))
    if limits.text:
        rows.append(Fact(label=_("Longest text"), value=_letters(int(limits.text.value)), note=_source(limits.text)))
    for row in hearing.sizes:
        if said := _size(row):
            rows.append(Fact(label=said[0], value=said[1], note=_source(row)))
    if len(rows) == 1:
        rows.append(Fact(label=_("Limits"), value=_("This playbook knows no limit of {door}.", door=door)))
    return tuple(rows)


def _letters(count: int) -> str:
    return ngettext("{count} character", "{count} characters", count)


def _source(row: Limit) -> str:
    return f"{row.source} ({short_words(row.confidence)})"


def _size(row: Limit) -> tuple[str, str] | None:
    if row.kind == "formats":
        return _("Kinds of files"), _(", ").join(row.value.replace("image/", "").split(";"))
    if not row.value.isdigit():
        return None
    if row.kind == "max_pages_total":
        return _("Most pages"), row.value
    megabytes = f"{int(row.value) / 1_000_000:g} MB"
    return (_("One file at most") if row.kind == "max_bytes_file" else _("All files at most")), megabytes


def chosen_words(hearing: Hearing, items: Collection[str], text: str) -> tuple[str, bool]:
    """Return how much is chosen and written, and whether it is more than the door takes."""
    limits, files = hearing.limits, hearing.files(items)
    said = [ngettext("You show {count} thing.", "You show {count} things.", len(items))]
    over = False
    if limits.files:
        most = int(limits.files.value)
        over = files > most
        said.append(_("Files: {count} of {most}.", count=files, most=most))
    if limits.text:
        longest = int(limits.text.value)
        over = over or len(text) > longest
        said.append(_("Letter: {count} of {most} characters.", count=len(text), most=longest))
    return " ".join(said), over


# -- the decision ----------------------------------------------------------------------------------


def decision_sections(hearing: Hearing) -> tuple[Section, ...]:
    """Return what the desk decided: by which rule and source, what it hung on, what would have been needed."""
    decision, play = hearing.decision(), hearing.play
    answer = play.answer
    facts = [
        Fact(label=_("Sent"), value=show(play.for_the_desk().answered_at), note=_("in the story")),
        Fact(label=_("In dispute"), value=money(hearing.claim.amount, play.case)),
    ]
    spent = cost_words(play.run.cost, timedelta(days=play.run.days, minutes=play.run.minutes), play.case)
    if spent:
        facts.append(Fact(label=_("Your decisions cost"), value=spent))
    if not answer.settles:
        shown = _(", ").join(hearing.playbook.item(item).title for item in answer.items)
        facts.append(Fact(label=_("You showed"), value=shown or _("no item")))
    blocks: list[Block] = [
        Paragraph(text=decision.sentence, tone=END_TONE[decision.outcome]), KeyValues(rows=tuple(facts)),
    ]  # fmt: skip
    if decision.remarks:
        rows = tuple(
            (Cell(text=one.text, tone=REMARK_TONE.get(one.code, "plain")), _rule(one, hearing))
            for one in decision.remarks
        )
        columns = (Column(title=_("What the desk says"), width=4), Column(title=_("By which rule"), width=4))
        blocks.append(Table(caption=_("Why"), columns=columns, rows=rows))
    if decision.would_change:
        blocks.append(Heading(text=_("What would have been needed")))
        blocks += [Paragraph(text=text) for text in dict.fromkeys(one.text for one in decision.would_change)]
    blocks += [hinge(play), *_better_answer(hearing, decision), Paragraph(text=decision.model)]
    badge = Badge(text=ENDS[decision.outcome], tone=END_TONE[decision.outcome])
    return (Section(id="decision", title=_("What the desk decides"), blocks=tuple(blocks), badge=badge),)


def _rule(remark: Remark, hearing: Hearing) -> Cell:
    """Return the row that a remark stands on, in words, with its source and how sure it is."""
    book = hearing.playbook
    cell = book.evidence.cells.get((hearing.claim.reason, remark.item))
    measure = remark.rule.rpartition(".")[0]
    if cell and remark.item:
        said = _("{item}: {counts}", item=book.item(cell.item).title, counts=COUNTS[cell.level])
    elif measure in book.measures:
        said = _("Check of the measure: {measure}", measure=book.measures[measure].title)
    elif remark.code.startswith("limit_"):
        said = _("Limit of {door}", door=DOORS[hearing.claim.door])
    elif remark.code == "another_city":
        said = _("{item}: {counts}", item=book.item("delivery_scan").title, counts=COUNTS["required"])
    else:
        said = _("The desk model")
    sure = short_words(remark.confidence) if remark.confidence else ""
    return Cell(text=said, small=f"{remark.source} ({sure})" if remark.source and sure else remark.source)


def _better_answer(hearing: Hearing, decision: Decision) -> tuple[Block, ...]:
    """Return what the best honest answer would have been, if this was not it."""
    if decision.outcome == "won":
        return ()
    items, best = hearing.best()
    hopeless = best.outcome in ("lost", "settled")
    if decision.outcome == "settled" and hopeless:
        said = _("It was right to give the buyer what is due: no packet wins this claim.")
    elif hopeless:
        said = _("No packet wins this claim. The best answer gives the buyer what is due, before a desk decides.")
    elif decision.outcome == best.outcome:
        said = _("No packet does better on this record.")
    else:
        shown = _(", ").join(hearing.playbook.item(item).title for item in items)
        said = _("The best answer on the same record shows: {items}. The desk would say: {outcome}",
                 items=shown, outcome=best.sentence)  # fmt: skip
    return (Paragraph(text=said, tone="good" if decision.outcome == "settled" and hopeless else "note"),)
