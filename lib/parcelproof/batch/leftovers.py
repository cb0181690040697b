"""Take away what killed runs left, and keep what a run needs for a while where the next run can find it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from parcelproof.batch.history import History
from parcelproof.batch.publish import clean_leftovers, clean_working_folders, working_folder
from parcelproof.errors import ReportError


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
            f"The folder of the reports cannot be used: {error.strerror}.", where=str(reports),
            mend="Make it a folder that you can write in, then run this again.",
        ) from error  # fmt: skip
    with suppress(OSError):  # no folder for temporary files at all: who needs one says so
        clean_working_folders()


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
            held.enter_context(working_folder())
        except OSError as error:
            raise ReportError(
                f"Temporary files cannot be written: {error.strerror}.",
                mend="Look if the disk is full, make room, then run this again.",
            ) from error
        yield
