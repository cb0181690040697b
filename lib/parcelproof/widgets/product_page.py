"""The pages about one product: measures 9 to 11, each part shown by one cell."""

from __future__ import annotations

from collections.abc import Callable

from parcelproof.messages import _
from parcelproof.report.blocks import Block, Fact, KeyValues, Paragraph
from parcelproof.report.document import Section
from parcelproof.shop import Shop, open_shop
from parcelproof.steps.brand_words import brand_blocks
from parcelproof.steps.current import current_product
from parcelproof.steps.describe import description_step
from parcelproof.steps.inspect import plan_blocks
from parcelproof.steps.open_points import open_blocks
from parcelproof.steps.page_review import review_blocks
from parcelproof.steps.papers import paper_blocks
from parcelproof.steps.promises import promise_blocks, promise_choices
from parcelproof.steps.proof_table import proof_blocks
from parcelproof.steps.unit_table import unit_blocks
from parcelproof.steps.versions import version_blocks, version_choices
from parcelproof.widgets.base import View
from parcelproof.widgets.changing import ChangingView, Shown
from parcelproof.widgets.checklist import ChecklistView
from parcelproof.widgets.choice import ChoiceView
from parcelproof.widgets.choose_product import ChooseProductView
from parcelproof.widgets.describe import DescribeView
from parcelproof.widgets.findings import FindingsView
from parcelproof.widgets.inspect import InspectView
from parcelproof.widgets.listing_intake import ListingIntakeView
from parcelproof.widgets.papers import PaperIntakeView
from parcelproof.widgets.photos import PhotosView
from parcelproof.widgets.snapshots import SnapshotsView


