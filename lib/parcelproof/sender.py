"""The seller as sender on customs forms."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Line = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]


class Sender(BaseModel):
    """Name, address and numbers of the seller; all may be empty, and a form then marks the gap.

    The country is that of the shop.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line = ""
    company: Line = ""
    line1: Line = ""
    line2: Line = ""
    city: Line = ""
    state: Line = ""
    postal_code: Line = ""
    phone: Line = ""
    email: Line = ""
    vat: Line = ""
    eori: Line = ""
    ioss: Line = ""
