"""What report templates call: check the parameters, gather, show section by section, record the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parcelproof.checks import CheckContext, run_checks
from parcelproof.clock import now
from parcelproof.errors import InputError, UnknownNameError, nearest
from parcelproof.messages import _
from parcelproof.overview import overview
from parcelproof.readiness import assess
from parcelproof.report import Report, SectionGroup, build_portfolio, build_report
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop, open_shop
from parcelproof.tracking.review.single import review_shipment

SIMPLE = (str, int, float, bool, list, dict, tuple, type(None))
OPTIONAL = frozenset({"photos", "declaration", "messages"})
"""Sections that a report has only if there is something to show."""
SHELL_NAMES = frozenset({"In", "Out"})


class ReportPage:
    """One report on its way through a notebook.

    Parameters
    ----------
    report : Report
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._shown: list[str] = []

    def show(self, name: str) -> SectionGroup:
        """Return one section, or the sections of one stage, to be displayed by the cell."""
        if name in OPTIONAL and name not in {s.id for s in self._report.sections}:
            return SectionGroup(sections=())
        group = self._report.group(name)
        self._shown += [section.id for section in group.sections]
        return group

    def finish(self) -> Report:
        """Return the mark that makes the report count as made.

        Raises
        ------
        InputError
            If a section was not shown.
        """
        forgotten = [s.id for s in self._report.shown() if s.id not in self._shown]
        if forgotten:
            raise InputError(_("The template leaves out sections of the report."), where=", ".join(forgotten))
        return self._report


def check_parameters(names: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Refuse a parameter that the template does not know: papermill itself takes it in silence.

    Parameters
    ----------
    names : mapping
        ``globals()`` of the notebook.
    known : tuple of str
        Parameters of the template.
    """
    for name, value in names.items():
        simple = isinstance(value, SIMPLE) and not name.startswith("_") and name not in SHELL_NAMES
        if simple and name not in known:
            takes = _("This report takes: {names}.", names=", ".join(known)) if known else ""
            mend = nearest(name, known) or takes or _("This report takes: no parameter.")
            raise UnknownNameError(_("This report has no such parameter."), where=name[:80], mend=mend)


def shipment_report(names: Mapping[str, Any]) -> ReportPage:
    """Begin the report about the shipment that the parameter ``shipment_id`` names.

    Parameters
    ----------
    names : mapping
        ``globals()`` of the notebook.

    Raises
    ------
    UnknownNameError
        If a parameter or the shipment is not known.
    """
    check_parameters(names, ("shipment_id",))
    shipment_id = names.get("shipment_id")
    if not isinstance(shipment_id, str) or not shipment_id:
        raise InputError(
            _("This report needs the id of a shipment."), where="shipment_id",
            mend=_("Give it like this: -p shipment_id ebay-26-12345-67890. See the ids with: parcelproof status"),
        )  # fmt: skip
    shop = open_shop()
    return ReportPage(report_about(shop, shop.shipment(shipment_id)))


def report_about(shop: Shop, shipment: Shipment) -> Report:
    """Return the report about one shipment of a shop as it stands now."""
    as_of = now().astimezone(shop.zone)
    findings = run_checks(shipment, shop.playbook, as_of)
    return build_report(
        shipment, findings, assess(shipment, shop.playbook, as_of, findings), shop.playbook,
        read_file=shop.evidence.get, as_of=as_of,
        review=review_shipment(shipment, CheckContext(shop.playbook, as_of)),
    )  # fmt: skip


def portfolio_report(names: Mapping[str, Any]) -> ReportPage:
    """Begin the page over all shipments of the shop."""
    check_parameters(names, ())
    shop = open_shop()
    as_of = now().astimezone(shop.zone)
    rows = list(overview(shop, as_of))
    return ReportPage(
        build_portfolio(rows, as_of=as_of, title=shop.settings.name, playbook_version=shop.playbook.version)
    )
