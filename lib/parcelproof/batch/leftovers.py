"""Take away what killed runs left, and keep what a run needs for a while where the next run can find it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import process, util
from pathlib import Path

from parcelproof.batch.history import History
from parcelproof.batch.publish import clean_leftovers, clean_working_folders, working_folder
from parcelproof.errors import ReportError
from parcelproof.messages import _

_SHORT, _LONGEST = Path("/tmp"), 45  # noqa: S108 - what is put there has a name that cannot be guessed, for its owner only


def clean_all(reports: Path, history: History) -> None:
    """Take away what killed runs left beside the reports and among temporary files.

    Raises
    ------
    ReportError
        If the folder of the reports cannot be used.
    """
    try:
        clean_leftovers(reports)
        history.clean()
    except OSError as error:
        raise ReportError(
            _("The folder of the reports cannot be used: {why}.", why=error.strerror), where=str(reports),
            mend=_("Make it a folder that you can write in, then run this again."),
        ) from error  # fmt: skip
    for parent in {Path(tempfile.gettempdir()), _for_sockets()}:
        with suppress(OSError):  # no folder for temporary files at all: who needs one says so
            clean_working_folders(parent)


@contextmanager
def room() -> Iterator[None]:
    """Keep all temporary files of a run in one folder while the block runs.

    Raises
    ------
    ReportError
        If there is no room for them.
    """
    with ExitStack() as held:
        try:
            _lasting_folder()
            held.enter_context(working_folder())
        except OSError as error:
            raise ReportError(
                _("Temporary files cannot be written: {why}.", why=error.strerror),
                mend=_("Look if the disk is full, make room, then run this again."),
            ) from error
        yield


def _lasting_folder() -> None:
    """Have the sockets of this process's fork server lie outside the room: the server lives on to the next one.

    The folder is named like a room, so that the next run removes it if this process is killed.
    """
    # Python would make a folder of its own there, and complain with a traceback where it cannot remove it at the end.
    config = getattr(process.current_process(), "_config", {})
    if config.get("tempdir") is not None:
        return
    folder = tempfile.mkdtemp(prefix=f"pp-run-{os.getpid()}-", dir=_for_sockets())
    config["tempdir"] = folder
    util.Finalize(None, shutil.rmtree, args=(folder,), kwargs={"ignore_errors": True}, exitpriority=-200)


def _for_sockets() -> Path:
    """Return a folder for temporary files whose path is short enough for a socket in it: systems allow 100 bytes."""
    usual = Path(tempfile.gettempdir())
    return _SHORT if len(os.fsencode(usual)) > _LONGEST and _SHORT.is_dir() else usual
