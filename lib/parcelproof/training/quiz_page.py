"""What a learner reads in the quiz, as blocks: question, why an answer is right or not, the result."""

from __future__ import annotations

from parcelproof.messages import _, ngettext
from parcelproof.playbook import Playbook
from parcelproof.report.blocks import Badge, Block, Cell, Column, Paragraph, Table
from parcelproof.report.document import Section
from parcelproof.training.course.quiz import Option, Question
from parcelproof.training.quiz_round import QuizRound


def head_words(round_: QuizRound, place: int) -> str:
    """Return where the learner is and how it went so far."""
    done = round_.result
    where = _("Question {number} of {count}.", number=min(place + 1, done.asked), count=done.asked)
    return where + " " + _("Right so far: {right} of {answered}.", right=done.right, answered=done.answered)


def question_section(question: Question, playbook: Playbook) -> Section:
    """Return one question without its answers."""
    title = playbook.measure(question.measure).title
    return Section(id="question", title=question.ask, blocks=(Paragraph(text=_("About: {measure}", measure=title)),))


def told_blocks(question: Question, chosen: Option, playbook: Playbook, *, counts: bool) -> tuple[Block, ...]:
    """Return whether an answer is right and why, and by which rule.

    Parameters
    ----------
    counts : bool
        It is the first answer; a later one is practice.
    """
    said = _("Right: {why}", why=chosen.says) if chosen.right else _("Not right: {why}", why=chosen.says)
    blocks: list[Block] = [Paragraph(text=said, tone="good" if chosen.right else "bad")]
    if not chosen.right:
        blocks.append(Paragraph(text=_("Right is: {answer}", answer=question.right.text), tone="note"))
        blocks.append(Paragraph(text=question.right.says))
    if not counts:
        blocks.append(Paragraph(text=_("This was practice: your first answer counts.")))
    if rule := playbook.rule(question.rule) if question.rule else None:
        blocks.append(Paragraph(text=_("Source: {source}", source=rule.source)))
    return tuple(blocks)


def result_section(round_: QuizRound, playbook: Playbook) -> Section:
    """Return how the sheet went, and which measures to look at again."""
    done = round_.result
    if done.answered < done.asked:
        left = done.asked - done.answered
        said = ngettext("{count} question is left.", "{count} questions are left.", left)
        return Section(id="result", title="", blocks=(Paragraph(text=said, tone="note"),))
    said = _("{right} of {asked} right at the first answer.", right=done.right, asked=done.asked)
    good = done.right * 10 >= done.asked * 7
    blocks: list[Block] = [Paragraph(text=said, tone="good" if good else "warn")]
    wrong = [one for one in round_.questions if round_.first(one) is not one.right]
    if wrong:
        rows = tuple(
            (Cell(text=one.ask, small=playbook.measure(one.measure).title), Cell(text=one.right.text)) for one in wrong
        )
        columns = (Column(title=_("Look at this again"), width=4), Column(title=_("The right answer"), width=4))
        blocks.append(Table(caption="", columns=columns, rows=rows))
    badge = Badge(text=f"{done.right}/{done.asked}", tone="good" if good else "warn")
    return Section(id="result", title=_("Your result"), blocks=tuple(blocks), badge=badge)


def sheet_section(round_: QuizRound, playbook: Playbook) -> Section:
    """Return the whole sheet as a table: what was answered with why, what is open without its answers."""
    rows = []
    for number, one in enumerate(round_.questions, 1):
        first = round_.first(one)
        if first is None:
            state = Cell(text=" / ".join(option.text for option in round_.options(one)))
        else:
            state = Cell(text=first.text, small=first.says, tone="good" if first.right else "bad")
        rows.append((Cell(text=f"{number}. {one.ask}", small=playbook.measure(one.measure).title), state))
    columns = (Column(title=_("Quiz question"), width=4), Column(title=_("Answers"), width=5))
    caption = _("Sheet {number}", number=round_.number)
    return Section(id="sheet", title="", blocks=(Table(caption=caption, columns=columns, rows=tuple(rows)),))
