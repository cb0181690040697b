"""Advice on the shipping choice: proof of delivery, signature, claim against dispute, days on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from parcelproof.checks import quoted
from parcelproof.fact_words import said
from parcelproof.messages import N_, Wording, _, sentences
from parcelproof.playbook import Rule
from parcelproof.report.blocks import Block, Cell, Column, Fact, Heading, KeyValues, Paragraph, Table, Tone
from parcelproof.report.words import TRACKED
from parcelproof.signature_need import signature_need
from parcelproof.steps.form import Context, Values, text
from parcelproof.tracking.buyer_window import buyer_window
from parcelproof.tracking.claim_answer import is_between_posts
from parcelproof.tracking.claims import ClaimWindow, claim_window
from parcelproof.tracking.depth import HOW_FAR, Depth, depth_of
from parcelproof.tracking.history import ENOUGH, LaneHistory, lane_of
from parcelproof.tracking.transit import Transit, fits_promise, transit_of

_SIGNS = Wording({
    "no": N_("A delivery scan, no signature"), "usual": N_("A delivery scan, and usually a signature"),
})  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What was typed so far."""

    carrier: str
    service: str
    number: str

    @classmethod
    def of(cls, values: Values) -> Choice:
        """Read the form."""
        number = "".join(text(values, "number").split()).upper()
        return cls(text(values, "carrier"), text(values, "service"), number)


def advise(values: Values, context: Context) -> tuple[Block, ...]:
    """Return what is known of the service that was typed; nothing without a carrier."""
    choice = Choice.of(values)
    if not choice.carrier:
        return ()
    facts = (
        *_depth(choice, text(values, "tracked"), context),
        *_signature(text(values, "signature"), context),
        *_days(choice, context),
        *_own(choice, context),
    )
    return (Heading(text=_("What is known of this service")), KeyValues(rows=facts), *_windows(choice, context))


def country_of(context: Context) -> str:
    """Return the country of the buyer, or an empty text."""
    order = context.shipment.order
    return (order.destination or "") if order else ""


def source_of(rule: Rule) -> str:
    """Return where a fact comes from, and how sure it is."""
    return source_words(rule.source, rule.as_of, rule.confidence)


def source_words(source: str, as_of: date | str, confidence: str) -> str:
    """Say a source, its date, and how sure it is."""
    return _("Source: {source}, {day}, {confidence}.", source=source, day=as_of, confidence=said(confidence))


def sent_or_today(context: Context) -> datetime:
    """Return when the parcel left, or now if it has not."""
    return context.shipment.handed_over_at or context.now


def _depth(choice: Choice, chosen: str, context: Context) -> Iterator[Fact]:
    where = country_of(context)
    found = depth_of(choice.carrier, choice.service, choice.number, where, context.playbook, context.now.date())
    label = _("Tracked to {country}", country=where) if where else _("Tracked")
    if found is None:
        yield Fact(label=label, value=_("The playbook does not know this service."), tone="unknown",
                   note=_("Ask the carrier, and choose the answer yourself."))  # fmt: skip
        return
    tone: Tone = "good" if found.tracked == "end_to_end" else "bad"
    yield Fact(label=label, value=TRACKED[found.tracked], tone=tone, note=_told(found.rule))
    yield Fact(label=_("Proof of delivery"), value=proof_of(found))
    if chosen in HOW_FAR and HOW_FAR.index(chosen) > HOW_FAR.index(found.tracked):
        yield Fact(label=_("Your answer"), value=_("It promises more than the playbook."), tone="warn",
                   note=_("Keep the paper of the carrier that says it."))  # fmt: skip


def proof_of(found: Depth) -> str:
    """Return what a service gives as proof of delivery, in words."""
    if found.tracked != "end_to_end":
        return _("None")
    return _SIGNS.get(found.signature) or _("A delivery scan; a signature is not known")


def _told(rule: Rule) -> str:
    return sentences(rule.note, source_of(rule))


def _signature(answer: str, context: Context) -> Iterator[Fact]:
    need = signature_need(context.shipment, context.playbook, context.now.date())
    value = {True: _("Needed"), False: _("Not needed"), None: _("Not known")}[need.needed]
    tone: Tone = "plain"
    if need.needed:
        tone = "good" if answer == "yes" else "bad"
    rule = need.rule
    source = source_words(rule.source, rule.as_of, rule.confidence) if rule else ""
    yield Fact(label=_("Signature"), value=value, note=sentences(need.why, source), tone=tone)