class ProductPage:
    """The page of one measure for one product.

    Parameters
    ----------
    shop : Shop
    wanted : str
        SKU or listing number; empty for the chosen product.
    measure : str
        Id of the measure.
    """

    def __init__(self, shop: Shop, wanted: str, measure: str) -> None:
        self._shop = shop
        self._wanted = wanted
        self._measure = shop.playbook.measure(measure).id
        current_product(shop, wanted)  # a product that nobody knows is said at once
        self._parts: list[ChangingView] = []
        self._follow: list[ChangingView] = []
        self._form: ChangingView | None = None
        self._questions: ChangingView | None = None
        self._describing: DescribeView | None = None

    @property
    def chain(self) -> str:
        """Name of the product's chain; empty if none is chosen yet."""
        return current_product(self._shop, self._wanted)

    def choose(self) -> View | Section:
        """Show the products to choose from, and the fields of a new one."""
        if self._wanted:
            return self.product()
        return ChooseProductView(self._shop, self._turn)

    def product(self) -> Section:
        """Show which product this page speaks of."""
        if not self.chain:
            return _words(_("No product is chosen yet. Choose one above, or enter a new one."), "warn")
        file = self._shop.product(self.chain)
        sold = self._shop.sold(file.sku)
        facts = (
            Fact(label=_("Product"), value=file.title or _("Not on record")),
            Fact(label="SKU", value=file.sku or _("Not on record")),
            Fact(label=_("Product pages kept"), value=str(len(file.listings))),
            Fact(label=_("Papers of suppliers"), value=str(len(file.supplier_proofs))),
            Fact(label=_("Units inspected"), value=str(len(file.units))),
            Fact(label=_("Pieces sold"), value=str(sold)),
        )
        return Section(id="product", title="", blocks=(KeyValues(rows=facts),))

    def overview(self) -> View:
        """Show what is on record about the product; drawn anew after every change."""
        return self._part(lambda _chain: self.product(), follows=True)

    def take_in(self) -> View:
        """Show the ways to take the page of the product in."""
        return self._part(lambda chain: ListingIntakeView(self._shop, chain, self._turn_form))

    def snapshots(self) -> View:
        """Show the pages that are kept, and one of them to read."""
        return self._part(lambda chain: SnapshotsView(self._shop, chain), follows=True)

    def describe(self) -> View:
        """Show the form of what the seller states about the product."""
        self._form = self._part(self._describe)
        return self._form

    def review(self) -> View:
        """Show what the review says about the page, for every country that it is sold to."""
        return self._blocks(review_blocks)

    def versions(self) -> View:
        """Show what changed since an order, or since an older copy of the page."""
        return self._choice(_("Compare with"), version_choices, version_blocks)

    def promises(self) -> View:
        """Show what every place says about the product, for one order or for the product alone."""
        return self._choice(_("Look at"), promise_choices, promise_blocks)

    def proof(self) -> View:
        """Show what each platform asks for as proof of origin, and what is missing."""
        return self._blocks(proof_blocks)

    def brand(self) -> View:
        """Show what titles, brand field, price and GTIN say about the brand."""
        return self._blocks(brand_blocks)

    def take_paper(self) -> View:
        """Show the form that takes the paper of a supplier in."""
        return self._part(lambda chain: PaperIntakeView(self._shop, chain, self._refresh))

    def papers(self) -> View:
        """Show the papers of suppliers, and pieces bought against pieces sold."""
        return self._blocks(paper_blocks)

    def open_points(self) -> View:
        """Show what the checks of all product measures find now."""
        return self._blocks(open_blocks)

    def checklist(self) -> View:
        """Show the questions of this measure."""
        self._questions = self._part(lambda chain: ChecklistView(self._shop, chain, self._measure, self._refresh))
        return self._questions

    def photos(self, *roles: str) -> View:
        """Show the photos of these roles, and ways to add some; a form that names photos offers them at once."""
        return self._part(lambda chain: PhotosView(self._shop, chain, roles, self._turn_form))

    def test_plan(self) -> View:
        """Show what is done with each unit."""
        return self._blocks(plan_blocks)

    def unit(self) -> View:
        """Show the form of one unit; after it the next one."""
        self._form = self._part(lambda chain: InspectView(self._shop, chain, self._refresh, self._turn_form))
        return self._form

    def units(self) -> View:
        """Show the units that were inspected, those that were set aside on top."""
        return self._blocks(unit_blocks)

    def missing(self) -> View:
        """Show what the checks of this measure find now."""
        return self._part(lambda chain: FindingsView(self._shop, chain, self._measure), follows=True)

    # -- parts --------------------------------------------------------------------------------

    def _part(self, show: Callable[[str], Shown], *, follows: bool = False) -> ChangingView:
        """Make one part; one that follows is also drawn anew when something was entered in another."""
        view = ChangingView(lambda: show(self.chain) if self.chain else _words(_("Choose a product first."), "note"))
        self._parts.append(view)
        if follows:
            self._follow.append(view)
        return view

    def _describe(self, chain: str) -> View:
        if self._describing:
            self._describing.flush()
        self._describing = DescribeView(description_step(self._shop, chain), self._turn_rest, self._turn_form)
        return self._describing

    def _turn_form(self) -> None:
        """Draw the form anew, since its questions changed or a page filled it, and all that follows it."""
        if self._form:
            self._form.refresh()
        self._turn_rest()

    def _turn_rest(self) -> None:
        """Draw what follows anew, and the questions: another kind of product has others."""
        if self._questions:
            self._questions.refresh()
        self._refresh()

    def _blocks(self, ask: Callable[[Shop, str], tuple[Block, ...]]) -> ChangingView:
        """Make a part that shows blocks and follows what is entered in others."""
        return self._part(lambda chain: Section(id=ask.__name__, title="", blocks=ask(self._shop, chain)), follows=True)

    def _choice(
        self, label: str, choices: Callable[[Shop, str], list[tuple[str, str]]],
        ask: Callable[[Shop, str, str], tuple[Block, ...]],
    ) -> ChangingView:  # fmt: skip
        """Make a part that shows blocks about one of several things."""

        def show(chain: str) -> ChoiceView:
            return ChoiceView(label, choices(self._shop, chain), lambda choice: ask(self._shop, chain, choice))

        return self._part(show, follows=True)

    def _turn(self) -> None:
        for view in self._parts:
            view.refresh()

    def _refresh(self) -> None:
        for view in self._follow:
            view.refresh()


def _words(text: str, tone: str) -> Section:
    return Section(id="words", title="", blocks=(Paragraph.model_validate({"text": text, "tone": tone}),))


def product_page(measure: str, product: str = "", shop_folder: str = "") -> ProductPage:
    """Open the page of one measure about products.

    Parameters
    ----------
    measure : str
        For example ``product.description``.
    product : str
        SKU or listing number; empty for the one chosen on the page.
    shop_folder : str
        Empty for the usual places.
    """
    return ProductPage(open_shop(shop_folder or None), product, measure)
