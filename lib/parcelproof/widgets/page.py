"""One page: the views of one measure for one shipment, each shown by one cell."""

from __future__ import annotations

from parcelproof.messages import _
from parcelproof.report.blocks import Fact, KeyValues, Paragraph
from parcelproof.report.cover import place_of
from parcelproof.report.document import Section, SectionGroup
from parcelproof.shop import Shop, open_shop
from parcelproof.start_page import start_page
from parcelproof.steps.advice.services import compare
from parcelproof.steps.current import current
from parcelproof.steps.forms import FORMS
from parcelproof.steps.letters import LetterDesk
from parcelproof.steps.step import Step
from parcelproof.widgets.base import View
from parcelproof.widgets.checklist import ChecklistView
from parcelproof.widgets.findings import FindingsView
from parcelproof.widgets.form import FormView
from parcelproof.widgets.letters import LettersView
from parcelproof.widgets.photos import PhotosView
from parcelproof.widgets.print_form import PrintView
from parcelproof.widgets.shown import ShownView
from parcelproof.widgets.talk import MessagesView, OwedView


class Page:
    """The page of one measure.

    Parameters
    ----------
    shop : Shop
    shipment_id : str
        Empty if none is chosen yet: every view then says so.
    measure : str
        Id of the measure.
    """

    def __init__(self, shop: Shop, shipment_id: str, measure: str) -> None:
        self._shop = shop
        self._shipment_id = shipment_id
        self._measure = shop.playbook.measure(measure).id
        self._findings: list[ShownView] = []

    def parcel(self) -> Section | SectionGroup:
        """Show which parcel this page speaks of."""
        if not self._shipment_id:
            words = _("No shipment is chosen. Open {page} and choose or create one.", page=start_page())
            return Section(id="parcel", title="", blocks=(Paragraph(text=words, tone="warn"),))
        shipment = self._shop.shipment(self._shipment_id, compare_photos=False)
        order = shipment.order
        goods = "; ".join(f"{item.quantity} × {item.title}" for item in shipment.items)
        facts = (
            Fact(label=_("Shipment"), value=shipment.id),
            Fact(label=_("Order"), value=order.order_id if order else _("Not on record")),
            Fact(label=_("Goods"), value=goods or _("Not on record")),
            Fact(label=_("To"), value=(order.destination or _("Not on record")) if order else _("Not on record")),
            Fact(label=_("Where it is"), value=place_of(shipment).text),
        )
        return Section(id="parcel", title="", blocks=(KeyValues(rows=facts),))

    def form(self) -> View | Section:
        """Show the form of this measure."""
        if not self._shipment_id:
            return self._nothing()
        return FormView(Step(self._shop, self._shipment_id, FORMS[self._measure]), self._refresh)

    def services(self) -> Section:
        """Show the services to the country of this parcel, the safest first."""
        if not self._shipment_id:
            return self._nothing()
        blocks = compare(Step(self._shop, self._shipment_id, FORMS[self._measure]).context)
        return Section(id="services", title="", blocks=blocks)

    def checklist(self) -> View | Section:
        """Show the questions of this measure."""
        if not self._shipment_id:
            return self._nothing()
        return ChecklistView(self._shop, self._shipment_id, self._measure, self._refresh)

    def photos(self, *roles: str) -> View | Section:
        """Show the photos of these roles, and ways to add some."""
        if not self._shipment_id:
            return self._nothing()
        return PhotosView(self._shop, self._shipment_id, roles, self._refresh)

    def forms(self) -> View | Section:
        """Show the buttons that print the customs forms."""
        if not self._shipment_id:
            return self._nothing()
        return PrintView(self._shop, self._shipment_id)

    def owed(self) -> View | Section:
        """Show what the seller owes buyer and carrier now."""
        if not self._shipment_id:
            return self._nothing()
        view = OwedView(LetterDesk(self._shop, self._shipment_id))
        self._findings.append(view)
        return view

    def letters(self) -> View | Section:
        """Show the letters: choose, edit, copy, and record as sent."""
        if not self._shipment_id:
            return self._nothing()
        return LettersView(LetterDesk(self._shop, self._shipment_id), self._refresh)

    def messages(self) -> View | Section:
        """Show the log of messages, newest first."""
        if not self._shipment_id:
            return self._nothing()
        view = MessagesView(LetterDesk(self._shop, self._shipment_id))
        self._findings.append(view)
        return view

    def missing(self) -> View | Section:
        """Show what the checks of this measure find now."""
        if not self._shipment_id:
            return self._nothing()
        view = FindingsView(self._shop, self._shipment_id, self._measure)
        self._findings.append(view)
        return view

    def _nothing(self) -> Section:
        return Section(id="nothing", title="", blocks=(Paragraph(text=_("Choose a shipment first."), tone="note"),))

    def _refresh(self) -> None:
        for view in self._findings:
            view.refresh()


def page(measure: str, shipment: str = "", shop_folder: str = "") -> Page:
    """Open the page of one measure.

    Parameters
    ----------
    measure : str
        For example ``delivery.quality_control``.
    shipment : str
        Id, order number or tracking number; empty for the one chosen on the start page.
    shop_folder : str
        Empty for the usual places.
    """
    shop = open_shop(shop_folder or None)
    return Page(shop, current(shop, shipment), measure)
