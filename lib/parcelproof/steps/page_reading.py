"""Whether the text of a product page is easy to understand, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parcelproof.messages import N_, _, sentences
from parcelproof.product.listing_review import ListingReview
from parcelproof.product.readability import Readability
from parcelproof.report.blocks import Block, Cell, Column, Heading, Paragraph, Table, Tone

READING: Mapping[str, tuple[str, Tone]] = {
    "easy": (N_("The text is easy to read."), "good"),
    "middle": (N_("The text can be read, and shorter sentences would help."), "plain"),
    "hard": (N_("The text is hard to read. Write shorter sentences, with common words."), "warn"),
}


def reading_blocks(review: ListingReview) -> Iterable[Block]:
    """Return how hard the text of a page is to read, and its technical words that it does not explain."""
    yield Heading(text=_("Is it easy to understand"))
    yield _reading(review.readability)
    if review.unexplained:
        columns = (Column(title=_("Word"), width=2), Column(title=_("You may explain it like this"), width=8))
        rows = tuple((Cell(text=term.term), Cell(text=term.means)) for term in review.unexplained)
        yield Table(caption=_("Technical words that the page does not explain"), columns=columns, rows=rows)


def _reading(reading: Readability) -> Paragraph:
    if reading.score is None:
        words = _("No score: the text has {words} words in a language that is not known.", words=reading.words)
        if reading.language:
            words = _(
                "No score: the text has {words} words in a language that is '{language}'.",
                words=reading.words, language=reading.language,
            )  # fmt: skip
        needs = _("A score needs running text of 30 words, and a formula for its language.")
        return Paragraph(text=sentences(words, needs))
    sentence, tone = READING[reading.verdict]
    score = _(
        "{formula}: {score} points, {words} words in {sentences} sentences.",
        formula=reading.formula, score=reading.score, words=reading.words, sentences=reading.sentences,
    )  # fmt: skip
    return Paragraph(text=sentences(_(sentence), score), tone=tone)
