"""Measure 6: a message that states what the record does not hold is worse than no message."""

from __future__ import annotations

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.findings import Level, Outcome
from parcelproof.letters.promises import promises
from parcelproof.messages import _
from parcelproof.shipment import Shipment


@check("tracking.communication.promises", "on_record", "broken", "no_messages")
def promised(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that every message to the buyer states only what the record held when it was sent."""
    sent = [
        m
        for m in shipment.messages
        if m.direction == "to_buyer" and (m.claimed_at is None or m.claimed_at <= context.as_of)
    ]
    if not sent:
        return [Outcome(code="no_messages", level=Level.NOTE)]
    outcomes = []
    for message in sent:
        when = show(message.claimed_at) if message.claimed_at else _("an unknown time")
        for promise in promises(message.text, shipment, message.language, message.claimed_at):
            facts = {"said": quoted(promise.said), "sent_at": when, "missing": promise.missing}
            outcomes.append(Outcome(code="broken", level=Level.WARN, facts=facts))
    return outcomes or [Outcome(code="on_record", level=Level.PASS, facts={"messages": str(len(sent))})]
