"""What is owed and what was said: two lists that draw themselves anew after every letter."""

from __future__ import annotations

from parcelproof.clock import show
from parcelproof.messages import _
from parcelproof.report.blocks import Cell, Column, Paragraph, Table
from parcelproof.report.document import Section
from parcelproof.steps.forms.communication import DIRECTIONS, LANGUAGES, TOPICS
from parcelproof.steps.letters import LetterDesk
from parcelproof.widgets.shown import ShownView


class _Talk(ShownView):
    """A list about one parcel.

    Parameters
    ----------
    desk : LetterDesk
    """

    def __init__(self, desk: LetterDesk) -> None:
        super().__init__()
        self.desk = desk


class OwedView(_Talk):
    """What the seller owes now."""

    def sections(self) -> tuple[Section, ...]:
        """Return what is owed, most urgent first."""
        now = self.desk.shop.now()
        rows = tuple(
            (
                Cell(text=one.what, small=one.why),
                Cell(
                    text=show(one.due.astimezone(self.desk.shop.zone)) if one.due else _("As soon as you can"),
                    small=_("overdue") if one.due and one.due < now else "",
                    tone="warn" if one.due and one.due < now else "plain",
                ),
                Cell(text=self.desk.book.situation(one.to, one.letter).title),
            )
            for one in self.desk.owed()
        )
        if not rows:
            text = _("You owe nobody a message now, as far as the record shows.")
            return (Section(id="owed", title="", blocks=(Paragraph(text=text, tone="good"),)),)
        columns = (
            Column(title=_("What you owe"), width=4),
            Column(title=_("Until"), width=2),
            Column(title=_("Letter"), width=2),
        )
        return (Section(id="owed", title="", blocks=(Table(caption=_("Owed now"), columns=columns, rows=rows),)),)


class MessagesView(_Talk):
    """The log, newest first."""

    def sections(self) -> tuple[Section, ...]:
        """Return every message, newest first."""
        who, about = ({value: _(label) for label, value in pairs} for pairs in (DIRECTIONS, TOPICS))
        languages = {value: _(label) for label, value in LANGUAGES}
        rows = tuple(
            (
                Cell(
                    text=show(m.claimed_at.astimezone(self.desk.shop.zone)) if m.claimed_at else _("Time not on record")
                ),
                Cell(text=who[m.direction], small=m.channel),
                Cell(
                    text=m.text,
                    small=" · ".join(x for x in (about.get(m.topic, ""), languages.get(m.language, m.language)) if x),
                ),
            )
            for m in reversed(self.desk.shipment.messages)
        )
        if not rows:
            text = _("No message is on record. A desk counts only what it can read.")
            return (Section(id="messages", title="", blocks=(Paragraph(text=text, tone="note"),)),)
        columns = (
            Column(title=_("When"), width=2),
            Column(title=_("Who"), width=2),
            Column(title=_("Message"), width=5),
        )
        return (Section(id="messages", title="", blocks=(Table(caption=_("Messages"), columns=columns, rows=rows),)),)
