"""``parcelproof doctor``: tell whether this computer is fit to keep evidence."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from parcelproof.errors import ParcelproofError
from parcelproof.ledger.place import refuse_bad_place
from parcelproof.messages import _, ngettext
from parcelproof.playbook import load_playbook
from parcelproof.resources import templates_dir
from parcelproof.shop import Shop, open_shop

FREE_BYTES = 500_000_000
WAL_SAFE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""SQLite releases without the write-ahead-log reset bug: the first in its line, or newer."""


@dataclass(frozen=True)
class Examination:
    """One thing that was looked at.

    Attributes
    ----------
    ok : bool
    what : str
        One plain sentence.
    mend : str
        What to do if it is not ok.
    """

    ok: bool
    what: str
    mend: str = ""

    @property
    def mark(self) -> str:
        """``ok`` or ``!!``: words, not only colour."""
        return "ok" if self.ok else "!!"

    def as_json(self) -> dict[str, object]:
        """Return the examination for scripts."""
        return {"ok": self.ok, "what": self.what, "mend": self.mend}


def examine(folder: Path | None = None) -> list[Examination]:
    """Look at Python, libraries, playbook, fonts, and the shop if there is one."""
    return [*_python(), *_libraries(), *_sqlite(), *_data(), *_shop(folder)]


def _python() -> Iterator[Examination]:
    now = ".".join(map(str, sys.version_info[:3]))
    yield Examination(
        sys.version_info >= (3, 11), _("Python {version}.", version=now), _("Install Python 3.11 or newer.")
    )


def _libraries() -> Iterator[Examination]:
    bad = []
    for line in requires("parcelproof") or ():
        need = Requirement(line)
        if need.marker and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            have = version(need.name)
        except PackageNotFoundError:
            bad.append(_("{name} is missing", name=need.name))
            continue
        if not need.specifier.contains(have, prereleases=True):
            bad.append(_("{name} {version} is not {wanted}", name=need.name, version=have, wanted=need.specifier))
    mend = _("Install again: make demo, or: pip install --require-hashes -r requirements.lock")
    yield Examination(not bad, "; ".join(bad) or _("All libraries are new enough."), mend)


def _sqlite() -> Iterator[Examination]:
    # Informative only: the ledger never uses write-ahead logging on a release with the bug.
    have = sqlite3.sqlite_version_info
    safe = have >= WAL_SAFE[0] or any(have[:2] == line[:2] and have >= line for line in WAL_SAFE[1:])
    release = sqlite3.sqlite_version
    if safe:
        words = _("SQLite {version}: the ledger could use write-ahead logging.", version=release)
    else:
        words = _("SQLite {version}: the ledger uses a rollback journal, which is safe here.", version=release)
    yield Examination(True, words)


def _data() -> Iterator[Examination]:
    try:
        playbook = load_playbook()
    except ParcelproofError as error:
        yield Examination(False, str(error), _("Correct the file that is named."))
    else:
        yield Examination(True, _("The playbook is whole (version {version}).", version=playbook.version[:12]))
    fonts = list((templates_dir() / "fonts").glob("*.[ot]t[fc]"))
    yield Examination(
        bool(fonts),
        ngettext("{count} font for PDF reports.", "{count} fonts for PDF reports.", len(fonts)),
        _("Install Parcelproof again."),
    )


def _shop(folder: Path | None) -> Iterator[Examination]:
    try:
        shop = open_shop(folder)
    except ParcelproofError as error:
        # No shop yet is no fault of the computer; a named one that cannot be opened is.
        yield Examination(folder is None, error.what, error.mend)
        return
    words = ngettext(
        "Shop '{name}' in {folder}, with {count} shipment.", "Shop '{name}' in {folder}, with {count} shipments.",
        len(shop.shipment_ids()), name=shop.settings.name, folder=shop.folder,
    )  # fmt: skip
    yield Examination(True, words)
    yield from _place(shop)


def _place(shop: Shop) -> Iterator[Examination]:
    try:
        refuse_bad_place(shop.folder)
    except ParcelproofError as error:
        yield Examination(False, error.what, error.mend)
    free = shutil.disk_usage(shop.folder).free
    yield Examination(
        free > FREE_BYTES,
        _("{size} GB are free on this disk.", size=f"{free / 1e9:.1f}"),
        _("Make room: reports and photos need space."),
    )
