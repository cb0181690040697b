"""What ``report`` and ``batch`` share: make reports, show how far it is, say what became of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from parcelproof.batch.plan import Plan, duration
from parcelproof.batch.result import Result
from parcelproof.batch.runner import ReportRunner
from parcelproof.cli.console import EXIT_SOME_FAILED, complain, err, out, print_json, say
from parcelproof.messages import _
from parcelproof.shop import Shop

if TYPE_CHECKING:
    from parcelproof.batch.summary import Run

FIRST_LINE, BETWEEN_LINES = 5.0, 30.0
"""Seconds before the first line about the progress where there is no terminal, and between two lines."""
TABLE_ROWS = 50
"""So many failures are shown; all of them are on the page."""


def carry_out(shop: Shop, runner: ReportRunner, plan: Plan, *, portfolio: bool, as_json: bool) -> None:
    """Make the planned reports and say what became of them; ends the command with its exit code.

    Parameters
    ----------
    shop : Shop
    runner : ReportRunner
    plan : Plan
    portfolio : bool
        Make the page over all shipments too.
    as_json : bool
        Print JSON for scripts.
    """
    from parcelproof.batch.summary import Run

    results: list[Result] = []
    began, start = shop.now(), time.monotonic()
    stopped, over_all = False, None
    try:
        for result in _watched(runner.run(plan), plan):
            results.append(result)
        over_all = runner.portfolio() if portfolio else None
    except KeyboardInterrupt:
        stopped = True
    run = Run(results, len(plan.keys) + len(plan.unknown), began, time.monotonic() - start)
    page = _page(shop, run) if len(plan.keys) + len(plan.unknown) > 1 else ""
    if as_json:
        print_json({
            "reports": [r.as_json() for r in results], "portfolio": over_all.as_json() if over_all else None,
            "stopped": stopped, "seconds": round(run.seconds, 1), "page": page,
        })  # fmt: skip
    else:
        _show(run, over_all, page)
    if stopped:
        raise KeyboardInterrupt
    if run.failed or (over_all and over_all.failure):
        raise typer.Exit(EXIT_SOME_FAILED)


def _page(shop: Shop, run: Run) -> str:
    """Write the page about the run; one that did nothing leaves the page of the run before."""
    if all(result.unchanged for result in run.results) and not run.stopped:
        return ""
    from parcelproof.batch.summary import write_summary

    try:
        return str(write_summary(shop, run))
    except OSError as error:
        complain(_("The page about this run cannot be written: {why}.", why=error.strerror))
        return ""


# -- how far it is ----------------------------------------------------------------------------


def _watched(results: Iterable[Result], plan: Plan) -> Iterator[Result]:
    with _watch(len(plan.todo)) as told:
        made = failed = 0
        for result in results:
            yield result
            if not result.unchanged and result.shipment_id in plan.keys:
                made, failed = made + (not result.failure), failed + bool(result.failure)
                told(made, failed)


@contextmanager
def _watch(total: int) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that is told (made, failed): a bar on a terminal, a line now and then elsewhere."""
    if not total:
        yield lambda _made, _failed: None
        return
    start = time.monotonic()
    if not err.is_terminal:
        yield _Lines(total, start)
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(_("Making reports"), total=total, rate="")

        def told(made: int, failed: int) -> None:
            words = _("Making reports, {failed} failed", failed=failed) if failed else _("Making reports")
            rate = _rate(made + failed, time.monotonic() - start)
            bar.update(task, completed=made + failed, description=words, rate=rate)

        yield told


class _Lines:
    def __init__(self, total: int, start: float) -> None:
        self._total, self._start = total, start
        self._next = start + FIRST_LINE

    def __call__(self, made: int, failed: int) -> None:
        now, done = time.monotonic(), made + failed
        if now < self._next or done == self._total:
            return
        self._next = now + BETWEEN_LINES
        passed = now - self._start
        left = duration(passed / done * (self._total - done))
        said = _("{done} of {total} reports, {failed} failed, {rate}, about {left} left.",
                 done=done, total=self._total, failed=failed, rate=_rate(done, passed), left=left)  # fmt: skip
        err.print(Text(said), soft_wrap=True)


def _rate(done: int, seconds: float) -> str:
    each = seconds / done if done else 0.0
    if not each:
        return ""
    if each < 1:
        return _("{count} a second", count=f"{1 / each:.1f}")
    return _("{seconds} s each", seconds=f"{each:.1f}")


# -- what became of them ------------------------------------------------------------------------


def _show(run: Run, portfolio: Result | None, page: str) -> None:
    _show_failures(run.failed)
    say(run.words())
    if portfolio and portfolio.failure:
        complain(_("The page over all shipments: {error}", error=portfolio.error))
    elif portfolio:
        say(_("Start here: {page}", page=portfolio.page))
    elif len(run.results) == 1 and not run.failed:
        folder = run.results[0].folder
        say(_("Web page: {file}", file=folder / "report.html"))
        say(_("PDF:      {file}", file=folder / "report.pdf"))
        say(_("To send:  {file}", file=folder / "packet.pdf"))
    if page:
        say(_("This run: {page}", page=page))


def _show_failures(failed: Sequence[Result]) -> None:
    if not failed:
        return
    table = Table(_("shipment"), _("step"), _("why"), _("how to mend it"), box=None, pad_edge=False)
    for result in failed[:TABLE_ROWS]:
        if result.failure:
            link = f"link {result.page.resolve().as_uri()}" if out.is_terminal and result.page.exists() else ""
            name = Text(result.shipment_id, style=link)
            table.add_row(name, *map(Text, (result.failure.step, result.failure.reason, result.failure.mend)))
    err.print(table)
    if len(failed) > TABLE_ROWS:
        complain(_("… and {count} more: see the page about this run.", count=len(failed) - TABLE_ROWS))
    complain(_("Mend what is said, then run: parcelproof batch --retry-failed"))
