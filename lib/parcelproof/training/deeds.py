"""Does in a shop what a person does in the views of an exercise: by the functions that a click calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from parcelproof.errors import InputError
from parcelproof.ids import is_product_chain
from parcelproof.ledger.records import Answer
from parcelproof.messages import _
from parcelproof.shop import Shop
from parcelproof.steps.describe import description_step
from parcelproof.steps.form import Values
from parcelproof.steps.forms import FORMS
from parcelproof.steps.inspect import unit_step
from parcelproof.steps.letters import LetterDesk
from parcelproof.steps.papers import paper_step, take_paper
from parcelproof.steps.photo_intake import take_photo
from parcelproof.steps.queue import Queue
from parcelproof.steps.step import Step
from parcelproof.training.exercise import Deeds
from parcelproof.training.scene import CAMERA


def step_of(shop: Shop, subject: str, measure: str) -> Step | None:
    """Return the form of a measure; None if it has none.

    Parameters
    ----------
    shop : Shop
    subject : str
        Chain of the parcel or product.
    measure : str
    """
    if is_product_chain(subject):
        makers = {"description": description_step, "inspection": unit_step, "authenticity": paper_step}
        maker: Any = makers.get(measure.rpartition(".")[2])
        return maker(shop, subject) if maker else None
    return Step(shop, subject, FORMS[measure]) if measure in FORMS else None


def do(deeds: Deeds, shop: Shop, subject: str, measure: str, folder: Path) -> None:
    """Do it all, in the order of a page.

    Parameters
    ----------
    folder : Path
        Of the exercise: its camera folder holds the photos.

    Raises
    ------
    InputError
        If something cannot be done like this at all; a form that refuses stays unconfirmed, and is no error.
    """
    if deeds.form:
        _fill(deeds, shop, subject, measure)
    for question, answer in deeds.answers.items():
        record = Answer.model_validate({"question": question, "answer": answer, "claimed_at": shop.now()})
        shop.record(subject, record, source=f"page:{measure}")
    for role in deeds.photos:
        data = (folder / CAMERA / f"{role}.jpg").read_bytes()
        take_photo(shop, subject, data, f"{role}.jpg", role)
    for letter in deeds.letters:
        desk = LetterDesk(shop, subject)
        text = letter.text or desk.fill(letter.letter, letter.language).text
        desk.sent(letter.letter, text, letter.language, letter.channel or desk.channel(letter.letter))
    for paper in deeds.papers:
        data = (folder / CAMERA / paper.file).read_bytes() if paper.file else b""
        take_paper(shop, subject, {**paper_step(shop, subject).values, **paper.values}, data, paper.file)
    for said in deeds.queue:
        Queue(shop).answer(
            subject, said.kind, said.note, carrier=said.carrier, reference=said.reference, channel=said.channel,
            text=said.text,
        )  # fmt: skip


def _fill(deeds: Deeds, shop: Shop, subject: str, measure: str) -> None:
    step = step_of(shop, subject, measure)
    if step is None:
        raise InputError(_("This measure has no form."), where=measure)
    step.edit(**laid(step.values, deeds.form))
    if measure == "product.inspection":
        step = unit_step(shop, subject)  # another test plan asks other questions
    if deeds.confirm and not step.blockers():
        step.confirm()


def laid(values: Values, typed: dict[str, Any]) -> Values:
    """Return values with others typed over them; ``lines.0.value`` goes into one cell of a row."""
    found: Values = dict(values)
    for name, value in typed.items():
        head, *way = name.split(".")
        if len(way) != 2 or not way[0].isdigit():
            found[name] = value
            continue
        before = found.get(head)
        rows = [dict(row) for row in before] if isinstance(before, list) else []
        rows += [{} for _ in range(int(way[0]) + 1 - len(rows))]
        rows[int(way[0])][way[1]] = value
        found[head] = rows
    return found
