"""Take files into the shop: orders, tracking numbers, tracking, records, photos."""

from parcelproof.imports.intake import Intake, collect
from parcelproof.imports.options import Options
from parcelproof.imports.outcome import Outcome, Refusal

__all__ = ["Intake", "Options", "Outcome", "Refusal", "collect"]
