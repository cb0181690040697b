"""What a person decided: the answer to a flag of the review, and the meaning of a carrier's wording."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, StringConstraints

from parcelproof.ledger.records.base import PrivateText, Record, Short, short_digest


class ReviewAnswer(Record):
    """What a person did about one flag of one parcel; ``withdrawn`` brings the case back."""

    kind: ClassVar[str] = "review_answer"

    flag: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=60)]
    since: AwareDatetime | None = None
    """When the flag began: a new trouble of the same kind is a new case."""
    answer: Literal["explained", "inquiry_opened", "message_sent", "withdrawn"]
    note: PrivateText = ""

    @property
    def slot(self) -> str:
        """One slot per case."""
        return f"review_answer:{self.flag}:{self.since.isoformat() if self.since else ''}"


class TaughtWording(Record):
    """What a carrier's code or wording means in this shop (kept on the shop's own chain)."""

    kind: ClassVar[str] = "wording"

    carrier: Short = ""
    code: Short = ""
    text: Short = ""
    language: Annotated[str, StringConstraints(max_length=35)] = ""
    status: Annotated[str, StringConstraints(pattern=r"^[a-z_]*$", max_length=40)]
    """A canonical status; empty takes the teaching back."""
    reason: Annotated[str, StringConstraints(pattern=r"^[a-z_]*$", max_length=40)] = ""
    note: Short = ""

    @property
    def slot(self) -> str:
        """One slot per carrier, code and wording."""
        return f"wording:{short_digest(self.carrier.casefold(), self.code.casefold(), self.text.casefold())}"
