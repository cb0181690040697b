"""The questions of the eleven measures, each with the answer on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parcelproof.product.description import is_electronics
from parcelproof.shipment import Shipment

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook

CONDITIONS: dict[str, Callable[[Shipment], bool]] = {
    "always": lambda shipment: True,
    "sent": lambda shipment: shipment.handed_over_at is not None,
    "electronics": is_electronics,
    "gift": lambda shipment: bool(shipment.gifts),
}
"""Conditions that a question of the playbook may name under ``when``."""


def applies(condition: str, shipment: Shipment) -> bool:
    """Whether a question must be asked; a condition that is not known here never hides a question."""
    return CONDITIONS.get(condition, CONDITIONS["always"])(shipment)


@dataclass(frozen=True)
class ChecklistLine:
    """One question of a measure with its answer.

    Attributes
    ----------
    measure, question, text, why, proof : str
        As in the playbook.
    answer : {'yes', 'no', 'not_applicable', 'not answered', 'not needed'}
        ``not needed``: not answered, and its condition does not hold for this parcel.
    note : str
        What the seller wrote beside the answer.
    """

    measure: str
    question: str
    text: str
    why: str
    proof: str
    answer: str
    note: str = ""


def checklist(shipment: Shipment, playbook: Playbook) -> tuple[ChecklistLine, ...]:
    """Return every question of the playbook with the answer on record, in the order of the playbook."""
    lines = []
    for measure in playbook.measures.values():
        for question in measure.questions:
            given = shipment.answers.get(question.id)
            open_answer = "not answered" if applies(question.when, shipment) else "not needed"
            lines.append(
                ChecklistLine(
                    measure=measure.id,
                    question=question.id,
                    text=question.text,
                    why=question.why,
                    proof=question.proof,
                    answer=given.answer if given else open_answer,
                    note=given.note if given else "",
                )
            )
    return tuple(lines)
