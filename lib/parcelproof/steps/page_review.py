"""What a review says about the page of one product, for every country that it is sold to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parcelproof.errors import InputError
from parcelproof.fact_words import said
from parcelproof.messages import N_, Wording, _, sentences
from parcelproof.playbook.profiles import Attribute
from parcelproof.product.listing_review import ListingReview, review_listing
from parcelproof.product.offer import Duty, State
from parcelproof.product.offers import RecordedOffer, recorded_offers
from parcelproof.report.blocks import Block, Cell, Column, Heading, Paragraph, Table, Tone
from parcelproof.shop import Shop
from parcelproof.steps.describe import description_step
from parcelproof.steps.form import text
from parcelproof.steps.forms.description import ATTRIBUTE, SELL_TO
from parcelproof.steps.page_reading import reading_blocks
from parcelproof.steps.product_orders import destinations

DUTY_WORDS: Mapping[State, tuple[str, Tone]] = {
    "missing": (N_("Not shown"), "warn"), "incomplete": (N_("Not complete"), "warn"),
    "unknown": (N_("Look yourself"), "unknown"), "stated": (N_("Shown"), "good"),
    "not_due": (N_("Not needed"), "plain"),
}  # fmt: skip
FITS: Mapping[str, tuple[str, Tone]] = {"yes": (N_("Works"), "good"), "no": (N_("Does not work"), "bad"),
                                        "unknown": (N_("Not known"), "unknown")}  # fmt: skip
ADAPTER: Mapping[str, str] = Wording(
    {"none": N_("None needed"), "needed": N_("Put one into the box"), "unknown": N_("Not known")}
)
PLACES: Mapping[str, str] = Wording({"title": N_("in the title"), "text": N_("in the text")})


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
        countries, fault = destinations(shop, chain, ""), sentences(error.what, error.mend)
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
        return (Paragraph(text=_("Nothing is known about this product yet. Take its page in first."), tone="note"),)
    return (
        *_what_is_judged(review), *_missing(review), *_claims(review), *_mains(review), *_duties(review),
        *(reading_blocks(review.first) if review.offer.read else ()),
    )  # fmt: skip


def _what_is_judged(review: PageReview) -> Iterable[Block]:
    page, offer = review.offer.page, review.offer
    if page is None:
        words = _(
            "No page is kept yet, so this judges what you entered above. Take the page in to judge what buyers see."
        )
        yield Paragraph(text=words, tone="warn")
    elif not offer.read:
        words = _(
            "Only the fields of the page are on record, and not its text. What is called missing may stand there."
        )
        yield Paragraph(text=words, tone="note")
    if review.fault:
        yield Paragraph(text=review.fault, tone="bad")
    if "" in review.by_country:
        words = _("No country is known yet. Enter the countries you sell to above: duties and mains depend on them.")
        yield Paragraph(text=words, tone="note")
    else:
        yield Paragraph(text=_("Judged for buyers in: {countries}.", countries=_(", ").join(review.by_country)))


def _missing(review: PageReview) -> Iterable[Block]:
    found = review.missing()
    stated = len(review.first.values)
    yield Heading(text=_("What the page must still say"))
    if not found:
        yield Paragraph(text=_("Nothing is missing: the page states {count} facts.", count=stated), tone="good")
        return
    known = sum(attribute.id in review.stated for attribute, _said in found)
    words = _("The page states {count} facts, and {missing} are missing.", count=stated, missing=len(found))
    if known:
        known_words = _(
            "You entered {count} of them above: write these on the page, and take it in again.", count=known
        )
        words = sentences(words, known_words)
    yield Paragraph(text=words, tone="warn")
    columns = (
        Column(title=_("Fact"), width=2),
        Column(title=_("Why it matters"), width=4),
        Column(title=_("What to do"), width=4),
    )
    # What is known already is written in a minute, so it stands on top.
    found.sort(key=lambda one: one[0].id not in review.stated)
    yield Table(
        caption=_("Missing facts"), columns=columns, rows=tuple(_missing_row(a, said, review) for a, said in found)
    )


def _missing_row(attribute: Attribute, said: str, review: PageReview) -> tuple[Cell, ...]:
    value = review.stated.get(attribute.id, "")
    instead = _("The page says only “{words}”.", words=said[:60]) if said else ""
    if value:
        todo = Cell(
            text=_("Write on the page: {fact}: {value}", fact=attribute.label, value=value[:300]), small=instead,
            tone="good",
        )  # fmt: skip
    elif attribute.shown:
        todo = Cell(text=_("Find it out. It looks like: {example}", example=attribute.example), small=instead)
    else:
        todo = Cell(text=_("Enter it above, for your records: {example}", example=attribute.example), small=instead)
    return (Cell(text=attribute.label), Cell(text=attribute.why), todo)


def _claims(review: PageReview) -> Iterable[Block]:
    yield Heading(text=_("Words that you cannot keep"))
    claims = review.first.claims
    if not claims:
        yield Paragraph(text=_("None was found."), tone="good" if review.offer.read else "plain")
        return
    columns = (Column(title=_("Words"), width=2), Column(title=_("Why they are dangerous"), width=4),
               Column(title=_("Write instead"), width=4))  # fmt: skip
    rows = tuple(
        (
            Cell(
                text=f"“{claim.words}”",
                small=PLACES.get(claim.where) or _("in {place}", place=claim.where[:80]),
                tone="warn",
            ),
            Cell(text=claim.reason),
            Cell(text=claim.better),
        )
        for claim in claims
    )
    yield Table(caption=_("Claims that cannot be kept"), columns=columns, rows=rows)


def _mains(review: PageReview) -> Iterable[Block]:
    fits = {country: one.mains for country, one in review.by_country.items() if one.mains}
    if not fits:
        return
    yield Heading(text=_("Does it work at the wall there"))
    columns = (Column(title=_("Country")), Column(title=_("Device"), width=2, tight=True),
               Column(title=_("Adapter"), width=2), Column(title=_("Why"), width=6))  # fmt: skip
    rows = tuple(
        (Cell(text=country), Cell(text=_(FITS[fit.fits][0]), tone=FITS[fit.fits][1], badge=True),
         Cell(text=ADAPTER[fit.adapter]), Cell(text=fit.reason))
        for country, fit in fits.items() if fit
    )  # fmt: skip
    yield Table(caption=_("Voltage, frequency and plug"), columns=columns, rows=rows)


def _duties(review: PageReview) -> Iterable[Block]:
    found: dict[tuple[str, str, str], tuple[Duty, list[str]]] = {}
    for country, one in review.by_country.items():
        for duty in one.duties:
            found.setdefault((duty.id, duty.state, duty.lacks), (duty, []))[1].append(country)
    if not found:
        return
    yield Heading(text=_("What the law there wants shown"))
    order = list(DUTY_WORDS)
    rows = tuple(
        (Cell(text=_(", ").join(countries)), Cell(text=duty.name, small=_source(duty)),
         Cell(text=_(DUTY_WORDS[duty.state][0]), tone=DUTY_WORDS[duty.state][1], badge=True), Cell(text=duty.lacks))
        for duty, countries in sorted(found.values(), key=lambda one: order.index(one[0].state))
    )  # fmt: skip
    columns = (
        Column(title=_("Where"), width=2), Column(title=_("The offer shows"), width=4),
        Column(title=_("On your page"), width=2, tight=True), Column(title=_("What to add"), width=4),
    )  # fmt: skip
    yield Table(caption=_("Duties by country"), columns=columns, rows=rows)
    words = _(
        "A page can name a paper, and no more: nothing here says that the product conforms. This is no legal advice."
    )
    yield Paragraph(text=words)


def _source(duty: Duty) -> str:
    sure = "" if duty.rule.confidence == "confirmed" else f", {said(duty.rule.confidence)}"
    return f"{duty.rule.source.split(';')[0]} ({duty.rule.as_of}{sure})"
