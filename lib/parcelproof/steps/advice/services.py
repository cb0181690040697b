"""The table of services to the country of a parcel; read only, the safest first."""

from __future__ import annotations

from decimal import Decimal

from parcelproof.messages import _, sentences
from parcelproof.playbook import Rule
from parcelproof.report.blocks import Block, Cell, Column, Paragraph, Table
from parcelproof.report.words import TRACKED
from parcelproof.steps.advice.shipping_choice import (
    country_of,
    own_words,
    proof_of,
    sent_or_today,
    source_of,
    window_of,
)
from parcelproof.steps.form import Context
from parcelproof.tracking.buyer_window import buyer_window
from parcelproof.tracking.depth import ANY, POSTS
from parcelproof.tracking.history import ENOUGH
from parcelproof.tracking.services import Service, compare_services


def compare(context: Context) -> tuple[Block, ...]:
    """Return the services of the playbook to the country of this parcel."""
    sent, where = sent_or_today(context), country_of(context)
    buyer = buyer_window(context.shipment.order, context.playbook, context.now.date())
    rule = context.playbook.rule(ENOUGH)
    enough = int(Decimal(rule.value)) if rule else 30
    rows = compare_services(
        where, context.playbook, sent,
        lambda carrier, service: window_of(carrier, "" if service == ANY else service, "", sent.date(), context),
        buyer_closes=buyer.closes.date() if buyer else None, history=context.history(), enough=enough,
    )  # fmt: skip
    columns = (
        Column(title=_("Service"), width=3), Column(title=_("Proof of delivery"), width=3),
        Column(title=_("Claim until"), width=2), Column(title=_("Usual time"), width=2),
        Column(title=_("Your own"), width=2),
    )  # fmt: skip
    unknown = _("Services; the country of the buyer is not on record")
    caption = _("Services to {country}", country=where) if where else unknown
    notes: list[Block] = [
        Paragraph(
            text=_("The safest first: proof of delivery, signature, time for a claim, days. Prices are not in it.")
        )
    ]
    if buyer:
        words = _(
            "{who} can dispute until {day}. A claim that closes earlier is marked.",
            who=buyer.who, day=f"{buyer.closes:%Y-%m-%d}",
        )  # fmt: skip
        notes.append(Paragraph(text=words, tone="note"))
    return (*notes, Table(caption=caption, columns=columns, rows=tuple(_row(s, enough) for s in rows)))


def _row(found: Service, enough: int) -> tuple[Cell, ...]:
    service = "" if found.service == ANY else found.service
    if found.carrier == POSTS:
        name = _("Any post: {service}", service=service).strip()
    else:
        name = f"{found.carrier} {service}".strip()
    return (Cell(text=name), _proof(found), _claim(found), _time(found), _own(found, enough))


def _proof(found: Service) -> Cell:
    if found.depth is None:
        return Cell(text=_("Not known"), tone="unknown")
    tone = "good" if found.depth.tracked == "end_to_end" else "bad"
    small = _("{proof}. {source}", proof=proof_of(found.depth), source=source_of(found.depth.rule))
    return Cell.model_validate({"text": TRACKED[found.depth.tracked], "small": small, "tone": tone})


def _claim(found: Service) -> Cell:
    small = _sources(found.claim.rules)
    if found.claim.closes is None:
        return Cell(text=_("Not known"), small=small, tone="unknown")
    tone = "warn" if found.outlasts is False else "plain"
    return Cell.model_validate({"text": found.claim.closes.isoformat(), "small": small, "tone": tone})


def _sources(rules: tuple[Rule, ...]) -> str:
    return sentences(*dict.fromkeys(source_of(rule) for rule in rules))


def _time(found: Service) -> Cell:
    if found.transit is None:
        return Cell(text=_("Not known"), tone="unknown")
    return Cell(text=str(found.transit), small=source_of(found.transit.rule))


def _own(found: Service, enough: int) -> Cell:
    if found.own.delivered < enough:
        return Cell(text=_("{ready} of {all}", ready=found.own.delivered, all=enough))
    return Cell(text=own_words(found.own, enough))
