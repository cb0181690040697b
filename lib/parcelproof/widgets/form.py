"""A form as a person sees it: fields, "Saved 14:02", what is still missing, confirm."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.report.blocks import Cell, Column, Fact, KeyValues, Paragraph, Table
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.steps.field import Field, Rows
from parcelproof.steps.form import Blocker, Row, rows, take_away, text
from parcelproof.steps.step import Step, StepState
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.fields import YES_NO, field_widget
from parcelproof.widgets.style import CSS, saved_html, state_html, state_words


class FormView(View):
    """The form of one step.

    Parameters
    ----------
    step : Step
    confirmed : callable, optional
        Called after the step was confirmed, so that other views of the page can draw themselves anew.
    """

    def __init__(self, step: Step, confirmed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.step = step
        self._after = confirmed
        self._save_soon = Later(self._save)
        self._fields: dict[str, w.Widget] = {}

    def make(self) -> None:
        """Make state, advice, the list of what is missing, and the button."""
        self.state = w.HTML()
        self.saved = w.HTML()
        self.advice = w.HTML()
        self.missing = w.VBox()
        wide = w.Layout(width="220px")
        self.confirm = w.Button(description=_("Confirm this step"), button_style="primary", layout=wide)
        confirm_soon = Later(self._confirm, AFTER_TYPING)
        self.confirm.on_click(lambda _: confirm_soon())

    # -- widgets ------------------------------------------------------------------------------

    def build(self) -> w.Widget:
        """Make the widgets of all fields."""
        parts: list[w.Widget] = [w.HTML(CSS), w.HBox([self.state, self.saved], layout=w.Layout(flex_flow="row wrap"))]
        section = ""
        for part in self.step.form.parts:
            if isinstance(part, Rows):
                parts.append(_RowsWidget(self, part).box)
            else:
                if part.section not in ("", section):
                    section = part.section
                    heading = html.escape(part.said().section)
                    parts.append(w.HTML(f'<h3 class="pp-section">{heading}</h3>'))
                parts += self.field(part, part.name, text(self.step.values, part.name), self._set(part.name))
        parts += [self.advice, self.missing, self.confirm, self.message]
        box = w.VBox(parts)
        box.add_class("pp-form")
        self._draw()
        return box

    def field(self, part: Field, key: str, value: str, changed: Callable[[str], None]) -> list[w.Widget]:
        """Return the widgets of one field, known by its key for the links of what is missing."""
        control = field_widget(part, value, changed)
        self._fields[key] = control
        help_line = [w.HTML(f'<div class="pp-help">{html.escape(part.said().help)}</div>')] if part.help else []
        return [control, *help_line]

    def forget(self, prefix: str) -> None:
        """Forget the fields of rows that are drawn anew."""
        self._fields = {key: control for key, control in self._fields.items() if not key.startswith(prefix)}

    def set(self, name: str, value: str | list[Row]) -> None:
        """Take a new value; it is saved within a second."""
        self.step.values = {**self.step.values, name: value}
        self.saved.value = saved_html(_("Saving …"))
        self._save_soon()

    def _set(self, name: str) -> Callable[[str], None]:
        return lambda value: self.set(name, value)

    # -- handlers -----------------------------------------------------------------------------

    @guarded(N_("your last change; it is still in the form"))
    def _save(self) -> None:
        try:
            self.step.save()
        finally:
            self._draw()

    @guarded(N_("the confirmation; your entries are saved"))
    def _confirm(self) -> None:
        self._save_soon.now()
        try:
            self.step.confirm()
        finally:
            self._draw()
        self._after()

    def focus(self, key: str) -> None:
        """Put the cursor into a field."""
        control = self._fields.get(key) or next((c for k, c in self._fields.items() if k.startswith(key)), None)
        if control is not None:
            control.focus()

    # -- drawing ------------------------------------------------------------------------------

    def _draw(self) -> None:
        step = self.step
        state = step.state
        self.state.value = state_html(state)
        at = step.saved_at
        saved = _("Saved {time}", time=f"{at:%H:%M}") if at else ""
        self.saved.value = saved_html(_("Not saved") if step.failed else saved)
        blockers = step.blockers()
        self.confirm.disabled = bool(blockers) or state is StepState.DONE
        self.confirm.tooltip = (
            _("Confirmed already") if state is StepState.DONE else _("Still missing: see the list above")
        )
        self.missing.children = tuple(self._why(state, blockers))
        advice = step.form.advise(step.values, step.context)
        self.advice.value = render_fragment([Section(id="advice", title="", blocks=advice)]) if advice else ""

    def _why(self, state: StepState, blockers: list[Blocker]) -> list[w.Widget]:
        if state is StepState.DONE:
            return [_why_html(_("This step is confirmed. A change takes the confirmation back."))]
        if not blockers:
            return []
        links = []
        for blocker in blockers[:12]:
            link = w.Button(description=blocker.text, icon="arrow-up", layout=w.Layout(width="auto", max_width="100%"))
            link.on_click(lambda _, key=blocker.field: self.focus(key))
            links.append(link)
        return [
            _why_html(_("You can confirm when this is mended. Choose a line to go there:")),
            *links,
        ]

    # -- static -------------------------------------------------------------------------------

    def sections(self) -> tuple[Section, ...]:
        """Return what was entered, the state, and what is missing."""
        step = self.step
        facts = [Fact(label=_("State"), value=state_words(step.state))]
        blocks: list[KeyValues | Table | Paragraph] = []
        for part in (part.said() for part in step.form.parts):
            if isinstance(part, Field):
                facts.append(Fact(label=part.label, value=_shown(part, text(step.values, part.name))))
            else:
                blocks.append(_rows_table(part, rows(step.values, part.name)))
        missing = [Paragraph(text=b.text, tone="warn") for b in step.blockers()]
        advice = step.form.advise(step.values, step.context)
        all_blocks = (KeyValues(rows=tuple(facts)), *blocks, *advice, *missing)
        return (Section(id="form", title="", blocks=all_blocks),)


class _RowsWidget:
    """The rows of a list: each with its fields, one button to add, one to take away."""

    def __init__(self, view: FormView, part: Rows) -> None:
        self._view = view
        self._part = part
        self.box = w.VBox()
        self._rows: list[Row] = [dict(r) for r in rows(view.step.values, part.name)] or [{}]
        self._draw()

    def _draw(self) -> None:
        part, one = self._part, self._part.said().one
        self._view.forget(f"{part.name}.")
        children: list[w.Widget] = [w.HTML(f"<b>{html.escape(part.said().label)}</b>")]
        for number, row in enumerate(self._rows):
            inner: list[w.Widget] = [w.HTML(f"<b>{html.escape(part.called(number))}</b>")]
            for field in part.fields:
                key = f"{part.name}.{number}.{field.name}"
                inner += self._view.field(field, key, row.get(field.name, ""), self._set(number, field.name))
            if len(self._rows) > part.least:
                words = _("Take away {one} {number}", one=one, number=number + 1)
                remove = w.Button(description=words, layout=_own_width())
                remove.on_click(lambda _, n=number: self._remove(n))
                inner.append(remove)
            box = w.VBox(inner)
            box.add_class("pp-row")
            children.append(box)
        add = w.Button(description=_("Add another {one}", one=one), icon="plus", layout=_own_width())
        add.on_click(lambda _: self._add())
        self.box.children = (*children, add)

    def _set(self, number: int, name: str) -> Callable[[str], None]:
        def changed(value: str) -> None:
            self._rows[number] = {**self._rows[number], name: value}
            self._push()

        return changed

    def _add(self) -> None:
        self._rows.append({})
        self._draw()
        self._view.focus(f"{self._part.name}.{len(self._rows) - 1}.")

    def _remove(self, number: int) -> None:
        name, step = self._part.name, self._view.step
        after = take_away({**step.values, name: [dict(r) for r in self._rows]}, name, number)
        step.values = after
        del self._rows[number]
        self._draw()
        self._push()

    def _push(self) -> None:
        self._view.set(self._part.name, [dict(r) for r in self._rows])


def _why_html(sentence: str) -> w.HTML:
    return w.HTML(f'<div class="pp-why">{html.escape(sentence)}</div>')


def _own_width() -> w.Layout:
    """As wide as its words: a button across the page looks like a bar."""
    return w.Layout(width="auto", align_self="flex-start")


def _shown(part: Field, value: str) -> str:
    if not value:
        return _("Not entered")
    choices = [(_(label), answer) for label, answer in YES_NO] if part.kind == "yesno" else part.choices
    names = {answer: label for label, answer in choices}
    return names.get(value, value)


def _rows_table(part: Rows, found: list[Row]) -> Table:
    columns = tuple(Column(title=f.label) for f in part.fields)
    cells = tuple(tuple(Cell(text=_shown(f, row.get(f.name, ""))) for f in part.fields) for row in found)
    return Table(caption=part.label, columns=columns, rows=cells)
