"""The queue in words: the line of a case, its page, the progress, and the list that is printed."""

from __future__ import annotations

from datetime import datetime

from parcelproof.checks import quoted
from parcelproof.clock import show
from parcelproof.messages import _, sentences
from parcelproof.playbook.review_words import load_review_words
from parcelproof.report.blocks import (
    Advice,
    Block,
    Cell,
    Column,
    Fact,
    FindingList,
    KeyValues,
    Paragraph,
    Table,
)
from parcelproof.report.cover import country, promised
from parcelproof.report.document import Section
from parcelproof.report.way import scans_table, timeline
from parcelproof.report.words import STATUS, channel
from parcelproof.shipment import Shipment
from parcelproof.steps.queue import LISTED, Counts, Queue
from parcelproof.steps.queue_answer_words import ANSWERS, found, given_words
from parcelproof.steps.queue_case import WORDS, Case, Trouble, due, is_late
from parcelproof.tracking.review.flags import FlagCode

SCANS = 10
"""So many of the last scans stand beside the picture."""


def progress(counts: Counts) -> str:
    """Say how much is done, how much is to do, and how much of that is late."""
    if not counts.all:
        return _("No parcel needs you today.")
    if not counts.open:
        return _("{done} of {all} done. Nothing is left to do today.", done=counts.done, all=counts.all)
    if not counts.late:
        return _("{done} of {all} done. {open} to do.", done=counts.done, all=counts.all, open=counts.open)
    return _(
        "{done} of {all} done. {open} to do, {late} of them late.",
        done=counts.done, all=counts.all, open=counts.open, late=counts.late,
    )  # fmt: skip


def kind_title(code: FlagCode) -> str:
    """Return the name of a kind of trouble, as the filter shows it."""
    return load_review_words(WORDS)[code.value].title


def line(case: Case, now: datetime) -> dict[str, str | bool]:
    """Return a case as one line of the list: how urgent, what, which parcel; no word of a stranger but the carrier's.

    Returns
    -------
    dict
        ``id, due, what, parcel`` as texts, and whether it is ``late``.
    """
    more = len(case.open) - 1
    what = case.first.words.title
    way = _("to {place}", place=case.destination) if case.destination else ""
    parcel = (case.shipment_id, case.carrier, way)
    return {
        "id": case.shipment_id, "due": _capital(due(case.act_by, now)), "late": is_late(case.act_by, now),
        "what": _("{what} and {count} more", what=what, count=more) if more > 0 else what,
        "parcel": " · ".join(part for part in parcel if part),
    }  # fmt: skip


def done_line(case: Case) -> dict[str, str | bool]:
    """Return an answered case as one line of the list: what was answered, which parcel, when it comes back."""
    given = next((t.given for t in case.last), None)
    back = [t.back_on for t in case.troubles if t.back_on]
    said = found(f"{given.at:%Y-%m-%d %H:%M}", given) if given else ""
    comes = _("comes back {day}", day=f"{min(back):%Y-%m-%d}") if back else ""
    return {
        "id": case.shipment_id, "due": ANSWERS[given.kind] if given else _("Answered"), "late": False, "done": True,
        "what": case.shipment_id, "parcel": " · ".join(part for part in (said, comes) if part),
    }  # fmt: skip


def case_section(case: Case, shipment: Shipment, now: datetime) -> Section:
    """Return what a person needs to decide about one case: why, by when, what to do, and the way as a picture."""
    blocks: list[Block] = [FindingList(items=tuple(_advice(t, now) for t in _sorted(case)))]
    picture = timeline(shipment, now, internal=True)
    if picture:
        blocks.append(picture)
    return Section(id="case", title=case.shipment_id, blocks=tuple(blocks))


def details_section(case: Case, shipment: Shipment) -> Section:
    """Return the order of a case and its last scans."""
    blocks = (KeyValues(rows=_facts(case, shipment)), *_scans(shipment))
    return Section(id="details", title=_("About this parcel"), blocks=blocks)


def list_section(queue: Queue) -> Section:
    """Return the whole queue as a list, for print and for the unattended run."""
    counts, now, cases = queue.counts, queue.as_of, queue.cases
    blocks: list[Block] = [Paragraph(text=progress(counts), tone="good" if not counts.open else "plain")]
    blocks += [
        Paragraph(text=_("{parcel} cannot be read: {why}", parcel=name, why=why), tone="bad")
        for name, why in list(queue.unread.items())[:LISTED]
    ]
    if cases:
        columns = (
            Column(title=_("By when"), width=2),
            Column(title=_("Parcel"), width=3),
            Column(title=_("Why"), width=4),
            Column(title=_("What to do"), width=4),
        )
        rows = tuple(_row(case, now) for case in cases[:LISTED])
        shown = (
            _("The {shown} most urgent of {all} parcels", shown=LISTED, all=len(cases))
            if len(cases) > LISTED
            else _("Most urgent first")
        )
        blocks.append(Table(caption=shown, columns=columns, rows=rows))
    return Section(id="queue", title="", blocks=tuple(blocks))


