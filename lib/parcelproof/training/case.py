"""What a training case is: a parcel, what was done wrong with it, a claim, decisions, and the truth about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from parcelproof.training.catalogue import fault
from parcelproof.training.dossier import Dossier
from parcelproof.training.parcel import Parcel
from parcelproof.training.world import World, load_world

Door = Literal["ebay", "paypal", "stripe", "shopify", "amazon", "etsy", "square"]
"""Where the claim comes in and is answered: its limits and deadlines are rows of ``evidence/limits.csv``."""

END = "end"
"""The name of no step: here the decisions end and the claim is answered."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Claim(_Part):
    """What the buyer claims, and until when the seller may answer.

    Attributes
    ----------
    reason : str
        Id of the dispute reason.
    door : str
        Platform or payment service that decides.
    says, wants : str
        The buyer's words, and what the buyer asks for.
    amount : Decimal
    currency : str
    opened, answer_by : datetime
    """

    reason: str
    door: Door
    says: str
    wants: str
    amount: Decimal = Field(gt=0)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    opened: AwareDatetime
    answer_by: AwareDatetime


class Said(_Part):
    """One finding of the checks that belongs to the truth."""

    check: str
    code: str


class Truth(_Part):
    """What is true about a case, by which exercises and desk are judged.

    Attributes
    ----------
    wrong : tuple of Said
        What was done wrong, as the checks find it.
    missing : tuple of str
        Evidence items that a careful seller would have and this one lacks.
    defendable : tuple of str
        Dispute reasons that could be answered with what is on record.
    hinges_on : str
        The one thing on which the outcome hangs, in a sentence.
    """

    wrong: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()
    defendable: tuple[str, ...] = ()
    hinges_on: str


class Option(_Part):
    """One thing that a learner can do at a step.

    Attributes
    ----------
    id, text : str
    teaches : str
        What the learner is told after choosing it.
    plants, mends : tuple of str
        Faults that the record gets, or loses, by this choice.
    adds : tuple of dict
        Lines that it puts on record, as in a records file; the parcel is filled in.
    cost : Decimal
        Money that it costs, in the currency of the claim; `minutes` of work.
    days : int
        Days that pass meanwhile: who waits has less time to answer.
    next : str
        Id of the next step, or ``end``.
    settles : {'', 'refund', 'replace'}
        It gives the buyer what is due, so that no desk has to decide.
    """

    id: str
    text: str
    teaches: str
    plants: tuple[str, ...] = ()
    mends: tuple[str, ...] = ()
    adds: tuple[dict[str, Any], ...] = ()
    cost: Decimal = Field(Decimal(0), ge=0)
    minutes: int = Field(0, ge=0)
    days: int = Field(0, ge=0, le=60)
    next: str = END
    settles: Literal["", "refund", "replace"] = ""


class Step(_Part):
    """A moment at which the learner decides."""

    id: str
    situation: str
    options: tuple[Option, ...] = Field(min_length=2)


class Case(_Part):
    """One training case. Everything that a person reads stands in text fields, so that a twin can translate it by id.

    Attributes
    ----------
    id, title, story : str
    level : int
        1 easy, 2 middle, 3 hard.
    measures : tuple of str
        Measures that it teaches.
    parcel : Parcel
    faults : tuple of str
        What was done wrong before the learner comes in.
    record : tuple of dict
        Further lines on record.
    city : str
        Where the carrier delivered, if it is not the buyer's city.
    claim : Claim
    steps : tuple of Step
        The first one begins; without any, the claim is answered at once.
    truth : Truth
        About the record as the case begins.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    level: Literal[1, 2, 3]
    measures: tuple[str, ...] = Field(min_length=1)
    story: str
    parcel: Parcel
    faults: tuple[str, ...] = ()
    record: tuple[dict[str, Any], ...] = ()
    city: str = ""
    claim: Claim
    steps: tuple[Step, ...] = ()
    truth: Truth

    @property
    def steps_by_id(self) -> Mapping[str, Step]:
        """All steps by id."""
        return {step.id: step for step in self.steps}


def dossier_of(
    case: Case,
    *,
    faults: tuple[str, ...] | None = None,
    adds: tuple[Mapping[str, Any], ...] = (),
    world: World | None = None,
) -> Dossier:
    """Put a case on record, ready to be built into a shop.

    Parameters
    ----------
    case : Case
    faults : tuple of str, optional
        In place of those of the case: what decisions made of them.
    adds : tuple of mapping
        Lines that decisions put on record.
    world : World, optional
    """
    dossier = Dossier.sound(case.parcel, world or load_world())
    for name in case.faults if faults is None else faults:
        fault(name).plant(dossier)
    if case.city:
        scans = dossier.story.scans
        country = case.parcel.buyer and dossier.story.buyer.country
        ends = ("out", "delivered", "signed")
        dossier.retell(
            scans=tuple(
                type(scan)(scan.at, scan.word, case.city, country) if scan.word in ends else scan for scan in scans
            )
        )
    for entry in (*case.record, *adds):
        line = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in entry.items()}
        dossier.entries.append({"shipment": dossier.reference, **line})
    dossier.seen_at = max(dossier.seen_at, case.claim.opened)
    return dossier
