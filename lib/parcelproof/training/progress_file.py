"""The progress file of one learner: read and changed whole, by one page at a time; a damaged one is kept aside."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from parcelproof.batch.lease import FileLeases
from parcelproof.clock import now
from parcelproof.errors import InputError, ShopError
from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.training.progress import SUFFIX, Progress, read_progress, write_progress

FILE = f"learner{SUFFIX}"
UNNAMED = "—"
"""Name of a learner who wrote none."""
PATIENCE = 10.0
"""Seconds to wait for another page of the same learner that writes."""


class ProgressFile:
    """The file in the folder of a learner; it is begun if it is not there.

    Parameters
    ----------
    folder : Path

    Raises
    ------
    InputError
        If the file is damaged. It was put aside under another name, so the next try begins a new one.
    ShopError
        If the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._leases = FileLeases(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_writable(folder, error) from error
        with self._alone():
            if not self.path.exists():
                self._write(_new())
            self._read_or_put_aside()

    def read(self) -> Progress:
        """Return what stands in the file now."""
        return read_progress(self.path)

    def change(self, change: Callable[[Progress], Progress]) -> Progress:
        """Change the file; another page that changes it at the same moment waits."""
        with self._alone():
            changed = change(self._read_or_put_aside())
            # Checked as a whole before the old file goes: what was written can always be read.
            progress = Progress.model_validate_json(changed.model_dump_json())
            progress = progress.model_copy(update={"language": current_language().code})
            self._write(progress)
        return progress

    def _write(self, progress: Progress) -> None:
        try:
            write_progress(progress, self.path)
        except OSError as error:
            raise not_writable(self.path.parent, error) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._leases.hold(FILE, wait=PATIENCE) as alone:
            if not alone:
                raise ShopError(
                    _("Another page keeps the progress file busy."), where=FILE, mend=_("Try again in a moment.")
                )
            yield

    def _read_or_put_aside(self) -> Progress:
        try:
            return self.read()
        except InputError as error:
            if isinstance(error.__cause__, OSError) or not self.path.is_file():
                raise
            aside = self.path.with_name(f"damaged-{now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.json")
            self.path.replace(aside)
            raise InputError(
                _("Your progress file is damaged. It was kept under another name."), where=aside.name,
                mend=_("Run the page again: it begins a new file. Give the kept file to your trainer."),
            ) from error  # fmt: skip


def _new() -> Progress:
    return Progress(
        learner=secrets.token_hex(8), name=UNNAMED, language=current_language().code, exported_at=now()
    )  # fmt: skip


def not_writable(folder: Path, error: OSError) -> ShopError:
    """Return what to say of a folder that cannot be written."""
    return ShopError(
        _("The folder cannot be written: {reason}.", reason=error.strerror or type(error).__name__),
        where=str(folder), mend=_("Choose another folder."),
    )  # fmt: skip
