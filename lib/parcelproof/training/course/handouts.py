"""Printed handouts: a measure, a case, a quiz, a plan; each with a sheet for learners and one for the trainer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parcelproof.clock import show
from parcelproof.playbook import Playbook
from parcelproof.playbook.model import Measure
from parcelproof.start_page import page_in
from parcelproof.training.case import Case
from parcelproof.training.course.lesson import Block as LessonBlock
from parcelproof.training.course.lesson import Lesson
from parcelproof.training.course.quiz import Question
from parcelproof.training.course.sheet import Block, Sheet, choice, facts, heading, lines, listed, part, text
from parcelproof.training.course.words import Words
from parcelproof.training.world import load_world


@dataclass(frozen=True)
class Handout:
    """A sheet for learners, and the answers for the trainer; a plan has only the trainer's."""

    learner: Sheet | None
    trainer: Sheet


def _pair(words: Words, title: str, lede: str, learner: Sequence[Block], trainer: Sequence[Block]) -> Handout:
    return Handout(
        Sheet(title, words("handout"), tuple(learner), lede, (words("name"), words("date")), words.language),
        Sheet(title, words("answers"), tuple(trainer), lede, (), words.language),
    )


def measure_handout(measure: Measure, playbook: Playbook, words: Words) -> Handout:
    """Return the checklist of a measure, and what stands behind each question."""
    learner = [
        heading(words("tick")), listed([question.text for question in measure.questions], box=True),
        heading(words("missing")), lines(4), heading(words("mine")), lines(6),
    ]  # fmt: skip
    trainer: list[Block] = []
    for question in measure.questions:
        item = playbook.items.get(question.proof)
        rows = [(words("why"), question.why), *([(words("wanted"), item.wants)] if item else [])]
        trainer += [part(question.text), facts(rows)]
    return _pair(words, f"{measure.number}. {measure.title}", measure.promise, learner, trainer)


def case_handout(case: Case, playbook: Playbook, words: Words) -> Handout:
    """Return a case with room to write, and what each decision leads to."""
    learner, trainer = _case_start(case, playbook, words), _truth(case, playbook, words)
    for number, step in enumerate(case.steps, start=1):
        options = [option.text for option in step.options]
        learner += [choice(f"{number}.", step.situation, options), lines(2)]
        trainer.append(choice(f"{number}.", step.situation, options, notes=[option.teaches for option in step.options]))
    learner += [heading(words("send")), lines(5), heading(words("write")), lines(4)]
    return _pair(words, case.title, "", learner, trainer)


def _case_start(case: Case, playbook: Playbook, words: Words) -> list[Block]:
    claim = case.claim
    goods = load_world().goods[case.parcel.good].title
    rows = [
        (words("goods"), f"{case.parcel.quantity} × {goods}"), (words("reason"), playbook.reasons[claim.reason].title),
        (words("platform"), claim.door.capitalize().replace("Ebay", "eBay").replace("Paypal", "PayPal")),
        (words("says"), claim.says), (words("wants"), claim.wants),
        (words("amount"), f"{claim.amount} {claim.currency}"), (words("answer_by"), show(claim.answer_by)),
    ]  # fmt: skip
    return [heading(words("story")), text(case.story), heading(words("claim")), facts(rows), heading(words("decide"))]


def _truth(case: Case, playbook: Playbook, words: Words) -> list[Block]:
    truth = case.truth
    wrong = [playbook.checks[said.check].messages[said.code].title for said in truth.wrong]
    lacking = [playbook.items[item].title for item in truth.missing]
    reasons = [playbook.reasons[reason].title for reason in truth.defendable]
    blocks = [heading(words("hinges")), text(truth.hinges_on)]
    for name, items in (("wrong", wrong), ("lacking", lacking), ("defendable", reasons)):
        blocks += [part(words(name)), listed(items or [words("nothing")])]
    return [*blocks, heading(words("decide"))]


def quiz_handout(questions: Sequence[Question], seed: int, words: Words) -> Handout:
    """Return a quiz, and its answers with what each option teaches."""
    learner: list[Block] = [text(words("points", count=len(questions)))]
    trainer: list[Block] = []
    for number, question in enumerate(questions, start=1):
        options = question.shuffled(seed)
        said = [option.text for option in options]
        learner.append(choice(f"{number}.", question.ask, said))
        right = options.index(question.right)
        trainer.append(choice(f"{number}.", question.ask, said, right=right, notes=[one.says for one in options]))
    title = f"{words('quiz')}: {words('sheet', seed=seed)}"
    return _pair(words, title, words("quiz_how"), learner, trainer)


def plan_handout(lesson: Lesson, words: Words) -> Handout:
    """Return a lesson plan with the instructor notes, for the trainer alone."""
    blocks = [
        facts([
            (words("goal"), lesson.goal), (words("room"), lesson.room),
            (words("length"), words("minutes", count=lesson.minutes)),
        ]),
        heading(words("materials")), listed(lesson.materials, box=True),
        heading(words("before")), listed(lesson.before, box=True), listed(lesson.prepare, mono=True),
    ]  # fmt: skip
    day, clock = 0, 0
    for block in lesson.blocks:
        if block.day != day:
            day, clock = block.day, 0
            blocks += [heading(words("day", number=day))] if lesson.days > 1 else []
        blocks += _plan_block(block, clock, words)
        clock += block.minutes
    return Handout(None, Sheet(lesson.title, words("notes"), tuple(blocks), "", (), words.language))


def _plan_block(block: LessonBlock, clock: int, words: Words) -> list[Block]:
    end = clock + block.minutes
    times = f"{clock // 60}:{clock % 60:02}-{end // 60}:{end % 60:02} · {words('minutes', count=block.minutes)}"
    blocks = [heading(block.title, times)]
    for name in ("objectives", "questions", "trainer", "learners", "key_points"):
        items: tuple[str, ...] = getattr(block, name)
        if items:
            blocks += [part(words(name)), listed(items)]
    files = (*(page_in(page, words.language) for page in block.pages), *block.files)
    named = {"commands": block.commands, "pages": files, "cases": block.cases}
    for name, items in named.items():
        blocks += [part(words(name)), listed(items, mono=True)] if items else []
    if block.paper:
        blocks += [part(words("paper")), text(block.paper)]
    if block.goes_wrong:
        blocks += [part(words("trouble")), facts([(one.trouble, one.help) for one in block.goes_wrong])]
    return blocks