def left_section(queue: Queue) -> Section:
    """Say what is still to do, in one or two sentences."""
    counts = queue.counts
    blocks: list[Block] = [Paragraph(text=progress(counts), tone="good" if not counts.open else "warn")]
    if queue.unread:
        names = ", ".join(sorted(queue.unread)[:SCANS])
        blocks.append(Paragraph(text=_("Not looked at, because it cannot be read: {names}.", names=names), tone="bad"))
    return Section(id="left", title="", blocks=tuple(blocks))


def _row(case: Case, now: datetime) -> tuple[Cell, ...]:
    late = is_late(case.act_by, now)
    titles = [t.words.title for t in _sorted(case) if t.open]
    return (
        Cell(text=_capital(due(case.act_by, now)), tone="bad" if late else "warn", badge=True),
        Cell(text=case.shipment_id, small=" · ".join(p for p in (case.carrier, country(case.destination)) if p)),
        Cell(text=titles[0], small="; ".join(titles[1:])),
        Cell(text=case.first.words.do),
    )


def _sorted(case: Case) -> tuple[Trouble, ...]:
    """Return the troubles with the one first that the list names, answered ones last."""
    return tuple(sorted(case.troubles, key=lambda t: (not t.open, t is not case.first)))


def _advice(trouble: Trouble, now: datetime) -> Advice:
    act_by, words = trouble.flag.act_by, trouble.words
    if not trouble.open and trouble.given:
        return Advice(level=given_words(trouble.given), tone="good", title=words.title, why=words.why)
    until = _until(act_by, now)
    why, given = words.why, trouble.given
    if given:
        before = _("You answered before: {answer}. It counts no more.", answer=given_words(given))
        why = sentences(why, before)
    rule = (_("Rule {rule}", rule=trouble.flag.rule),) if trouble.flag.rule else ()
    return Advice(
        level=_capital(due(act_by, now)), tone="bad" if is_late(act_by, now) else "warn", title=words.title,
        why=why, fix=sentences(words.do, until), sources=rule,
    )  # fmt: skip


def _until(act_by: datetime | None, now: datetime) -> str:
    if act_by is None:
        return ""
    when = show(act_by.astimezone(now.tzinfo))
    return _("This was due {when}.", when=when) if act_by < now else _("Do it by {when}.", when=when)


def _facts(case: Case, shipment: Shipment) -> tuple[Fact, ...]:
    order, shipping = shipment.order, shipment.shipping
    goods = "; ".join(f"{item.quantity} × {quoted(item.title)}" for item in shipment.items)
    service = " · ".join(p for p in (shipping.carrier, shipping.service) if p) if shipping else ""
    notes = [a.note for a in shipment.review_answers if a.note and a.answer != "withdrawn"]
    pairs = [
        (_("Where it is"), STATUS[case.status]),
        (_("Order"), f"{order.order_id} · {channel(order.channel)}" if order else ""),
        (_("Buyer"), order.buyer_name or order.buyer_username if order else ""),
        (_("To"), country(order.destination) if order else ""),
        (_("Goods"), goods),
        (_("Order total"), str(order.total or "") if order else ""),
        (_("Promised delivery"), promised(order)),
        (_("Carrier and service"), service),
        (_("Tracking number"), shipment.tracking_number),
        (_("Asked the carrier"), "; ".join(_inquiry(i.carrier, i.reference) for i in shipment.inquiries)),
        (_("Messages"), _messages(shipment)),
        (_("Your last note"), notes[-1] if notes else ""),
    ]
    return tuple(Fact(label=label, value=value) for label, value in pairs if value)


def _inquiry(carrier: str, reference: str) -> str:
    return f"{quoted(carrier)}, {quoted(reference)}" if reference else quoted(carrier)


def _messages(shipment: Shipment) -> str:
    dated = [m for m in shipment.messages if m.claimed_at]
    if not dated:
        return ""
    last = dated[-1]
    facts = {"count": len(shipment.messages), "day": f"{last.claimed_at:%Y-%m-%d}" if last.claimed_at else ""}
    if last.direction == "from_buyer":
        return _("{count}, the last one from the buyer on {day}", **facts)
    if last.direction == "to_buyer":
        return _("{count}, the last one to the buyer on {day}", **facts)
    return _("{count}, the last one with the carrier on {day}", **facts)


def _scans(shipment: Shipment) -> list[Block]:
    table = scans_table(shipment.tracking, internal=True)
    if not table.rows:
        return [Paragraph(text=_("No scan is on record. Import the tracking file of this parcel."), tone="unknown")]
    if len(table.rows) <= SCANS:
        return [table]
    caption = _("The last {shown} of {all} scans, oldest first", shown=SCANS, all=len(table.rows))
    return [table.model_copy(update={"rows": table.rows[-SCANS:], "caption": caption})]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
