"""Draw the files of a report from its executed notebook, in a process of its own where the system can fork.

Setting a PDF keeps caches and begins threads, so it is done in a fork that ends with the report: a worker stays as
small as it was, and can go on forking. It is the fork that ran the notebook, if that is still there; it draws what
the notebook's file says all the same. The files come back to the worker, which writes them.
"""

from __future__ import annotations

import base64
import json
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from parcelproof.batch.engine import Limits, NotebookStopped
from parcelproof.batch.engine.server_settings import BROKEN
from parcelproof.batch.engine.system import AVAILABLE
from parcelproof.errors import ReportError
from parcelproof.language import current_language, speak
from parcelproof.messages import N_, _

if TYPE_CHECKING:
    from parcelproof.batch.engine.child import Answer


def draw_files(notebook: Path, *, as_of: datetime, packet: bool, limits: Limits) -> dict[str, bytes]:
    """Return the files that are drawn from an executed notebook: suffix or name → content.

    Parameters
    ----------
    notebook : Path
    as_of : datetime
        Time stamp of the PDFs.
    packet : bool
        Draw what leaves the house too.
    limits : Limits

    Raises
    ------
    ReportError
        If the notebook is not complete, or a file cannot be drawn.
    """
    request = {"notebook": str(notebook), "as_of": as_of.isoformat(), "packet": packet,
               "language": current_language().code}  # fmt: skip
    if not AVAILABLE:
        return draw(request)
    from parcelproof.batch.engine.client import executor
    from parcelproof.batch.engine.work import Drawing

    made: dict[str, bytes] = {}
    errors: list[ReportError] = []

    def hear(message: dict[str, Any]) -> None:
        if message["kind"] == "file":
            made[message["name"]] = base64.b64decode(message["data"])
        elif message["kind"] == "error":
            errors.append(ReportError(message["what"], where=message["where"], mend=message["mend"]))

    try:
        executor().execute(Drawing(request, limits), hear)
    except NotebookStopped as stopped:
        raise ReportError(_("The process that draws the report ended."), where=stopped.where, mend=_(_MEND)) from None
    if errors:
        raise errors[0]
    return made


def let_go() -> None:
    """End the process of a notebook that stayed and was not asked to draw."""
    if AVAILABLE:
        from parcelproof.batch.engine.client import executor

        with suppress(NotebookStopped):
            executor().dismiss()


_MEND = N_("Is memory short? Run it again.")


def draw(request: Mapping[str, Any]) -> dict[str, bytes]:
    """Draw in this process: ``report.html``, ``report.pdf``, and the same of the packet if it is asked for."""
    from parcelproof.report import packet_view, render_html, render_notebook_html, render_pdf, report_from_notebook

    as_of = datetime.fromisoformat(request["as_of"])
    # As plain data: papermill has just written and checked it, and notebook nodes take three times as long.
    executed = json.loads(Path(request["notebook"]).read_text(encoding="utf-8"))
    report = report_from_notebook(executed)
    made = {
        "report.html": render_notebook_html(executed, report=report).encode(),
        "report.pdf": render_pdf(report, timestamp=as_of),
    }
    if request["packet"]:
        packet = packet_view(report)
        made["packet.html"] = render_html(packet).encode()
        made["packet.pdf"] = render_pdf(packet, timestamp=as_of)
    return made


def draw_in_child(sock: socket.socket, server: int) -> NoReturn:
    """Draw in this process, just forked, for who holds the other end of the socket; then end."""
    try:
        from parcelproof.batch.engine.child import Answer, begin_child, limit

        begin_child(server)
        answer = Answer(sock)
        request = answer.request()
        limit(request)
        tell_drawn(answer, request)
        os._exit(0)
    except BaseException:
        os._exit(BROKEN)


def tell_drawn(answer: Answer, request: Mapping[str, Any]) -> None:
    """Draw, and tell the files, or why they cannot be drawn."""
    os.environ["RAYON_NUM_THREADS"] = "1"  # another report has the other core
    speak(request["language"])
    answer.tell("start", cell=0)
    try:
        for name, data in draw(request).items():
            answer.tell("file", name=name, data=base64.b64encode(data).decode("ascii"))
    except ReportError as error:
        answer.tell("error", what=error.what, where=error.where, mend=error.mend)
    except OSError as error:
        answer.tell("error", what=_("The report cannot be drawn: {why}.", why=error.strerror), where="", mend="")
    answer.tell("end", exited=False, stays=False)
