"""The catalogue of faults (``playbook/training/faults.yaml``): what each is, and what is true once it is planted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from parcelproof.errors import InputError, UnknownNameError, nearest
from parcelproof.language import FALLBACK
from parcelproof.messages import _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.evidence import Named, read_named
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.resources import playbook_dir
from parcelproof.training.dossier import Dossier
from parcelproof.training.plants import PLANTS

HEAVY_GRAMS = 400
"""From this weight of the goods on, 120 g less is a doubt and not yet an empty parcel."""
STRICT_CUSTOMS = ("DE", "FR", "ES", "CA")
"""Countries of the world that refuse a form with a word such as "goods"."""
WITH_PROMISE = ("ebay_us", "ebay_uk", "amazon")
"""Channels whose exports carry the promised days."""
WITH_PAGE_NUMBER = ("ebay_us", "ebay_uk")
"""Channels whose exports carry the number of the page."""

SIGNATURE_FROM = 760
"""From this worth on, in USD, GBP or EUR, the platforms of the cases want a signature; Amazon asks otherwise."""

Need = Literal[
    "electronics", "brand", "serials", "several", "signature", "no_gift", "heavy", "strict_customs", "promised",
    "listed", "postal_number",
]  # fmt: skip


class Says(BaseModel):
    """What one check says: one of these codes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    check: str
    codes: tuple[str, ...] = Field(min_length=1)


class Fault(BaseModel):
    """One thing that a seller can do wrong.

    Attributes
    ----------
    id, measure, title, lesson : str
        `title` says what was done wrong, `lesson` what to do instead.
    touches : tuple of str
        Parts of the record that it changes; two faults of one case never touch the same.
    needs : tuple of str
        What a parcel must be so that it can be planted.
    finds : tuple of Says
        Every one of these is found by the checks.
    side : tuple of Says
        What the checks may say besides, because of this fault.
    missing : tuple of str
        Evidence items that are not on record because of it.
    loses, opens : tuple of str
        Dispute reasons that can no longer be defended, or that arise and can be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    measure: str
    title: str
    lesson: str
    touches: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    finds: tuple[Says, ...] = Field(min_length=1)
    side: tuple[Says, ...] = ()
    missing: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()

    def fits(self, dossier: Dossier) -> bool:
        """Tell whether it can be planted into this sound parcel."""
        return all(_MET[need](dossier) for need in self.needs)

    def plant(self, dossier: Dossier) -> None:
        """Change the record as this fault does.

        Raises
        ------
        InputError
            If the parcel is not of the kind that the fault needs.
        """
        if not self.fits(dossier):
            raise InputError(
                _("This fault does not fit the parcel."), where=f"{self.id}: {', '.join(self.needs)}",
                mend=_("Choose another parcel or another fault."),
            )  # fmt: skip
        PLANTS[self.id](dossier)


_MET: dict[str, Callable[[Dossier], bool]] = {
    "electronics": lambda d: d.good.electronics,
    "brand": lambda d: bool(d.good.brand),
    "serials": lambda d: bool(d.story.items[0].serials),
    "several": lambda d: d.story.items[0].quantity > 1,
    "signature": lambda d: (
        any(scan.word == "signed" for scan in d.story.scans)
        and d.good.price * d.story.items[0].quantity >= SIGNATURE_FROM
        and d.story.channel not in ("amazon", "etsy")
    ),
    "no_gift": lambda d: not d.story.gifts,
    "strict_customs": lambda d: d.story.buyer.country in STRICT_CUSTOMS,
    "promised": lambda d: d.story.channel in WITH_PROMISE,
    "listed": lambda d: d.story.channel in WITH_PAGE_NUMBER,
    "postal_number": lambda d: d.story.parcel.number.endswith("CN"),  # a shape that tells one parcel from another
    "heavy": lambda d: d.good.net.grams * d.story.items[0].quantity >= HEAVY_GRAMS,
}


def read_faults(folder: Path, playbook: Playbook, mistakes: Mistakes, language: str = FALLBACK) -> dict[str, Fault]:
    """Read the catalogue, with the words of a language; every name in it must exist."""
    path = folder / "faults.yaml"
    found = read_named(path, "faults", Fault, mistakes, language)
    for one in found.values():
        _check_names(path, one, playbook, mistakes)
    if not mistakes.broken:
        for name in PLANTS.keys() - found.keys():
            mistakes.add(path, 1, _("The fault '{name}' has no words here.", name=name))
    return {name: fault for name, (fault, _) in found.items()}


def _check_names(path: Path, named: Named[Fault], playbook: Playbook, mistakes: Mistakes) -> None:
    fault, lines = named.row, named.lines

    def known(name: str, names: Iterable[str], what: str, *place: object) -> None:
        choice = tuple(names)
        if name not in choice:
            said = _("There is no {what} '{name}'.", what=what, name=name)
            mistakes.add(path, line_of(lines, place), said, nearest(name, choice))

    known(fault.id, PLANTS, _("fault in the program"), "id")
    known(fault.measure, playbook.measures, _("measure"), "measure")
    for block, says in (("finds", fault.finds), ("side", fault.side)):
        for number, one in enumerate(says):
            known(one.check, playbook.checks, _("check"), block, number, "check")
            for code in one.codes if one.check in playbook.checks else ():
                known(code, playbook.checks[one.check].messages, _("code"), block, number, "codes")
    for item in fault.missing:
        known(item, playbook.items, _("evidence item"), "missing")
    for block, reasons in (("loses", fault.loses), ("opens", fault.opens)):
        for reason in reasons:
            known(reason, playbook.reasons, _("dispute reason"), block)


@lru_cache(maxsize=4)
def load_faults(folder: Path | None = None, language: str = FALLBACK) -> Mapping[str, Fault]:
    """Return the catalogue by id, in its order, with the words of a language.

    Raises
    ------
    PlaybookError
        With file and line.
    """
    root = folder or playbook_dir()
    with Mistakes(root) as mistakes:
        return read_faults(root / "training", load_playbook(root), mistakes, language)


def fault(name: str) -> Fault:
    """Return one fault by its id."""
    known = load_faults()
    if name not in known:
        raise UnknownNameError(_("There is no fault with this name."), where=name, mend=nearest(name, known))
    return known[name]
