"""Take away what killed runs left: drafts of reports, and temporary folders of kernels."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from parcelproof.batch.history import History
from parcelproof.batch.publish import clean_leftovers
from parcelproof.errors import ReportError

TEMPORARY = "pp-"
"""How the temporary folders of reports are named."""
LONGEST_RUN = 6 * 3600
"""Seconds after which a temporary folder belongs to no run; a report is ended long before."""


def clean_all(reports: Path, history: History) -> None:
    """Take away what killed runs left.

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
            f"The folder of the reports cannot be used: {error.strerror}.", where=str(reports),
            mend="Make it a folder that you can write in, then run this again.",
        ) from error  # fmt: skip
    for folder in Path(tempfile.gettempdir()).glob(f"{TEMPORARY}*"):
        with suppress(OSError):
            if folder.is_dir() and not folder.is_symlink() and time.time() - folder.stat().st_mtime > LONGEST_RUN:
                shutil.rmtree(folder, ignore_errors=True)
