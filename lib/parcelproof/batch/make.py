"""Make one report: run the template, draw HTML and PDF from what it recorded, publish."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from parcelproof import errors
from parcelproof.batch.drawing import draw_files, let_go
from parcelproof.batch.engine import Limits, NotebookStopped
from parcelproof.batch.engine.papermill_engine import ParcelproofEngine
from parcelproof.batch.job import KEY_FILE, PORTFOLIO, Job
from parcelproof.batch.publish import build_files, build_folder
from parcelproof.errors import ParcelproofError, ReportError
from parcelproof.messages import _
from parcelproof.resources import templates_dir
from parcelproof.shop import SHOP_VARIABLE

# An installation that was made before there was this engine does not name it to papermill.
papermill_engines.register("parcelproof", ParcelproofEngine)

OUR_ERRORS = frozenset(name for name in vars(errors) if name.endswith("Error"))
CELL_SECONDS = 120
START_SECONDS = 120
LIMITS = Limits(seconds=600, memory_mb=2048, cpu_seconds=600, output_mb=100)
"""Far above what a report takes: who passes them is stuck."""


def make_report(job: Job) -> None:
    """Make and publish one report.

    Raises
    ------
    ReportError
        In plain words; nothing half-made is published.
    """
    with _during(_("write the files")):
        try:
            _make(job)
        except OSError as error:
            raise ReportError(
                _("The report cannot be written: {why}.", why=error.strerror), where=str(job.shop / "reports"),
                mend=_("Look if the disk is full or the folder is locked, then run this again."),
            ) from None  # fmt: skip


@contextmanager
def _during(step: str) -> Iterator[None]:
    """Say in an error what was being done, if it does not say so yet."""
    try:
        yield
    except ParcelproofError as error:
        error.step = error.step or step
        raise


def _make(job: Job) -> None:
    template = templates_dir() / "reports"
    if job.name == PORTFOLIO:
        with build_files(job.shop / "reports") as draft:
            _draw(job, template / "portfolio.ipynb", draft / "portfolio.ipynb", {})
            _write(draft / f"portfolio.{KEY_FILE}", _key(job))
        return
    with build_folder(job.shop / "reports", job.name) as draft:
        _draw(job, template / "shipment.ipynb", draft / "report.ipynb", {"shipment_id": job.name})
        _write(draft / KEY_FILE, _key(job))


def _draw(job: Job, template: Path, notebook: Path, parameters: dict[str, str]) -> None:
    packet = job.name != PORTFOLIO
    try:
        with _during(_("run the report")):
            _run(template, notebook, parameters, job)
        with _during(_("draw the pages and PDFs")):
            drawn = draw_files(notebook, as_of=job.as_of, packet=packet, limits=LIMITS)
    finally:
        let_go()
    for name, data in drawn.items():
        # What is drawn from the portfolio's notebook takes the name of that notebook.
        (notebook.with_suffix(Path(name).suffix) if not packet else notebook.with_name(name)).write_bytes(data)


def _key(job: Job) -> str:
    return json.dumps({"key": job.key, "as_of": job.as_of.isoformat()})


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _run(template: Path, notebook: Path, parameters: dict[str, str], job: Job) -> None:
    try:
        with _surroundings(job) as (folder, config), _quiet():
            # papermill reads a path as a format template: a brace in the shop's path must not reach it.
            output = folder / "out.ipynb"
            papermill.execute_notebook(
                str(template), str(output), parameters=parameters, kernel_name="python3", progress_bar=False,
                execution_timeout=CELL_SECONDS, start_timeout=START_SECONDS, config=config, cwd=str(folder),
                engine_name="parcelproof", limits=LIMITS, stay=True,
            )  # fmt: skip
            shutil.copyfile(output, notebook)
    except PapermillExecutionError as error:
        # What the cells read is the parcel: an error of ours there is about its records or files.
        with _during(_("read the parcel") if error.ename in OUR_ERRORS else ""):
            raise ReportError(_words(error), where=job.name) from None
    except NotebookStopped as error:
        raise ReportError(error.what, where=job.name, mend=error.mend) from None
    except CellTimeoutError:
        words = _("A step took longer than {seconds} seconds.", seconds=CELL_SECONDS)
        raise ReportError(words, where=job.name) from None
    except (DeadKernelError, RuntimeError):
        raise ReportError(
            _("The kernel that runs the report ended."), where=job.name, mend=_("Is memory short? Run it again.")
        ) from None


def _words(error: PapermillExecutionError) -> str:
    # An error of ours is words already; of any other only the kind is told, for its text may hold values.
    if error.ename in OUR_ERRORS:
        return str(error.evalue)
    if error.ename == "MemoryError":
        return _("A step of the report needed more than {size} MB of memory.", size=LIMITS.memory_mb)
    return _("A step of the report failed ({why}). Run: parcelproof doctor", why=error.ename)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what papermill and the kernel's process print out of the person's terminal."""
    sys.stderr.flush()
    terminal = os.dup(2)
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        sys.stderr.flush()
        os.dup2(terminal, 2)
        os.close(terminal)


@contextmanager
def _surroundings(job: Job) -> Iterator[tuple[Path, Config]]:
    """Give the kernel a private folder, its shop and its time.

    The kernel talks through sockets in that folder, for over TCP any local user could listen; and it
    neither reads the person's own IPython start-up files nor writes into their history.
    """
    with tempfile.TemporaryDirectory(prefix="pp-") as name:
        folder = Path(name)
        ipc = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/s"}})
        wanted = {
            SHOP_VARIABLE: str(job.shop),
            "PARCELPROOF_NOW": job.as_of.isoformat(),
            "IPYTHONDIR": str(folder / "ipython"),
        }
        before = {key: os.environ.get(key) for key in wanted}
        os.environ.update(wanted)
        try:
            yield folder, Config() if os.name == "nt" else ipc
        finally:
            for key, value in before.items():
                if value is None:
                    os.environ.pop(key, None)
                else:
                    os.environ[key] = value
