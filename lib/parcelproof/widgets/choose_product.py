"""Choose the product that a page works on, or enter a new one."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.report.blocks import Paragraph
from parcelproof.report.document import Section
from parcelproof.shop import Shop
from parcelproof.steps.current import choose_product, current_product
from parcelproof.steps.form import Values
from parcelproof.steps.products import FIELDS, create_product, product_lines
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.fields import field_widget
from parcelproof.widgets.style import CSS, saved_html

LISTED = 200


class ChooseProductView(View):
    """The list of products, and the fields of a new one.

    Parameters
    ----------
    shop : Shop
    changed : callable
        Called after another product was chosen.
    """

    def __init__(self, shop: Shop, changed: Callable[[], None]) -> None:
        super().__init__()
        self._shop = shop
        self._changed = changed
        self.values: Values = {}

    def make(self) -> None:
        """Make search, list, buttons and the fields of a new product."""
        wide = w.Layout(width="100%", max_width="720px")
        self.search = w.Text(description=_("Search"), placeholder=_("SKU, title or listing number"), layout=wide)
        self.list = w.Select(description=_("Product"), rows=5, layout=wide)
        self.go = w.Button(
            description=_("Work on this product"), button_style="primary", layout=w.Layout(width="220px")
        )
        self.create = w.Button(description=_("Enter this new product"), layout=w.Layout(width="220px"))
        self.said = w.HTML()

    def build(self) -> w.Widget:
        """Put the list over the fields of a new product."""
        self.refresh()
        self.search.observe(lambda _: self.refresh(), names="value")
        choose_soon, create_soon = Later(self._choose, AFTER_TYPING), Later(self._create, AFTER_TYPING)
        self.go.on_click(lambda _: choose_soon())
        self.create.on_click(lambda _: create_soon())
        fields = [field_widget(field, "", self._set(field.name)) for field in FIELDS]
        heading = html.escape(_("Or a new product"))
        new = [w.HTML(f"<b>{heading}</b>"), *fields, self.create]
        box = w.VBox([w.HTML(CSS), self.search, self.list, self.go, *new, self.said, self.message])
        box.add_class("pp-form")
        return box

    def refresh(self) -> None:
        """Draw the list anew."""
        if not self.made:
            return
        lines = product_lines(self._shop, self.search.value)[-LISTED:]
        chosen = current_product(self._shop)
        self.list.options = [(line.label, line.chain) for line in lines]
        if chosen in {line.chain for line in lines}:
            self.list.value = chosen
        self.said.value = saved_html(self._words())

    def _words(self) -> str:
        chosen = current_product(self._shop)
        if not chosen:
            return _("No product is chosen yet.")
        file = self._shop.product(chosen)
        return _("The page works on {product}.", product=file.sku or file.title)

    def _set(self, name: str) -> Callable[[str], None]:
        return lambda value: self.values.update({name: value})

    @guarded(N_("your choice"))
    def _choose(self) -> None:
        if self.list.value:
            choose_product(self._shop, self.list.value)
            self.refresh()
            self._changed()

    @guarded(N_("the new product"))
    def _create(self) -> None:
        create_product(self._shop, self.values)
        self.search.value = ""
        self.refresh()
        self._changed()

    def sections(self) -> tuple[Section, ...]:
        """Say which product is chosen."""
        return (Section(id="choose", title="", blocks=(Paragraph(text=self._words()),)),)
