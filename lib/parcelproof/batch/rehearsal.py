"""Read some parcels of a shop ahead, in a process that then forks for every report.

What a report of this shop needs and no example shows is ready in all forks then: statements of its ledger, the
profiles of its goods, the countries it sends to. Unlike a report it is done in the process that forks, so it may take
little time and memory, and is not tried again where a process ended by it.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from parcelproof.batch.engine.system import held
from parcelproof.batch.job import PORTFOLIO, Job

if TYPE_CHECKING:
    from parcelproof.shipment import Shipment
    from parcelproof.shop import Shop

MANY = 40
"""Reports for each worker: from here on it takes less time than it saves."""
_SOME = 3
_SECONDS = 10.0
_MEMORY = 512 << 20
"""Bytes beyond what the process holds."""


def chosen(jobs: Sequence[Job], workers: int) -> Sequence[str]:
    """Return the shipments to read ahead; none where there are too few reports to gain by it."""
    names = [job.name for job in jobs if job.name != PORTFOLIO]
    return names[:: len(names) // _SOME][:_SOME] if len(names) >= MANY * workers else ()


def read_ahead(shop: Shop, shipment_ids: Sequence[str]) -> None:
    """Report on shipments and keep nothing of it; what cannot be read is told by its own report."""
    with suppress(Exception), _limited():
        for shipment_id in shipment_ids:
            rehearse(shop, shop.shipment(shipment_id))


def rehearse(shop: Shop, shipment: Shipment) -> None:
    """Make a report about a shipment as its notebook and its drawing do, but for the PDF; keep nothing of it."""
    from parcelproof.pages import report_about
    from parcelproof.report import packet_view, render_html

    report = report_about(shop, shipment)
    for section in report.sections:
        section._repr_mimebundle_()
    report._repr_mimebundle_()
    for view in (report, packet_view(report)):
        render_html(view)


@contextmanager
def _limited() -> Iterator[None]:
    """Stop what takes too long or too much."""

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError

    most = held() + _MEMORY
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    usual = signal.signal(signal.SIGALRM, stop)
    try:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard))
            # Again and again: what is stopped may take it for an error of a file, and go on.
            signal.setitimer(signal.ITIMER_REAL, _SECONDS, 1.0)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        # Once more: the time may have been over just before it was switched off.
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
