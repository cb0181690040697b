"""What every record is made of: the base, short types, and the mark for personal data."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints


class PrivateField:
    """Marks a field as personal data (kept beside the chain, erasable)."""


PRIVATE = PrivateField()

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Short = Annotated[str, StringConstraints(max_length=500)]
PrivateText = Annotated[str, StringConstraints(max_length=100_000), PRIVATE]
HsCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")]


class Record(BaseModel):
    """Base of all records.

    Attributes
    ----------
    claimed_at : datetime, optional
        When the fact happened, as the source says it. The ledger adds when it was recorded.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str]
    claimed_at: AwareDatetime | None = None

    @property
    def slot(self) -> str:
        """What this record is about; a later record in the same slot corrects this one."""
        return self.kind


def short_digest(*parts: object) -> str:
    """Return 16 hexadecimal digits that tell records of one kind apart; never of personal data."""
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache
def private_fields(cls: type[BaseModel]) -> tuple[str, ...]:
    """Names of the fields of a record type that hold personal data."""
    return tuple(
        name for name, info in cls.model_fields.items() if any(isinstance(m, PrivateField) for m in info.metadata)
    )
