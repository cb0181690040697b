"""Measure 9: what the seller states about one product, attribute by attribute of its category profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from parcelproof.ledger.records import Listing, Product, Record
from parcelproof.messages import N_, _, sentences
from parcelproof.playbook import Playbook
from parcelproof.playbook.profiles import Attribute, Needed, Profile
from parcelproof.product.profiles import match_attributes, profile_for
from parcelproof.product.said_values import read_grams, read_hs, read_origin
from parcelproof.steps.advice.description import advise
from parcelproof.steps.field import Field, Kind
from parcelproof.steps.form import Context, Form, Values, parse_money, text
from parcelproof.steps.product_orders import read_destinations
from parcelproof.units import Money, Weight

PAGE = "product.description"
PROFILE = "profile"
SELL_TO = "sell_to"
ATTRIBUTE = "a_"
"""Names of attributes begin like this, so that none can be mistaken for another field."""

GROUPS: Mapping[Needed, str] = {
    "always": N_("Every page of this kind owes"),
    "mains": N_("If it takes power from the wall"),
    "battery": N_("If it has a battery"),
    "charges": N_("If it is charged by cable"),
    "radio": N_("If it sends by radio"),
    "software": N_("If it runs software"),
    "part": N_("If it fits another product"),
    "eu": N_("If you sell to the European Union or Northern Ireland"),
    "optional": N_("If it helps"),
}
LONG = frozenset({"in_the_box", "functions_use", "warnings", "exclusions", "compatibility", "warranty"})
OWN = N_("Not for the page: your own records need it.")

_PARTS = re.compile(r"[,;\n、，；]+")


def profile_of(values: Values, context: Context) -> Profile:
    """Return the profile that the person chose, else the one that category and title name."""
    profiles = context.playbook.profiles
    if chosen := profiles.get(text(values, PROFILE)):
        return chosen
    product, page = _known(context), newest_page(context)
    if product and product.profile in profiles:
        return profiles[product.profile]
    category = (product.category if product else "") or (page.category if page else "")
    title = (product.title if product else "") or (page.title if page else "")
    return profile_for(category, title, context.playbook)


def description_form(profile: Profile, playbook: Playbook) -> Form:
    """Return the form of one category.

    Parameters
    ----------
    profile : Profile
        Gives the fields.
    playbook : Playbook
        Gives the profiles to choose from.
    """
    choices = tuple((one.title, one.id) for one in playbook.profiles.values())
    head = (
        Field(PROFILE, N_("Kind of product"), "choice", required=True, choices=choices, section=N_("The product"),
              help=N_("It decides what the page owes. Choose another kind, and the questions change.")),
        Field("title", N_("Title"), required=True, example="65 W USB-C charger, EU plug, black"),
        Field("price", N_("Price"), "money", example="USD 24.90"),
        Field(SELL_TO, N_("Countries you sell to"), example="US, DE, GB",
              help=N_("Two letters each; EU for the whole Union. Countries of past orders count by themselves.")),
    )  # fmt: skip
    owed = sorted(profile.attributes, key=lambda attribute: list(GROUPS).index(attribute.needed))
    return Form(PAGE, (*head, *map(_field, owed)), build, lambda context: known_values(context, profile), advise)


def _field(attribute: Attribute) -> Field:
    kind: Kind = "long" if attribute.id in LONG else "text"
    words = attribute.why if attribute.shown else sentences(attribute.why, _(OWN))
    return Field(
        ATTRIBUTE + attribute.id, attribute.label, kind, help=words, example=attribute.example,
        section=GROUPS[attribute.needed],
    )  # fmt: skip


# -- what is known already ----------------------------------------------------------------------


def newest_page(context: Context) -> Listing | None:
    """Return the newest page that was taken in, or None."""
    pages = context.shipment.listings
    return max(enumerate(pages), key=lambda p: (p[1].claimed_at or context.now, p[0]))[1] if pages else None


def _known(context: Context) -> Product | None:
    return context.product.product if context.product else None


def known_values(context: Context, profile: Profile) -> Values:
    """Return what is on record: what the seller stated, else what the newest page says."""
    product, page = _known(context), newest_page(context)
    price = (product.price if product else None) or (page.price if page else None)
    values: dict[str, str] = {
        PROFILE: profile.id,
        "title": (product.title if product else "") or (page.title if page else ""),
        "price": f"{price.currency} {price.amount:f}" if price else "",
        SELL_TO: "",
    }
    stated = {
        **(match_attributes(page.attributes, profile) if page else {}),
        **(_typed(product) if product else {}),
        **(product.attributes if product else {}),
    }
    values |= {ATTRIBUTE + name: value for name, value in stated.items() if value}
    return dict(values)


def _typed(product: Product) -> dict[str, str]:
    """Return what stands in fields of their own, as the form shows it."""
    found = {
        "brand": product.brand or product.brand_field, "model": product.model or product.mpn, "gtin": product.gtin,
        "in_the_box": ", ".join(product.in_the_box), "origin": product.origin or "", "hs6": product.hs_code or "",
        "net_weight": _weight_text(product.net_weight), "packed_weight": _weight_text(product.packed_weight),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _weight_text(weight: Weight | None) -> str:
    return f"{weight.value.normalize():f} {weight.unit}" if weight else ""


# -- what is confirmed --------------------------------------------------------------------------


def build(values: Values, context: Context) -> list[Record]:
    """Turn the form into what the seller states about the product."""
    read_destinations(text(values, SELL_TO))
    known = _known(context) or Product()
    profile = context.playbook.profiles[text(values, PROFILE)]
    stated = {a.id: said for a in profile.attributes if (said := text(values, ATTRIBUTE + a.id))}
    # What a file brought under a name that no profile has stays as it is.
    asked = {a.id for p in context.playbook.profiles.values() for a in p.attributes}
    kept = {name: said for name, said in known.attributes.items() if name not in asked}
    changed: dict[str, Any] = {
        "title": text(values, "title"), "profile": profile.id, "price": _price(values),
        "attributes": {**kept, **stated}, **_own_fields(stated, profile, known),
    }  # fmt: skip
    return [Product.model_validate({**dict(known), **changed})]


def _price(values: Values) -> Money | None:
    price = text(values, "price")
    return parse_money(price) if price else None


def _own_fields(stated: Mapping[str, str], profile: Profile, known: Product) -> dict[str, Any]:
    """Return the fields that other parts of the shop compare; what cannot be read is left out, and the page says so."""
    hs = read_hs(stated.get("hs6", ""))
    found = {
        "brand": stated.get("brand", ""), "model": stated.get("model", ""), "gtin": stated.get("gtin", ""),
        "in_the_box": tuple(p.strip() for p in _PARTS.split(stated.get("in_the_box", "")) if p.strip()),
        "net_weight": read_weight(stated.get("net_weight", "")),
        "packed_weight": read_weight(stated.get("packed_weight", "")),
        "origin": read_origin(stated.get("origin", "")), "hs_code": hs,
    }  # fmt: skip
    names = {"hs_code": "hs6"}
    return {field: value for field, value in found.items() if profile.attribute(names.get(field, field))}


def read_weight(said: str) -> Weight | None:
    """Read a weight as a page writes it, in grams; None if there is none."""
    grams = read_grams(said)
    return Weight(value=grams.quantize(Decimal("0.001")).normalize(), unit="g") if grams is not None else None
