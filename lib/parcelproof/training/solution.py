"""The solution of an exercise as a person reads it: what to enter where, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parcelproof.letters import load_letters
from parcelproof.messages import _
from parcelproof.report.words import ROLE
from parcelproof.shop import Shop
from parcelproof.steps.field import Field
from parcelproof.steps.forms.paper import PARTS
from parcelproof.steps.letters import split
from parcelproof.steps.queue_answer_words import ANSWERS
from parcelproof.steps.step import Step
from parcelproof.training.deeds import laid, step_of
from parcelproof.training.exercise import Exercise, Letter, QueueAnswer

Line = tuple[str, str]


def solution_lines(exercise: Exercise, shop: Shop, subject: str) -> Iterator[Line]:
    """Yield where something is entered, and what.

    Parameters
    ----------
    exercise : Exercise
    shop : Shop
        Of the exercise.
    subject : str
        Chain of the parcel or product.
    """
    do = exercise.solution.do
    step = step_of(shop, subject, exercise.measure) if do.form else None
    if step is not None:
        yield from _form_lines(step, do.form)
    questions = {one.id: one.text for measure in shop.playbook.measures.values() for one in measure.questions}
    words = {"yes": _("Yes"), "no": _("No"), "not_applicable": _("Does not apply")}
    yield from ((questions[name], words.get(answer, str(answer))) for name, answer in do.answers.items())
    for letter in do.letters:
        yield _("Letter"), _letter(letter)
    for paper in do.papers:
        parts = (part.said() for part in PARTS if part.name in paper.values)
        yield from ((part.label, _shown(part, str(paper.values[part.name]))) for part in parts)
    for said in do.queue:
        yield _("Answer"), _answer(said)
    if do.photos:
        yield _("Photos"), " · ".join(ROLE[role] for role in do.photos)


def _letter(letter: Letter) -> str:
    reader, name = split(letter.letter)
    book = load_letters()
    parts = (book.situation(reader, name).title, book.languages(reader).get(letter.language, ""), letter.channel)
    return " · ".join(part for part in (*parts, letter.text) if part)


def _answer(said: QueueAnswer) -> str:
    parts = (ANSWERS[said.kind], said.note, said.carrier, said.reference, said.channel, said.text)
    return " · ".join(part for part in parts if part)


def _form_lines(step: Step, typed: Mapping[str, Any]) -> Iterator[Line]:
    """Yield label and value of every field that the solution fills, as the form shows them."""
    values = laid(step.values, dict(typed))
    heads = {name.partition(".")[0] for name in typed}
    for raw in step.form.parts:
        part = raw.said()
        if part.name not in heads:
            continue
        if isinstance(part, Field):
            yield part.label, _shown(part, str(values.get(part.name, "")))
            continue
        rows = values.get(part.name)
        for number, row in enumerate(rows if isinstance(rows, list) else []):
            for field in part.fields:
                if row.get(field.name):
                    where = _("{row}: {field}", row=part.called(number), field=field.label)
                    yield where, _shown(field, row[field.name])


def _shown(part: Field, value: str) -> str:
    if part.kind == "yesno":
        return {"yes": _("Yes"), "no": _("No")}.get(value, value)
    return next((label for label, name in part.choices if name == value), value)
