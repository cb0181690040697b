"""What was said: consent, messages, inquiries, and the answers to checklist questions."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from parcelproof.ledger.records.base import PrivateText, Record, Short, Text, short_digest


class Consent(Record):
    """The buyer's agreement, before dispatch, in words on record."""

    kind: ClassVar[str] = "consent"

    about: Literal["declared_value", "true_value_and_duty", "substitution", "address_change", "other"]
    asked_by: Literal["buyer", "seller"]
    channel: Short
    agreed: bool
    text: PrivateText

    @property
    def slot(self) -> str:
        """One slot per subject."""
        return f"consent:{self.about}"


class Message(Record):
    """One message between seller and buyer, or seller and carrier."""

    kind: ClassVar[str] = "message"

    direction: Literal["from_buyer", "to_buyer", "from_carrier", "to_carrier"]
    channel: Short
    language: Annotated[str, StringConstraints(max_length=35)] = ""
    text: PrivateText
    topic: Literal["", "question", "delay", "dispatch_notice", "inquiry", "complaint", "answer", "offer", "other"] = ""
    part: Annotated[int, Field(ge=0)] = 0
    """Tells messages of the same instant, direction and channel apart, in the order of the source."""
    withdrawn: bool = False
    """It was entered by mistake and never sent: it stays in the history, and nothing reads it any more."""

    @property
    def slot(self) -> str:
        """One slot per instant, direction, channel and part: the same message twice is one message.

        The text takes no part in it: a hash of a short text can be guessed, and so would be personal data.
        """
        instant = self.claimed_at.isoformat() if self.claimed_at else ""
        return f"message:{instant}:{self.direction}:{self.channel}:{self.part}"


class Inquiry(Record):
    """An inquiry to the carrier, and what the carrier answered."""

    kind: ClassVar[str] = "inquiry"

    carrier: Short
    reference: Short = ""
    cause: Text = ""
    answered_at: AwareDatetime | None = None
    withdrawn: bool = False
    """It was entered by mistake and never opened."""

    @property
    def slot(self) -> str:
        """One slot per inquiry."""
        return f"inquiry:{short_digest(self.carrier, self.reference, self.claimed_at)}"


class Answer(Record):
    """The answer to one question of a measure's checklist."""

    kind: ClassVar[str] = "answer"

    question: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*$", max_length=100)]
    answer: Literal["yes", "no", "not_applicable"]
    note: Text = ""

    @property
    def slot(self) -> str:
        """One slot per question."""
        return f"answer:{self.question}"
