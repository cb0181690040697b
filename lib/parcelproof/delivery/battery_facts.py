"""What is known about the lithium batteries in a package, and what the rules answer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.units import Weight

Chemistry = Literal["ion", "metal"]
Configuration = Literal["alone", "with", "in", "power_bank"]
Mode = Literal["air", "sea", "road", "post"]
Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class BatteryFacts:
    """What is known about the batteries in one package; None is not known.

    Attributes
    ----------
    chemistry : {'ion', 'metal'}
        Ion can be charged again, metal cannot.
    configuration : {'alone', 'with', 'in', 'power_bank'}
        Alone; packed with the device; inside the device. A power bank counts as alone.
    wh_cell, wh_battery : Decimal
        Ion: energy of one cell and of one battery, in Wh. A battery of one cell has the same number twice.
    lithium_g : Decimal
        Metal: lithium in one battery, in grams.
    one_cell : bool
        Metal: the battery is a single cell, such as a button cell.
    count : int
        Batteries in the package; cells, if a battery is one cell.
    mode : {'air', 'sea', 'road', 'post'}
        Post flies, and has rules of its own.
    packages : int
        Packages of this kind in the consignment.
    net : Weight
        All batteries in the package, without packaging.
    charge_percent : Decimal
    damaged : bool
        Damaged, swollen or recalled.
    """

    chemistry: Chemistry | None = None
    configuration: Configuration | None = None
    wh_cell: Decimal | None = None
    wh_battery: Decimal | None = None
    lithium_g: Decimal | None = None
    one_cell: bool | None = None
    count: int | None = None
    mode: Mode = "air"
    packages: int | None = None
    net: Weight | None = None
    charge_percent: Decimal | None = None
    damaged: bool | None = None

    def __post_init__(self) -> None:
        numbers = (self.wh_cell, self.wh_battery, self.lithium_g, self.count, self.packages)
        if any(number is not None and number <= 0 for number in numbers):
            raise InputError(_("A number of the battery is zero or less."), where=_("Wh, grams or count"))
        if self.wh_cell is not None and self.wh_battery is not None and self.wh_cell > self.wh_battery:
            raise InputError(
                _("One cell cannot hold more than its battery."), where="wh_cell and wh_battery",
                mend=_("Look at the case: Wh of the whole battery, divided by its cells, is Wh per cell."),
            )  # fmt: skip

    @property
    def alone(self) -> bool:
        """Whether it counts as a battery alone."""
        return self.configuration in ("alone", "power_bank")

    @property
    def single(self) -> bool | None:
        """Whether a battery is one cell, as far as known."""
        if self.chemistry == "metal" or self.one_cell is not None:
            return self.one_cell
        if self.wh_cell is None or self.wh_battery is None:
            return None
        return self.wh_cell == self.wh_battery


@dataclass(frozen=True)
class BatteryAnswer:
    """How these batteries may travel.

    Attributes
    ----------
    un, packing_instruction, section : str
        Empty or ``unknown`` where a fact is missing. By road and sea small batteries have ``SP 188``.
    mark : {'yes', 'no', 'unknown'}
        Whether the package must carry the battery mark.
    trained_shipper : {'yes', 'no', 'unknown'}
        Whether only a trained shipper of dangerous goods may send it.
    problems : tuple of str
        What must be changed before it travels.
    missing : tuple of str
        What to find out.
    limits : tuple of str
        What holds for this package.
    rules : tuple of str
        Ids of the rules that were used.
    """

    un: str = ""
    packing_instruction: str = ""
    section: str = "unknown"
    mark: Answer = "unknown"
    trained_shipper: Answer = "unknown"
    problems: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether a seller may send it without training, and nothing is open. Unknown is never ready."""
        return self.trained_shipper == "no" and self.mark != "unknown" and not self.problems and not self.missing


def watt_hours(volts: Decimal, amp_hours: Decimal) -> Decimal:
    """Return the energy in Wh from what is printed on the case: 3.7 V and 5 Ah (5,000 mAh) are 18.5 Wh.

    Raises
    ------
    InputError
        If a number is zero or less.
    """
    if volts <= 0 or amp_hours <= 0:
        raise InputError(_("Volts and ampere-hours are more than zero."), where=_("volts and ampere-hours"))
    return volts * amp_hours
