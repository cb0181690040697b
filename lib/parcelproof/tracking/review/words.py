"""The words of the files under review, and the names of the columns that hold them."""

from __future__ import annotations

from parcelproof.tracking.review.vocabulary import Combinations, Vocabulary

MEANING = ("system", "code", "status", "detail_code", "text", "set_by_user", "carrier")
PLACE = ("location", "country")
PARCEL = ("carrier", "service", "destination")
DATES = ("promised_by", "shipped_at")
WORDS = tuple(dict.fromkeys((*MEANING, *PLACE, *PARCEL)))


class Words:
    """The words of all files, and which of them stand together in a row.

    Attributes
    ----------
    of : dict of str to Vocabulary
    meanings, places : Combinations
        Rows of numbers, in the order of ``MEANING`` and ``PLACE``.
    raw_times : Vocabulary
        Times that could not be read, as they were written.
    """

    def __init__(self) -> None:
        self.of = {name: Vocabulary() for name in WORDS}
        self.meanings, self.places = Combinations(), Combinations()
        self.raw_times = Vocabulary()

    def row(self, combination: tuple[int, ...], names: tuple[str, ...]) -> dict[str, str]:
        """Return the words of one combination."""
        return {name: self.of[name].words[number] for name, number in zip(names, combination, strict=True)}
