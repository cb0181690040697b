"""The raw answers of tracking services in ``pulled/`` of a shop: whole, or gone on request.

Each lies under its service and the hash of its content, so a changed one no longer fits its name. The ledger names
every answer that was read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from parcelproof.errors import ShopError
from parcelproof.evidence.local import TEMPORARY, LocalFolder
from parcelproof.ledger.chain import Entry
from parcelproof.ledger.records import Import, Record
from parcelproof.ledger.verify import Problem
from parcelproof.messages import _

FOLDER = "pulled"
SOURCE = "pull:"
"""How the source of a record begins that came out of an answer; the service follows."""

_NAME = re.compile(r"[a-z0-9_]{1,40}/([0-9a-f]{64})\.json")
_OURS = re.compile(r"[a-z0-9_]{1,40}\.(journal|lock)")


@dataclass
class PulledCheck:
    """Result of `check_pulled`.

    Attributes
    ----------
    problems, notes : list of Problem
        What was altered or is gone; what does not belong there.
    files : int
        Answers whose hash was computed.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    files: int = 0


def check_pulled(folder: Path, records: Iterable[tuple[Entry, Record]], erased: Collection[str]) -> PulledCheck:
    """Compute the hash of every answer, and look for those that the ledger names.

    Parameters
    ----------
    folder : Path
        Of the shop.
    records : iterable of (Entry, Record)
        Everything in the ledger.
    erased : collection of str
        SHA-256 of files that were erased on request.
    """
    result, files, present = PulledCheck(), LocalFolder(folder / FOLDER), set()
    for name in files.names():
        where, match = f"{FOLDER}/{name}", _NAME.fullmatch(name)
        if match is None:
            if not _OURS.fullmatch(name):
                left = TEMPORARY in name
                what = (
                    _("A pull that was stopped left this behind. You can delete it.")
                    if left
                    else _("This is no answer of a service. You can delete it.")
                )
                result.notes.append(Problem(where, what))
            continue
        present.add(match[1])
        result.files += 1
        if hashlib.sha256(files.read(name) or b"").hexdigest() != match[1]:
            result.problems.append(Problem(where, _("It was altered: its content does not fit its name.")))
        elif match[1] in erased:
            result.problems.append(Problem(where, _("It was erased on request, but is still there. Erase it again.")))
    for entry, record in records:
        if not (isinstance(record, Import) and entry.source.startswith(SOURCE)):
            continue
        if record.file_sha256 not in present and record.file_sha256 not in erased:
            name = f"{FOLDER}/{entry.source.removeprefix(SOURCE)}/{record.file_sha256}.json"
            result.problems.append(
                Problem(
                    name,
                    _("It is gone; {chain}, entry {sequence} names it.", chain=entry.chain, sequence=entry.sequence),
                )
            )
    return result


def read_answers(folder: Path) -> Iterator[tuple[str, str, Path, bytes]]:
    """Yield (service, SHA-256, path, content) of every answer."""
    files = LocalFolder(folder / FOLDER)
    for name in list(files.names()):
        if match := _NAME.fullmatch(name):
            yield name.partition("/")[0], match[1], files.path(name), files.read(name) or b""


def remove_answers(paths: Iterable[Path]) -> None:
    """Delete answers.

    Raises
    ------
    ShopError
        If one cannot be deleted. Doing it again goes on.
    """
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ShopError(
                _("An answer of a tracking service could not be deleted: {why}.", why=error.strerror), where=str(path),
                mend=_("Close programs that use it, then do the same again."),
            ) from error  # fmt: skip
