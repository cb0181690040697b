"""What the checks say about one measure, and what is still missing; drawn anew after every change."""

from __future__ import annotations

from parcelproof.checks import run_checks
from parcelproof.findings import Finding, Level
from parcelproof.messages import _
from parcelproof.report.advice import advice
from parcelproof.report.blocks import FindingList, Paragraph
from parcelproof.report.document import Section
from parcelproof.shop import Shop
from parcelproof.widgets.shown import ShownView


class FindingsView(ShownView):
    """The findings of one measure for one shipment.

    Parameters
    ----------
    shop : Shop
    shipment_id : str
    measure : str
    """

    def __init__(self, shop: Shop, shipment_id: str, measure: str) -> None:
        super().__init__()
        self._shop = shop
        self._shipment_id = shipment_id
        self._measure = measure

    def findings(self) -> list[Finding]:
        """Return the findings of this measure, most serious first."""
        shipment = self._shop.subject(self._shipment_id)
        found = run_checks(shipment, self._shop.playbook, self._shop.now())
        return sorted((f for f in found if f.measure == self._measure), key=lambda f: f.level.rank)

    def sections(self) -> tuple[Section, ...]:
        """Return what is wrong or missing, or that nothing is."""
        titles = {name: item.title for name, item in self._shop.playbook.items.items()}
        found = self.findings()
        open_ = [f for f in found if f.level is not Level.PASS]
        good = len(found) - len(open_)
        words = _("{good} of {all} checks of this step found everything in order.", good=good, all=len(found))
        blocks: list[Paragraph | FindingList] = [Paragraph(text=words, tone="plain" if open_ else "good")]
        if open_:
            blocks.append(FindingList(items=tuple(advice(f, titles) for f in open_)))
        return (Section(id="findings", title="", blocks=tuple(blocks)),)