def _days(choice: Choice, context: Context) -> Iterator[Fact]:
    found = transit_of(choice.carrier, choice.service, country_of(context), context.playbook, context.now.date())
    if found is None:
        yield Fact(label=_("Usual time"), value=_("The playbook does not know it."), tone="unknown")
        return
    yield Fact(label=_("Usual time"), value=str(found), note=_told(found.rule))
    yield from _promise(found, context)


def _promise(found: Transit, context: Context) -> Iterator[Fact]:
    order, sent = context.shipment.order, sent_or_today(context)
    latest = found.latest(sent)
    if order is None or order.promised_by is None or latest is None:
        yield Fact(label=_("Promised date"), value=_("Not on record"))
        return
    fits = fits_promise(found, sent, order.promised_by)
    day = f"{latest:%Y-%m-%d}"
    if context.shipment.handed_over_at:
        note = _("The longest usual time ends on {day}.", day=day)
    else:
        note = _("The longest usual time ends on {day} if you hand it over today.", day=day)
    yield Fact(
        label=_("Promised date"), value=f"{order.promised_by:%Y-%m-%d}", tone="good" if fits else "warn",
        note=note,
    )  # fmt: skip


def _own(choice: Choice, context: Context) -> Iterator[Fact]:
    rule = context.playbook.rule(ENOUGH)
    enough = int(Decimal(rule.value)) if rule else 30
    lane = lane_of(choice.carrier, choice.service, country_of(context))
    found = context.history().get(lane, LaneHistory())
    words = own_words(found, enough)
    yield Fact(label=_("Your own parcels"), value=words, note=_("Acceptance to delivery, this country."))


def own_words(found: LaneHistory, enough: int) -> str:
    """Return the own numbers of a lane in words; below the limit only how many there are."""
    if found.delivered < enough or found.median is None or found.p95 is None:
        return _(
            "You have {count} of {enough} delivered parcels. Below that the general numbers count.",
            count=found.delivered, enough=enough,
        )  # fmt: skip
    return _(
        "{middle} days at the middle, {most} days for 95 of 100; {lost} of {ended} lost ({share})",
        middle=f"{found.median:.1f}", most=f"{found.p95:.1f}", lost=found.lost, ended=found.ended,
        share=f"{found.lost / found.ended:.1%}",
    )  # fmt: skip


def window_of(carrier: str, service: str, number: str, sent: date, context: Context) -> ClaimWindow:
    """Return the window for a claim of loss, for this parcel sent on a day."""
    order, day = context.shipment.order, context.now.date()
    promised = order.promised_by.date() if order and order.promised_by else None
    return claim_window(
        carrier, service, sent, None, country_of(context), "loss", promised,
        between_posts=is_between_posts(carrier, service, context.playbook),
        rules=context.playbook.rules_for("claim_windows", on=day),
    )  # fmt: skip


def _windows(choice: Choice, context: Context) -> Iterator[Block]:
    """Show the two windows side by side, with dates for this parcel."""
    sent = sent_or_today(context)
    claim = window_of(choice.carrier, choice.service, choice.number, sent.date(), context)
    buyer = buyer_window(context.shipment.order, context.playbook, context.now.date())
    you = _("You claim at {carrier}", carrier=quoted(choice.carrier))
    rows = [_row(you, claim.opens, claim.closes, _sources(claim))]
    if buyer:
        rows.append(_row(_("{who} disputes", who=buyer.who), None, buyer.closes.date(), source_of(buyer.rule)))
    columns = (
        Column(title=_("Who"), width=3), Column(title=_("First day"), tight=True),
        Column(title=_("Last day"), tight=True),
    )  # fmt: skip
    yield Table(caption=_("Claim and dispute"), columns=columns, rows=tuple(rows))
    if buyer and claim.closes and claim.closes < buyer.closes.date():
        gap = (buyer.closes.date() - claim.closes).days
        words = _(
            "The carrier's window closes {days} days before the buyer's. Ask the carrier early if no scan comes.",
            days=gap,
        )  # fmt: skip
        yield Paragraph(text=words, tone="warn")
    if not context.shipment.handed_over_at:
        yield Paragraph(text=_("The dates count from today, as if you handed the parcel over now."), tone="note")
    if claim.note:
        yield Paragraph(text=_("{note} This is not legal advice.", note=claim.note), tone="note")


def _row(who: str, opens: date | None, closes: date | None, source: str) -> tuple[Cell, ...]:
    return (
        Cell(text=who, small=source),
        Cell(text=opens.isoformat() if opens else "–"),
        Cell(text=closes.isoformat() if closes else _("not known"), tone="plain" if closes else "unknown"),
    )


def _sources(claim: ClaimWindow) -> str:
    return sentences(*dict.fromkeys(source_of(rule) for rule in claim.rules)) or _("No row of the playbook fits.")
