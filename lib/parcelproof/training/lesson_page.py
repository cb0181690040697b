"""What a lesson shows: story, task, how a check went, hints, solution, and how far the learner is."""

from __future__ import annotations

from collections.abc import Mapping

from parcelproof.clock import show
from parcelproof.messages import N_, Wording, _, ngettext
from parcelproof.playbook import Playbook
from parcelproof.report.blocks import Block, Cell, Column, Fact, Heading, KeyValues, Paragraph, Table, Tone
from parcelproof.report.document import Section
from parcelproof.training.attempt import Attempt
from parcelproof.training.exercise import Exercise
from parcelproof.training.lesson import Lesson
from parcelproof.training.progress import Outcome

OUTCOME: Mapping[str, str] = Wording(
    {
        "right": N_("Right"),
        "not_yet": N_("Not yet"),
        "not_attempted": N_("Not begun"),
        "cannot_tell": N_("Cannot be told now"),
    }
)
TONE: Mapping[str, Tone] = {"right": "good", "not_yet": "warn", "not_attempted": "plain", "cannot_tell": "unknown"}
Solution = tuple[tuple[str, str], ...]


def outcome_of(lesson: Lesson, exercise: Exercise) -> Outcome:
    """Return how the exercise stands in the learner's progress."""
    noted = lesson.noted(exercise)
    return noted.outcome if noted else "not_attempted"


def title_of(lesson: Lesson, exercise: Exercise) -> str:
    """Return number and heading of an exercise, with how it stands."""
    number = lesson.exercises.index(exercise) + 1
    state = OUTCOME[outcome_of(lesson, exercise)]
    return _("{number}. {heading}: {state}", number=number, heading=exercise.heading, state=state)


def paragraphs(text: str, tone: Tone = "plain") -> tuple[Paragraph, ...]:
    """Return a text of an exercise; each line is a paragraph."""
    return tuple(Paragraph(text=line, tone=tone) for line in text.splitlines() if line.strip())


def story_section(lesson: Lesson) -> Section:
    """Return the story, and the parcel it is about."""
    shop = lesson.shop
    shipment = shop.shipment(shop.shipment_ids()[-1], compare_photos=False)
    order = shipment.order
    goods = "; ".join(f"{item.quantity} × {item.title}" for item in shipment.items)
    facts = (
        Fact(label=_("Now it is"), value=show(shop.now())),
        Fact(label=_("Order"), value=order.order_id if order else _("Not on record")),
        Fact(label=_("Goods"), value=goods or _("Not on record")),
        Fact(label=_("To"), value=(order.destination if order else "") or _("Not on record")),
    )
    blocks = (*paragraphs(lesson.story), KeyValues(rows=facts))
    return Section(id="story", title=lesson.exercise.heading, blocks=blocks)


def task_section(lesson: Lesson) -> Section:
    """Return what the learner is to do."""
    return Section(id="task", title="", blocks=paragraphs(lesson.exercise.task, "note"))


def told_blocks(told: Attempt) -> tuple[Block, ...]:
    """Return how a check went."""
    return (*paragraphs(told.says, TONE[told.outcome]), *(Paragraph(text=line) for line in told.more))


def check_section(lesson: Lesson) -> Section:
    """Return how the exercise stands, and the hints that are open; never the solution."""
    noted = lesson.noted()
    outcome = outcome_of(lesson, lesson.exercise)
    words = {
        "right": _("You solved this exercise."),
        "not_yet": _("Not solved yet. Change what you entered, then check again."),
        "not_attempted": _("Do the task above, then check your answer. You can check as often as you like."),
        "cannot_tell": _("The last check did not work. Check again."),
    }[outcome]
    blocks: list[Block] = [Paragraph(text=words, tone=TONE[outcome])]
    if noted and noted.attempts:
        blocks.append(Paragraph(text=ngettext("Checked {count} time.", "Checked {count} times.", noted.attempts)))
    return Section(id="check", title="", blocks=(*blocks, *hint_blocks(lesson)))


def hint_blocks(lesson: Lesson) -> tuple[Block, ...]:
    """Return the hints that are open."""
    if not lesson.hints:
        return ()
    lines = (_("{number}. {hint}", number=number, hint=hint) for number, hint in enumerate(lesson.hints, 1))
    return (Heading(text=_("Hints")), *(Paragraph(text=line) for line in lines))


def solution_blocks(lesson: Lesson, parts: Solution) -> tuple[Block, ...]:
    """Return the solution; only for a person who asked for it."""
    facts = tuple(Fact(label=label, value=value) for label, value in parts)
    return (Heading(text=_("One right answer")), KeyValues(rows=facts), *paragraphs(lesson.exercise.solution.why))


def index_section(lesson: Lesson) -> Section:
    """Return all exercises of the measure, and how each stands."""
    rows = tuple(
        (
            Cell(text=str(number)),
            Cell(text=exercise.heading),
            Cell(
                text=OUTCOME[outcome_of(lesson, exercise)], tone=TONE[outcome_of(lesson, exercise)], badge=True,
            ),
        )
        for number, exercise in enumerate(lesson.exercises, 1)
    )  # fmt: skip
    columns = (Column(title="", align="end"), Column(title=_("Exercise"), width=6), Column(title=_("State"), width=2))
    return Section(
        id="exercises", title="", blocks=(Table(caption=_("Exercises of this page"), columns=columns, rows=rows),)
    )


def progress_section(lesson: Lesson, playbook: Playbook) -> Section:
    """Return what is still open in this lesson, and where the progress is kept."""
    measure = playbook.measure(lesson.exercise.measure)
    right = sum(outcome_of(lesson, one) == "right" for one in lesson.exercises)
    words = _("{title}: {right} of {count} exercises are right.", title=measure.title, right=right,
              count=len(lesson.exercises))  # fmt: skip
    done = right == len(lesson.exercises)
    kept = _("Kept in {file}. After a restart you go on here.", file=lesson.learner.file.name)
    blocks = (Paragraph(text=words, tone="good" if done else "note"), Paragraph(text=kept))
    return Section(id="progress", title="", blocks=(*blocks, *index_section(lesson).blocks))
