"""What a learner reads while a case is played, as blocks: list, story, claim, what was done, what to decide now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from parcelproof.clock import show
from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.report.blocks import Badge, Block, Cell, Column, Fact, KeyValues, Paragraph, Table
from parcelproof.report.document import Section
from parcelproof.training.case import Case
from parcelproof.training.casebook import Entry
from parcelproof.training.play import Play
from parcelproof.training.play_words import (
    DOORS,
    END_TONE,
    ENDS,
    LEVELS,
    cost_words,
    left_words,
    money,
    standing_words,
    title_of,
)


def about(case: Case, playbook: Playbook) -> str:
    """Return level and measures of a case, in a line."""
    return " · ".join([LEVELS[case.level], *(playbook.measure(name).title for name in case.measures)])


def list_section(entries: Iterable[Entry], playbook: Playbook) -> Section:
    """Return all cases as a table."""
    rows = tuple(
        (
            Cell(text=title_of(one.case), small=about(one.case, playbook)),
            Cell(text=standing_words(one), tone=END_TONE[one.best] if one.best else "plain"),
        )
        for one in entries
    )
    columns = (Column(title=_("Case"), width=5), Column(title=_("How it stands"), width=2, tight=True))
    return Section(id="cases", title="", blocks=(Table(caption=_("All cases"), columns=columns, rows=rows),))


def story_section(play: Play, playbook: Playbook) -> Section:
    """Return the story of a case and the claim of the buyer."""
    case = play.case
    blocks: list[Block] = [Paragraph(text=about(case, playbook)), Paragraph(text=case.story)]
    if play.forgotten:
        blocks.insert(0, Paragraph(text=_("This case was changed since you played it. It begins anew."), tone="note"))
    badge = Badge(text=ENDS[play.best], tone=END_TONE[play.best]) if play.best else None
    return Section(id="story", title=title_of(case), blocks=(*blocks, claim_facts(play, playbook)), badge=badge)


def claim_facts(play: Play, playbook: Playbook) -> KeyValues:
    """Return the claim, and how much time is left in the story."""
    claim = play.case.claim
    left, tone = left_words(play.left)
    rows = [
        Fact(label=_("Claim"), value=playbook.reasons[claim.reason].title),
        Fact(label=_("The buyer says"), value=claim.says),
        Fact(label=_("The buyer wants"), value=claim.wants, note=money(claim.amount, play.case)),
        Fact(label=_("Decided by"), value=DOORS[claim.door]),
        Fact(label=_("Answer until"), value=show(claim.answer_by)),
    ]
    if not play.ended:
        rows.append(Fact(label=_("Now, in the story"), value=show(play.now)))
        rows.append(Fact(label=_("Time left"), value=left, tone=tone))
    return KeyValues(rows=tuple(rows))


def done_section(play: Play) -> Section | None:
    """Return what the learner did so far and what each choice taught; None before the first."""
    taken = play.taken
    if not taken:
        return None
    rows = tuple(
        (
            Cell(text=one.option.text, small=one.step.situation),
            Cell(
                text=one.option.teaches,
                small=cost_words(
                    one.option.cost, timedelta(days=one.option.days, minutes=one.option.minutes), play.case
                ),
            ),
        )
        for one in taken
    )
    columns = (Column(title=_("What you did"), width=3), Column(title=_("What it teaches"), width=4))
    blocks: list[Block] = [Table(caption=_("Your decisions"), columns=columns, rows=rows)]
    spent = cost_words(play.run.cost, timedelta(days=play.run.days, minutes=play.run.minutes), play.case)
    if spent and len(taken) > 1:
        blocks.append(Paragraph(text=_("All together: {cost}.", cost=spent)))
    return Section(id="done", title=_("So far"), blocks=tuple(blocks))


def now_section(play: Play, *, with_options: bool) -> Section:
    """Return what is to be decided now, or what comes next.

    Parameters
    ----------
    with_options : bool
        Name what can be chosen; a person sees buttons in place of it.
    """
    step = play.run.step
    if step is not None:
        blocks: list[Block] = [Paragraph(text=step.situation)]
        if with_options:
            rows = tuple((Cell(text=option.text),) for option in step.options)
            blocks.append(Table(caption="", columns=(Column(title=_("You can")),), rows=rows))
        return Section(id="now", title=_("What do you do?"), blocks=tuple(blocks))
    if play.run.settled:
        said = {
            "refund": _("You gave the buyer the money back. No desk has to decide."),
            "replace": _("You sent the buyer a new article. No desk has to decide."),
        }[play.run.settled]
        blocks = [Paragraph(text=said, tone="good"), hinge(play)]
        return Section(id="now", title=_("The case has ended"), blocks=tuple(blocks))
    said = (
        _("The case has ended. The desk's decision stands below.") if play.sent else _("Now answer the claim, below.")
    )
    return Section(id="now", title=_("All is decided"), blocks=(Paragraph(text=said, tone="note"),))


def hinge(play: Play) -> Paragraph:
    """Return the one thing on which the case hung before anybody decided anything."""
    return Paragraph(text=_("As the case began, it hung on this: {what}", what=play.case.truth.hinges_on), tone="note")


def play_sections(play: Play, playbook: Playbook, *, with_options: bool) -> tuple[Section, ...]:
    """Return everything about a case as it stands."""
    done = done_section(play)
    return (
        story_section(play, playbook), *((done,) if done else ()), now_section(play, with_options=with_options),
    )  # fmt: skip
