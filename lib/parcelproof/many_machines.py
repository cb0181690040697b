"""The parts that only a shop on many machines needs: said in words where one is not installed."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from parcelproof.errors import ShopError
from parcelproof.messages import N_, _

EXTRA = "many-machines"
PURPOSES = (N_("a ledger on PostgreSQL"), N_("files in a bucket"), N_("reports on many machines"))
"""What the parts are for, as those say it who need one: marked here, said where it is missing."""


def part(name: str, purpose: str) -> ModuleType:
    """Load a library of the extra ``many-machines``.

    Parameters
    ----------
    name : str
        Of the module.
    purpose : str
        What it is for, as a person says it; one of `PURPOSES`.

    Raises
    ------
    ShopError
        If it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise ShopError(
            _("For {purpose} a part is not installed ({name}).", purpose=_(purpose), name=name.partition(".")[0]),
            mend=_('Install it: pip install "parcelproof[{extra}]"', extra=EXTRA),
        ) from error
