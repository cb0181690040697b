"""Carriers' own words: what they say, what they forbid, and what a shop taught."""

from parcelproof.tracking.wording.decide import Verdict, against_delivery, classify_wording
from parcelproof.tracking.wording.guards import choose_in_bucket, guard, names_consignee, names_station
from parcelproof.tracking.wording.taught import NOTHING, Teaching, Teachings, teachings

__all__ = [
    "NOTHING",
    "Teaching",
    "Teachings",
    "Verdict",
    "against_delivery",
    "choose_in_bucket",
    "classify_wording",
    "guard",
    "names_consignee",
    "names_station",
    "teachings",
]
