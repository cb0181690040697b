"""Messages word for word."""

from __future__ import annotations

from parcelproof.messages import _
from parcelproof.report.blocks import Letter, Messages, Paragraph
from parcelproof.report.document import Audience, Section
from parcelproof.report.words import SENDER, channel, when
from parcelproof.shipment import Shipment


def messages_section(shipment: Shipment, *, internal: bool) -> Section | None:
    """Return all messages, oldest first, with buyer and with carrier."""
    letters = tuple(
        Letter(
            sender=SENDER[m.direction],
            when=when(m.claimed_at, _("No time on record") if internal else ""),
            channel=channel(m.channel),
            text=m.text,
            outgoing=m.direction.startswith("to_"),
        )
        for m in shipment.messages
        if m.text or internal
    )
    if not letters and not internal:
        return None
    audience: Audience = "internal" if internal else "packet"
    return Section(
        id="messages" if internal else "packet-messages",
        title=_("Messages"),
        blocks=(Messages(items=letters) if letters else Paragraph(text=_("No message is on record."), tone="unknown"),),
        audience=audience,
    )
