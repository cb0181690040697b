"""The weight that a carrier bills for the room a parcel takes."""

from __future__ import annotations

from decimal import ROUND_CEILING
from typing import Literal, get_args

from parcelproof.delivery.packing_facts import MM_PER_INCH, Size
from parcelproof.errors import InputError, nearest
from parcelproof.messages import _, sentences
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.units import Weight

Divisor = Literal["139", "166", "5000", "6000"]
DIVISORS: tuple[Divisor, ...] = get_args(Divisor)
"""139 in3/lb UPS and FedEx; 166 in3/lb USPS; 5000 cm3/kg express; 6000 cm3/kg EMS and line haul."""

CUBIC_FOOT = 12**3


def volumetric_weight(size: Size, divisor: str, playbook: Playbook | None = None) -> Weight | None:
    """Return the weight for which a carrier bills the outer size of a parcel.

    Parameters
    ----------
    size : tuple of Decimal
        Outer sides in mm.
    divisor : {'139', '166', '5000', '6000'}
        It stands in the contract of the service; see the rules ``packaging.dim_…``.
    playbook : Playbook, optional

    Returns
    -------
    Weight or None
        With 139: each side is rounded up to a full inch first and the result to a full pound (since 2025-08-18).
        With 166: None up to one cubic foot, where only the scale counts. Metric: kilograms, not rounded, because the
        step is the service's own.

    Raises
    ------
    InputError
        If there is no such divisor.
    """
    rule = (playbook or load_playbook()).rule(f"packaging.dim_{divisor}") if divisor in DIVISORS else None
    if rule is None:
        hint = nearest(divisor, DIVISORS)
        raise InputError(
            _("There is no such divisor."),
            where="divisor",
            mend=sentences(_("Write one of {names}.", names=", ".join(DIVISORS)), hint),
        )
    if rule.unit == "cm3/kg":
        length, width, height = (side / 10 for side in size)
        return Weight(value=length * width * height / rule.number, unit="kg")
    inches = [side / MM_PER_INCH for side in size]
    if divisor == "166" and inches[0] * inches[1] * inches[2] <= CUBIC_FOOT:
        return None
    length, width, height = (side.to_integral_value(ROUND_CEILING) for side in inches)
    return Weight(value=(length * width * height / rule.number).to_integral_value(ROUND_CEILING), unit="lb")
