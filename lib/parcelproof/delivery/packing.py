"""How to pack: how far parcels fall, how much cushion, which box, what else, and which photos.

The facts are in ``playbook/rules/packaging.csv``. Passing a drop test of ISTA 1A is a screening, no promise that a
parcel survives a parcel network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from parcelproof.delivery.packing_facts import MM_PER_INCH, BoxChoice, Fragility, Goods, PackingAdvice, Size, Step
from parcelproof.messages import _
from parcelproof.playbook import Playbook, Rule, load_playbook
from parcelproof.units import Weight

FRAGILITY: dict[Fragility, str] = {
    "extremely_fragile": "extremely", "very_fragile": "very", "fragile": "delicate", "normal": "moderately_delicate",
    "robust": "moderately_rugged", "very_robust": "rugged",
}  # fmt: skip
"""What a person says → the rule ``packaging.frag_…``."""


@dataclass
class _Book:
    """The packaging rules, and which of them were used."""

    playbook: Playbook
    used: list[str] = field(default_factory=list)

    def rule(self, name: str) -> Rule | None:
        name = f"packaging.{name}"
        rule = self.playbook.rule(name) if name in self.playbook.rules else None
        return self.use(rule) if rule else None

    def use(self, rule: Rule) -> Rule:
        if rule.id not in self.used:
            self.used.append(rule.id)
        return rule

    def by_weight(self, kind: str, kilograms: Decimal) -> Rule | None:
        """Return the rule of a kind for a weight: from its least, below its most."""
        for rule in self.playbook.rules_for("packaging", kind=kind):
            least, most = rule.columns["min_kg"], rule.columns["max_kg"]
            if (not least or Decimal(least) <= kilograms) and (not most or kilograms < Decimal(most)):
                return self.use(rule)
        return None

    def step(self, name: str) -> list[Step]:
        rule = self.rule(name)
        # The last sentence of some notes is about the source, which the rule itself names.
        return [Step(rule.note.removesuffix("The source gives no date.").strip(), rule.id)] if rule else []


def advise_packing(goods: Goods, playbook: Playbook | None = None) -> PackingAdvice:
    """Say how to pack some goods.

    Parameters
    ----------
    goods : Goods
    playbook : Playbook, optional

    Returns
    -------
    PackingAdvice
        With the ids of the rules, whose rows name source and date.
    """
    book = _Book(playbook or load_playbook())
    kilograms = goods.gross.grams / 1000
    notes: list[str] = []
    drop, hard = (book.by_weight(f"drop_height_ista_{name}", kilograms) for name in ("1a", "2a"))
    if drop is None:
        drop = book.by_weight("drop_height_ista_1b", kilograms)
        heavy = _("This is too heavy for one pair of hands. It travels on a pallet: ask the carrier how to pack it.")
        notes.append(heavy)
    computed = cushion_thickness(goods.fragility, drop.number, book.playbook) if drop and goods.fragility else None
    cushion = _cushion(goods, book, computed, notes)
    inner = _larger(goods.size, cushion)
    second = _larger(inner, cushion) if "glass" in goods.contents else None
    box = _box(kilograms, second or inner, book)
    if box is None:
        notes.append(_("No box of the table carries this weight and size. Ask a maker of boxes."))
    kind = _parcel_class(kilograms, second or inner, book)
    amazon = _amazon_type(kilograms, book) if goods.for_amazon else None
    return PackingAdvice(
        drop_mm=drop.number if drop else None, hard_drop_mm=hard.number if hard else None,
        parcel_class=kind.value if kind else "", amazon_type=amazon.value if amazon else "",
        cushion_mm=cushion, computed_mm=computed, inner_box=inner, second_box=second, box=box,
        checklist=_checklist(goods, book), photos=_photos(goods), notes=tuple(notes), rules=tuple(book.used),
    )  # fmt: skip


def cushion_thickness(fragility: Fragility, drop_mm: Decimal, playbook: Playbook | None = None) -> Decimal:
    """Return the thickness of cushion that the formula t = C x h / G asks for, in whole mm, rounded up.

    Parameters
    ----------
    fragility : str
        The lower end of its range counts as G, in multiples of g.
    drop_mm : Decimal
        Height h of the fall.

    Notes
    -----
    C is about 3 for good foam at its best load (rule ``packaging.cush_formula``, after USDA FPL report 2031).
    """
    book = _Book(playbook or load_playbook())
    formula, range_ = book.rule("cush_formula"), book.rule(f"frag_{FRAGILITY[fragility]}")
    assert formula is not None
    assert range_ is not None
    g = Decimal(range_.value.lstrip(">").partition("-")[0])
    return (formula.number * drop_mm / g).to_integral_value(ROUND_CEILING)


def cushion_needed(
    gross: Weight | None, fragility: Fragility, playbook: Playbook | None = None
) -> tuple[Decimal, Decimal]:
    """Return the cushion to advise on every side, and the fall behind it, both in mm.

    Parameters
    ----------
    gross : Weight or None
        Of the packed parcel; if it is not known, the highest fall counts.
    fragility : str
    playbook : Playbook, optional
    """
    book = _Book(playbook or load_playbook())
    kilograms = gross.grams / 1000 if gross else Decimal(0)
    fall = book.by_weight("drop_height_ista_1a", kilograms) or book.by_weight("drop_height_ista_1b", kilograms)
    least = book.rule("cush_5")
    assert fall is not None
    assert least is not None
    computed = cushion_thickness(fragility, fall.number, book.playbook)
    return max(computed, least.number.to_integral_value(ROUND_CEILING)), fall.number


def _parcel_class(kilograms: Decimal, size: Size, book: _Book) -> Rule | None:
    """Return the class of ISTA 3A as the rule whose condition this function follows; None above its weight."""
    usual, small = book.playbook.rule("packaging.ista3a_std"), book.playbook.rule("packaging.ista3a_small")
    if usual is None or small is None or kilograms > Decimal(usual.columns["max_kg"]):
        return None
    shortest, middle, longest = sorted(size)
    cubic_cm = shortest * middle * longest / 1000
    if cubic_cm < 13_000 and longest <= 350 and kilograms <= Decimal(small.columns["max_kg"]):
        return book.use(small)
    if longest >= 900 and middle <= longest / 5:
        return book.rule("ista3a_long")
    if shortest <= 200 and middle >= 4 * shortest and cubic_cm >= 13_000:
        return book.rule("ista3a_flat")
    return book.use(usual)


def _amazon_type(kilograms: Decimal, book: _Book) -> Rule | None:
    """Return the type of ISTA 6-Amazon SIOC that has the weight in its range, if one of the table has."""
    for name in ("a", "b"):
        rule = book.playbook.rule(f"packaging.ista6_{name}")
        if rule and Decimal(rule.columns["min_kg"]) <= kilograms < Decimal(rule.columns["max_kg"]):
            return book.use(rule)
    return None


def _larger(size: Size, cushion: Decimal) -> Size:
    length, width, height = size
    return length + 2 * cushion, width + 2 * cushion, height + 2 * cushion


def _cushion(goods: Goods, book: _Book, computed: Decimal | None, notes: list[str]) -> Decimal:
    """Return the larger of what carriers ask for and what the formula asks for."""
    usual, least = book.rule("cush_wiki"), book.rule("cush_5")
    thickness = least.number.to_integral_value(ROUND_CEILING) if least else Decimal(0)
    if goods.fragility is None:
        notes.append(_("How fragile the article is was not said. The cushion is the least that carriers ask for."))
    if computed is None:
        return thickness
    for name in ("cush_formula", f"frag_{FRAGILITY[goods.fragility or 'normal']}"):
        book.rule(name)
    if usual and computed > Decimal(usual.value.partition("-")[2]):
        words = _("A cushion of {mm} mm is more than usual. Ask a maker of foam for fitting parts.", mm=computed)
        notes.append(words)
    return max(thickness, computed)


def _box(kilograms: Decimal, inner: Size, book: _Book) -> BoxChoice | None:
    """Choose the weakest box that both the freight table, with its margin, and the practice of parcels allow."""
    practice = _first_above(book, "box_strength_parcel_practice", kilograms)
    if practice and (box := _in_freight_table("single", kilograms, inner, book, practice)):
        return box
    return _in_freight_table("double", kilograms, inner, book, book.rule("parcel_dw_48") if not practice else None)


def _in_freight_table(
    wall: Literal["single", "double"], kilograms: Decimal, inner: Size, book: _Book, practice: Rule | None
) -> BoxChoice | None:
    margin, board = book.rule("parcel_margin"), book.rule(f"board_{wall}")
    wanted = kilograms * (margin.number if margin else 1)
    inches = (sum(inner) + 6 * (board.number if board else 0)) / MM_PER_INCH
    for row in book.playbook.rules_for("packaging", kind=f"box_strength_{wall}_wall"):
        sides, burst = (book.playbook.rule(f"{row.id}.{name}") for name in ("sides", "burst"))
        fits = sides is not None and inches <= sides.number and wanted <= Decimal(row.columns["max_kg"])
        if fits and (practice is None or row.number >= practice.number):
            rules = tuple(book.use(rule).id for rule in (row, sides, burst, practice) if rule)
            return BoxChoice(wall, row.number, burst.number if burst else None, rules)
    return None


def _first_above(book: _Book, kind: str, kilograms: Decimal) -> Rule | None:
    rows = book.playbook.rules_for("packaging", kind=kind)
    return next((row for row in rows if kilograms <= Decimal(row.columns["max_kg"])), None)


def _checklist(goods: Goods, book: _Book) -> tuple[Step, ...]:
    """Put the rules that these goods need into the order of the work."""
    contents = goods.contents
    wanted = (
        ("electronics", "electronics" in contents),
        ("cush_batt", "removable_battery" in contents),
        ("cush_esd", "circuit_board" in contents),
        ("liquid", "liquid" in contents),
        ("cush_sep", "several" in contents),
        ("box_new", True),
        ("box_cert", True),
        ("cush_5", True),
        ("cush_bad", True),
        ("cush_peanut", "heavy" in contents),
        ("cush_double", "glass" in contents),
        ("dg_drop", bool(contents & {"battery", "removable_battery"})),
        ("label_in", True),
        ("shake", True),
        ("tape", True),
    )
    return tuple(step for name, needed in wanted if needed for step in book.step(name))


def _photos(goods: Goods) -> tuple[str, ...]:
    electronic = ("serial", "function_test") if goods.contents & {"electronics", "circuit_board"} else ()
    return (
        "item_front", "item_back", *electronic, "all_parts", "before_packing", "cushioning", "after_packing",
        "on_scale", "label", "drop_off_receipt",
    )  # fmt: skip
