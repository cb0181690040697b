"""What a review says about the page of one product, for every country that it is sold to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parcelproof.errors import InputError
from parcelproof.playbook.profiles import Attribute
from parcelproof.product.listing_review import ListingReview, review_listing
from parcelproof.product.offer import Duty, State
from parcelproof.product.offers import RecordedOffer, recorded_offers
from parcelproof.product.readability import Readability
from parcelproof.report.blocks import Block, Cell, Column, Heading, Paragraph, Table, Tone
from parcelproof.shop import Shop
from parcelproof.steps.describe import description_step
from parcelproof.steps.form import text
from parcelproof.steps.forms.description import ATTRIBUTE, SELL_TO
from parcelproof.steps.product_orders import destinations

DUTY_WORDS: Mapping[State, tuple[str, Tone]] = {
    "missing": ("Not shown", "warn"), "incomplete": ("Not complete", "warn"), "unknown": ("Look yourself", "unknown"),
    "stated": ("Shown", "good"), "not_due": ("Not needed", "plain"),
}  # fmt: skip
FITS: Mapping[str, tuple[str, Tone]] = {"yes": ("Works", "good"), "no": ("Does not work", "bad"),
                                        "unknown": ("Not known", "unknown")}  # fmt: skip
ADAPTER: Mapping[str, str] = {"none": "None needed", "needed": "Put one into the box", "unknown": "Not known"}
PLACES: Mapping[str, str] = {"title": "the title", "text": "the text"}
READING: Mapping[str, tuple[str, Tone]] = {
    "easy": ("The text is easy to read.", "good"),
    "middle": ("The text can be read, and shorter sentences would help.", "plain"),
    "hard": ("The text is hard to read. Write shorter sentences, with common words.", "warn"),
}


@dataclass(frozen=True)
class PageReview:
    """The review of one product's page.

    Attributes
    ----------
    offer : RecordedOffer
        The newest page; without a page, what the seller stated.
    by_country : mapping of str to ListingReview
        By destination; one under an empty name if no destination is known.
    stated : mapping of str to str
        What the form says, confirmed or not, by attribute id.
    fault : str
        Why the countries could not be read; empty if they were.
    """

    offer: RecordedOffer
    by_country: Mapping[str, ListingReview]
    stated: Mapping[str, str]
    fault: str = ""

    @property
    def first(self) -> ListingReview:
        """A review of any country: claims and words are the same for all."""
        return next(iter(self.by_country.values()))

    def missing(self) -> list[tuple[Attribute, str]]:
        """Return what is owed for any of the countries and not there, with the empty words that stand instead."""
        found: dict[str, tuple[Attribute, str]] = {}
        for review in self.by_country.values():
            for one in review.missing:
                if one.attribute.shown or one.attribute.id not in self.stated:
                    found.setdefault(one.attribute.id, (one.attribute, one.said))
        return list(found.values())


def review_page(shop: Shop, chain: str) -> PageReview | None:
    """Review the newest page of a product; None if nothing is on record about it."""
    shelf = shop.on_shelf(chain)
    offers = recorded_offers(shelf)
    if not offers:
        return None
    offer = offers[0]
    values = description_step(shop, chain).values
    stated = {n.removeprefix(ATTRIBUTE): text(values, n) for n in values if n.startswith(ATTRIBUTE) and text(values, n)}
    fault = ""
    try:
        countries = destinations(shop, chain, text(values, SELL_TO))
    except InputError as error:
        countries, fault = destinations(shop, chain, ""), f"{error.what} {error.mend}"
    day = shop.now().date()
    profile = text(values, "profile") or offer.profile
    reviews = {
        country: review_listing(
            offer.facts, shop.playbook, destination=country, on=day, profile=profile, papers=bool(shelf.supplier_proofs)
        )
        for country in countries or ("",)
    }
    return PageReview(offer, reviews, {**offer.own, **stated}, fault)


def review_blocks(shop: Shop, chain: str) -> tuple[Block, ...]:
    """Return what the review says, in words and tables."""
    review = review_page(shop, chain)
    if review is None:
        return (Paragraph(text="Nothing is known about this product yet. Take its page in first.", tone="note"),)
    return (
        *_what_is_judged(review), *_missing(review), *_claims(review), *_mains(review), *_duties(review),
        *_words(review),
    )  # fmt: skip


def _what_is_judged(review: PageReview) -> Iterable[Block]:
    page, offer = review.offer.page, review.offer
    if page is None:
        words = "No page is kept yet, so this judges what you entered above. Take the page in to judge what buyers see."
        yield Paragraph(text=words, tone="warn")
    elif not offer.read:
        words = "Only the fields of the page are on record, and not its text. What is called missing may stand there."
        yield Paragraph(text=words, tone="note")
    if review.fault:
        yield Paragraph(text=review.fault, tone="bad")
    if "" in review.by_country:
        words = "No country is known yet. Enter the countries you sell to above: duties and mains depend on them."
        yield Paragraph(text=words, tone="note")
    else:
        yield Paragraph(text=f"Judged for buyers in: {', '.join(review.by_country)}.")


def _missing(review: PageReview) -> Iterable[Block]:
    found = review.missing()
    stated = len(review.first.values)
    yield Heading(text="What the page must still say")
    if not found:
        yield Paragraph(text=f"Nothing is missing: the page states {stated} facts.", tone="good")
        return
    known = sum(attribute.id in review.stated for attribute, _ in found)
    words = f"The page states {stated} facts, and {len(found)} are missing."
    if known:
        words += f" You entered {known} of them above: write these on the page, and take it in again."
    yield Paragraph(text=words, tone="warn")
    columns = (
        Column(title="Fact", width=2),
        Column(title="Why it matters", width=4),
        Column(title="What to do", width=4),
    )
    # What is known already is written in a minute, so it stands on top.
    found.sort(key=lambda one: one[0].id not in review.stated)
    yield Table(
        caption="Missing facts", columns=columns, rows=tuple(_missing_row(a, said, review) for a, said in found)
    )


def _missing_row(attribute: Attribute, said: str, review: PageReview) -> tuple[Cell, ...]:
    value = review.stated.get(attribute.id, "")
    instead = f"The page says only “{said[:60]}”." if said else ""
    if value:
        todo = Cell(text=f"Write on the page: {attribute.label}: {value[:300]}", small=instead, tone="good")
    elif attribute.shown:
        todo = Cell(text=f"Find it out. It looks like: {attribute.example}", small=instead)
    else:
        todo = Cell(text=f"Enter it above, for your records: {attribute.example}", small=instead)
    return (Cell(text=attribute.label), Cell(text=attribute.why), todo)


def _claims(review: PageReview) -> Iterable[Block]:
    yield Heading(text="Words that you cannot keep")
    claims = review.first.claims
    if not claims:
        yield Paragraph(text="None was found.", tone="good" if review.offer.read else "plain")
        return
    columns = (Column(title="Words", width=2), Column(title="Why they are dangerous", width=4),
               Column(title="Write instead", width=4))  # fmt: skip
    rows = tuple(
        (
            Cell(text=f"“{claim.words}”", small=f"in {PLACES.get(claim.where, claim.where[:80])}", tone="warn"),
            Cell(text=claim.reason),
            Cell(text=claim.better),
        )
        for claim in claims
    )
    yield Table(caption="Claims that cannot be kept", columns=columns, rows=rows)


def _mains(review: PageReview) -> Iterable[Block]:
    fits = {country: one.mains for country, one in review.by_country.items() if one.mains}
    if not fits:
        return
    yield Heading(text="Does it work at the wall there")
    columns = (Column(title="Country"), Column(title="Device", width=2, tight=True), Column(title="Adapter", width=2),
               Column(title="Why", width=6))  # fmt: skip
    rows = tuple(
        (Cell(text=country), Cell(text=FITS[fit.fits][0], tone=FITS[fit.fits][1], badge=True),
         Cell(text=ADAPTER[fit.adapter]), Cell(text=fit.reason))
        for country, fit in fits.items() if fit
    )  # fmt: skip
    yield Table(caption="Voltage, frequency and plug", columns=columns, rows=rows)


def _duties(review: PageReview) -> Iterable[Block]:
    found: dict[tuple[str, str, str], tuple[Duty, list[str]]] = {}
    for country, one in review.by_country.items():
        for duty in one.duties:
            found.setdefault((duty.id, duty.state, duty.lacks), (duty, []))[1].append(country)
    if not found:
        return
    yield Heading(text="What the law there wants shown")
    order = list(DUTY_WORDS)
    rows = tuple(
        (Cell(text=", ".join(countries)), Cell(text=duty.name, small=_source(duty)),
         Cell(text=DUTY_WORDS[duty.state][0], tone=DUTY_WORDS[duty.state][1], badge=True), Cell(text=duty.lacks))
        for duty, countries in sorted(found.values(), key=lambda one: order.index(one[0].state))
    )  # fmt: skip
    columns = (Column(title="Where", width=2), Column(title="The offer shows", width=4),
               Column(title="On your page", width=2, tight=True), Column(title="What to add", width=4))  # fmt: skip
    yield Table(caption="Duties by country", columns=columns, rows=rows)
    words = (
        "A page can name a paper, and no more: nothing here says that the product conforms. This is no legal advice."
    )
    yield Paragraph(text=words)


def _source(duty: Duty) -> str:
    sure = "" if duty.rule.confidence == "confirmed" else f", {duty.rule.confidence}"
    return f"{duty.rule.source.split(';')[0]} ({duty.rule.as_of}{sure})"


def _words(review: PageReview) -> Iterable[Block]:
    if not review.offer.read:
        return
    yield Heading(text="Is it easy to understand")
    yield _reading(review.first.readability)
    if review.first.unexplained:
        columns = (Column(title="Word", width=2), Column(title="You may explain it like this", width=8))
        rows = tuple((Cell(text=term.term), Cell(text=term.means)) for term in review.first.unexplained)
        yield Table(caption="Technical words that the page does not explain", columns=columns, rows=rows)


def _reading(reading: Readability) -> Paragraph:
    if reading.score is None:
        words = f"No score: the text has {reading.words} words in a language that is "
        words += f"'{reading.language}'." if reading.language else "not known."
        return Paragraph(text=f"{words} A score needs running text of 30 words, and a formula for its language.")
    sentence, tone = READING[reading.verdict]
    score = f"{reading.formula}: {reading.score} points, {reading.words} words in {reading.sentences} sentences."
    return Paragraph(text=f"{sentence} {score}", tone=tone)
