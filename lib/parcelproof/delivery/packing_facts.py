"""What is to be packed, and the advice how."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from parcelproof.errors import InputError
from parcelproof.messages import N_, Wording, _
from parcelproof.units import Weight

Fragility = Literal["extremely_fragile", "very_fragile", "fragile", "normal", "robust", "very_robust"]
Content = Literal[
    "electronics", "circuit_board", "liquid", "glass", "battery", "removable_battery", "heavy", "several",
]  # fmt: skip
CONTENTS: tuple[Content, ...] = get_args(Content)
WALL = Wording({"single": N_("single wall"), "double": N_("double wall")})
MM_PER_INCH = Decimal("25.4")

Size = tuple[Decimal, Decimal, Decimal]
"""Three sides in millimetres, in any order."""


@dataclass(frozen=True)
class Goods:
    """What goes into the box.

    Attributes
    ----------
    gross : Weight
        Of the packed parcel; a good guess is enough before packing.
    size : tuple of Decimal
        Length, width and height of the article in mm, without packaging.
    fragility : str or None
        From ``extremely_fragile`` to ``very_robust``; None is not known.
    contents : frozenset of str
        What asks for rules of its own, of `CONTENTS`.
    used_box : bool
        The box was used before.
    for_amazon : bool
        The parcel goes to a warehouse of Amazon in its own box.
    """

    gross: Weight
    size: Size
    fragility: Fragility | None = None
    contents: frozenset[Content] = frozenset()
    used_box: bool = False
    for_amazon: bool = False

    def __post_init__(self) -> None:
        if len(self.size) != 3 or any(not side.is_finite() or not 0 < side <= 10_000 for side in self.size):
            raise InputError(
                _("A side of the article is missing or impossible."), where="size",
                mend=_("Write length, width and height in millimetres, each from 1 to 10000."),
            )  # fmt: skip
        if self.gross.grams <= 0:
            mend = _("Write the weight of the packed parcel.")
            raise InputError(_("The weight is zero."), where=_("gross weight"), mend=mend)
        if unknown := sorted(set(self.contents).difference(CONTENTS)):
            raise InputError(
                _("This kind of content is not known."), where=unknown[0],
                mend=_("Write some of {names}.", names=", ".join(CONTENTS)),
            )  # fmt: skip


@dataclass(frozen=True)
class BoxChoice:
    """A box that is strong enough.

    Attributes
    ----------
    wall : {'single', 'double'}
    ect : Decimal
        Edge crush strength, lbf per inch.
    burst_psi : Decimal or None
        Burst strength that stands in for it, where the table has one.
    rules : tuple of str
        Ids of the rules that chose it.
    """

    wall: Literal["single", "double"]
    ect: Decimal
    burst_psi: Decimal | None
    rules: tuple[str, ...]

    def __str__(self) -> str:
        wall = WALL[self.wall]
        if self.burst_psi:
            return _("{wall}, ECT {ect} (or burst strength {psi} psi)", wall=wall, ect=self.ect, psi=self.burst_psi)
        return _("{wall}, ECT {ect}", wall=wall, ect=self.ect)


@dataclass(frozen=True)
class Step:
    """One line of the packing checklist: what to do, and the rule behind it."""

    text: str
    rule: str


@dataclass(frozen=True)
class PackingAdvice:
    """How to pack.

    Attributes
    ----------
    drop_mm, hard_drop_mm : Decimal or None
        Fall that the parcel should survive: ISTA 1A, and the harder ISTA 2A. None above their weights, where ISTA 1B
        or no test of this family holds.
    parcel_class : str
        Class of ISTA 3A: ``small``, ``flat``, ``long``, ``std``; empty above its weight.
    amazon_type : str
        Type of ISTA 6-Amazon SIOC, if asked and if there is one.
    cushion_mm : Decimal
        Cushion on every side, rounded up to whole millimetres.
    computed_mm : Decimal or None
        What the formula asks for; None if the fragility or the fall is not known.
    inner_box : tuple of Decimal
        Inner sides of the box in mm: the article and the cushion on both sides.
    second_box : tuple of Decimal or None
        Inner sides of the box around that box, for what breaks like glass.
    box : BoxChoice or None
        None if no box of the table carries it.
    checklist : tuple of Step
        In the order of the work.
    photos : tuple of str
        Roles of photos to take, in order.
    notes : tuple of str
        What the advice does not know or does not cover.
    rules : tuple of str
        Ids of all rules that were used.
    """

    drop_mm: Decimal | None
    hard_drop_mm: Decimal | None
    parcel_class: str
    amazon_type: str
    cushion_mm: Decimal
    computed_mm: Decimal | None
    inner_box: Size
    second_box: Size | None
    box: BoxChoice | None
    checklist: tuple[Step, ...]
    photos: tuple[str, ...]
    notes: tuple[str, ...]
    rules: tuple[str, ...]
