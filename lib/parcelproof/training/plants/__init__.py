"""How each fault of the catalogue changes the record of a sound parcel; the words and the truth about it are data."""

from parcelproof.training.plants import delivery, product, tracking
from parcelproof.training.plants.catalogued import PLANTS, Plant

__all__ = ["PLANTS", "Plant", "delivery", "product", "tracking"]
