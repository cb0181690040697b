"""What a learner has done so far, as blocks: exercises, cases, quiz."""

from __future__ import annotations

from collections.abc import Mapping

from parcelproof.clock import show
from parcelproof.errors import PlaybookError
from parcelproof.language import current_language
from parcelproof.messages import N_, Wording, _
from parcelproof.playbook import Playbook
from parcelproof.report.blocks import Block, Cell, Column, Fact, KeyValues, Paragraph, Table, Tone
from parcelproof.report.document import Section
from parcelproof.training.casebook import Entry
from parcelproof.training.course.quiz import first_answers, load_quiz
from parcelproof.training.exercises import load_exercises
from parcelproof.training.learner import Learner
from parcelproof.training.play_words import END_TONE, ENDS, title_of
from parcelproof.training.progress import Outcome, Progress

OUTCOMES: Mapping[Outcome, str] = Wording(
    {
        "right": N_("Right"), "not_yet": N_("Not yet right"), "not_attempted": N_("Not tried yet"),
        "cannot_tell": N_("Could not be checked"),
    }
)  # fmt: skip
OUTCOME_TONE: Mapping[Outcome, Tone] = {"right": "good", "not_yet": "warn", "cannot_tell": "unknown"}


def name_words(learner: Learner) -> str:
    """Return under which name the learner goes."""
    if not learner.named:
        return _("You have not written your name yet.")
    return _("You learn as {name}.", name=learner.progress.name)


def done_section(learner: Learner, entries: tuple[Entry, ...], playbook: Playbook) -> Section:
    """Return everything that was done."""
    progress = learner.progress
    headings = _headings()
    right = sum(one.outcome == "right" for one in progress.exercises if one.id in headings or not headings)
    ended = sum(one.best is not None for one in entries)
    good = sum(one.best in ("won", "settled") for one in entries)
    bank = load_quiz(language=current_language().code)
    answers = first_answers(progress, bank)
    quiz = sum(answers.values())
    count = len(headings) or len(progress.exercises)
    facts = (
        Fact(label=_("Exercises"), value=_("{right} of {count} right", right=right, count=count)),
        Fact(label=_("Cases"), value=_("{ended} played to the end, {good} won or settled", ended=ended, good=good)),
        Fact(
            label=_("Quiz"),
            value=_("{right} of {answered} right at the first answer", right=quiz, answered=len(answers)),
            note=_("The bank holds {count} questions.", count=len(bank)),
        ),
    )  # fmt: skip
    blocks: list[Block] = [KeyValues(rows=facts)]
    if progress.exercises:
        blocks.append(_exercises(progress, headings, playbook))
    played = [one for one in entries if one.best or one.standing == "going_on"]
    if played:
        blocks.append(_cases(played))
    return Section(id="done", title="", blocks=tuple(blocks))


def _headings() -> Mapping[str, str]:
    """Return the headings of all exercises by id; a mistake in one of them does not stop who hands in the progress."""
    try:
        exercises = load_exercises(language=current_language().code)
    except PlaybookError:
        exercises = {}
    return {name: one.heading for name, one in exercises.items()}


def _exercises(progress: Progress, headings: Mapping[str, str], playbook: Playbook) -> Table:
    rows = tuple(
        (
            Cell(text=headings.get(one.id, one.id), small=_measure(one.measure, playbook)),
            Cell(text=OUTCOMES[one.outcome], tone=OUTCOME_TONE.get(one.outcome, "plain")),
            Cell(text=str(one.attempts)),
            Cell(text=str(one.hints)),
        )
        for one in progress.exercises
    )
    columns = (
        Column(title=_("Exercise"), width=5), Column(title=_("How it stands"), width=3),
        Column(title=_("Tries"), width=1), Column(title=_("Hints"), width=1),
    )  # fmt: skip
    return Table(caption=_("Exercises"), columns=columns, rows=rows)


def _measure(name: str, playbook: Playbook) -> str:
    return playbook.measures[name].title if name in playbook.measures else name


def _cases(entries: list[Entry]) -> Table:
    rows = tuple(
        (
            Cell(text=title_of(one.case)),
            Cell(text=ENDS[one.best] if one.best else "", tone=END_TONE[one.best] if one.best else "plain"),
            Cell(text=_("Goes on") if one.standing == "going_on" else ""),
        )
        for one in entries
    )
    columns = (Column(title=_("Case"), width=5), Column(title=_("Best end"), width=3), Column(title=_("Now"), width=2))
    return Table(caption=_("Cases"), columns=columns, rows=rows)


def open_section(learner: Learner) -> Section:
    """Return what is still open for the trainer: the name, and the file."""
    blocks: list[Block] = []
    if not learner.named:
        blocks.append(
            Paragraph(text=_("Write your name: it stands on the scoreboard and on the certificate."), tone="warn")
        )
    blocks.append(Paragraph(text=_("Give the exported file to your trainer at the end of the course."), tone="note"))
    last = max(
        (one.changed_at for group in (learner.progress.exercises, learner.progress.cases) for one in group),
        default=None,
    )
    if last:
        blocks.append(Paragraph(text=_("Last change: {time}", time=show(last.astimezone()))))
    return Section(id="open", title="", blocks=tuple(blocks))
