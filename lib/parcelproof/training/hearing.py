"""The claim before the desk: what is on record, what the door takes, what the desk said, and the best answer."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from parcelproof.language import current_language
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.evidence_types import Limit
from parcelproof.presence import evidence_on_record
from parcelproof.readiness import ReasonReadiness, assess
from parcelproof.shipment import Shipment
from parcelproof.training.answer import TYPED, DoorLimits, limits_of
from parcelproof.training.build import build_shop
from parcelproof.training.case import Claim
from parcelproof.training.desk import Decision, decide, ideal_answer
from parcelproof.training.play import Play

SIZES = ("max_bytes_file", "max_bytes_total", "max_pages_total", "formats")
"""What a door may say about files, besides how many."""


@dataclass(frozen=True)
class Thing:
    """One evidence item, and whether this shop has it.

    Attributes
    ----------
    id, title, wants : str
    file : bool
        It is sent as a file; all others are typed into fields.
    since : datetime or None
        Since when it is on record.
    """

    id: str
    title: str
    wants: str
    file: bool
    since: datetime | None


@dataclass(frozen=True)
class Hearing:
    """One claim with the record that the decisions left.

    Attributes
    ----------
    play : Play
    shipment : Shipment
        Out of a real shop, built by the same imports and ledger as a seller's.
    playbook : Playbook
    """

    play: Play
    shipment: Shipment
    playbook: Playbook

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.play.case.claim

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """Every evidence item on record at the present time of the story, in the order of the playbook."""
        return tuple(one for one in self._all if one.since is not None)

    @cached_property
    def absent(self) -> tuple[Thing, ...]:
        """Every evidence item that is not on record."""
        return tuple(one for one in self._all if one.since is None)

    @cached_property
    def _all(self) -> tuple[Thing, ...]:
        at = self.play.now
        found = evidence_on_record(self.shipment, self.playbook, at)
        return tuple(
            Thing(item.id, item.title, item.wants, item.id not in TYPED, (there.since or at) if there.present else None)
            for name, there in found.items()
            for item in (self.playbook.item(name),)
        )

    @cached_property
    def ready(self) -> ReasonReadiness:
        """How well this claim could be answered at the present time of the story."""
        judged = assess(self.shipment, self.playbook, self.play.now)
        return next(one for one in judged if one.reason == self.claim.reason)

    @property
    def limits(self) -> DoorLimits:
        """How many files the door takes, and how long a text."""
        return limits_of(self.claim.door, self.playbook)

    @property
    def sizes(self) -> tuple[Limit, ...]:
        """What the door says about the size of files, as far as the playbook knows."""
        rows = [row for row in self.playbook.evidence.limits if row.platform == self.claim.door]
        return tuple(row for kind in SIZES for row in rows if row.kind == kind)[:4]

    def files(self, items: Collection[str]) -> int:
        """Return how many of these items are files."""
        return sum(item not in TYPED for item in items)

    def decision(self) -> Decision:
        """Return what the desk says to the answer."""
        return decide(
            self.claim, self.shipment, self.play.for_the_desk(), self.playbook, language=current_language().code
        )

    def best(self) -> tuple[tuple[str, ...], Decision]:
        """Return which items the best honest answer shows, and what the desk says to it."""
        answer = ideal_answer(self.claim, self.shipment, self.playbook)
        answer = answer.model_copy(update={"answered_at": min(self.play.now, self.claim.answer_by)})
        said = decide(self.claim, self.shipment, answer, self.playbook, language=current_language().code)
        return answer.items, said


def hear(play: Play) -> Hearing:
    """Build the shop that the decisions of a play lead to, and bring its parcel before the desk."""
    with tempfile.TemporaryDirectory(prefix="parcelproof-case-", ignore_cleanup_errors=True) as folder:
        shop, chain = build_shop(play.run.dossier(), Path(folder), drawn=False)
        shipment = shop.shipment(chain)
    return Hearing(play, shipment, load_playbook(language=current_language().code))
