"""Where the playbook and the templates lie: inside the wheel, or beside ``lib`` in a checkout."""

from __future__ import annotations

from pathlib import Path

from parcelproof.errors import PlaybookError
from parcelproof.messages import _

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def _folder(name: str) -> Path:
    for folder in (_PACKAGE / "data" / name, _CHECKOUT / name):
        if folder.is_dir():
            return folder
    raise PlaybookError(
        _("The folder '{name}' of Parcelproof is missing.", name=name),
        where=name,
        mend=_("Install Parcelproof again, it is not whole."),
    )


def playbook_dir() -> Path:
    """Return the folder of the playbook that came with this installation.

    Raises
    ------
    PlaybookError
        If the installation has lost it.
    """
    return _folder("playbook")


def templates_dir() -> Path:
    """Return the folder of templates (reports, letters, import examples).

    Raises
    ------
    PlaybookError
        If the installation has lost it.
    """
    return _folder("templates")
