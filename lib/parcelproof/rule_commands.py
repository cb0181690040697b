"""The rule engines that can be asked from the shell, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from parcelproof.clock import now
from parcelproof.delivery.battery_check import answer_battery
from parcelproof.delivery.photo_check import PhotoRows, answer_photo
from parcelproof.delivery.plan_check import answer_plan
from parcelproof.delivery.shell_answers import (
    answer_declaration,
    answer_description,
    answer_duty,
    answer_weight,
)
from parcelproof.errors import InputError
from parcelproof.messages import N_, _
from parcelproof.playbook import load_playbook
from parcelproof.product.brands.shell import answer_brand
from parcelproof.product.listing_review import answer_listing
from parcelproof.product.listings.answer_file import answer_listing_file
from parcelproof.product.mains import answer_mains
from parcelproof.tracking.claim_answer import answer_claim
from parcelproof.tracking.numbers.answer import answer_number
from parcelproof.tracking.status_check import answer_status
from parcelproof.tracking.wording.check import answer_wording

Progress: TypeAlias = Callable[[int, int], None]
"""Told (done, total) now and then."""


def _review(path: Path, given: Mapping[str, str], _progress: Progress) -> Iterator[dict[str, Any]]:
    # Loaded when asked for: Arrow takes a moment.
    from parcelproof.tracking.review.bulk import review_file

    try:
        as_of = datetime.fromisoformat(given["as_of"]) if "as_of" in given else now()
    except ValueError:
        as_of = None
    if as_of is None or as_of.tzinfo is None:
        raise InputError(
            _("This is no moment in time."), where=f"--as-of {given['as_of']!r}"[:120],
            mend=_("Write day, time and offset, like 2026-11-20T18:00:00+08:00."),
        )  # fmt: skip
    return review_file(path, as_of, load_playbook())


def _listings(path: Path, given: Mapping[str, str], progress: Progress) -> Iterator[dict[str, Any]]:
    return answer_listing_file(path, given, progress=progress)


@dataclass(frozen=True)
class Grouping:
    """How rows that belong together give one answer.

    Attributes
    ----------
    key : str
        Column whose value the rows share; a row without it stands alone.
    answer : callable
        The rows of one group → one answer.
    """

    key: str
    answer: Callable[[Sequence[Mapping[str, str]]], dict[str, Any]]


@dataclass(frozen=True)
class RuleCommand:
    """One rule as a command.

    Attributes
    ----------
    required, optional : tuple of str
        Columns of the input.
    answer : callable
        Row of texts → answer; raises `ParcelproofError` if the row cannot be answered.
    help : str
        One sentence.
    grouping : Grouping, optional
        If several rows of a file can give one answer.
    begin : callable, optional
        If an answer needs the rows before it, or paths: folder of the file → function that answers its rows in order.
    whole_file : callable, optional
        If the rule reads the file itself, of any size: file, given values and whom to tell → answers. ``optional``
        values then stand beside the file; ``single`` says if single values can stand in place of it.
    file_kind : str
        What the file is, for the help text.
    open_names : bool
        Further values may be given under any name, such as the attributes of a listing.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    answer: Callable[[Mapping[str, str]], dict[str, Any]]
    help: str
    grouping: Grouping | None = None
    begin: Callable[[Path], Callable[[Mapping[str, str]], dict[str, Any]]] | None = None
    whole_file: Callable[[Path, Mapping[str, str], Progress], Iterator[dict[str, Any]]] | None = None
    single: bool = True
    file_kind: str = N_("CSV file")
    open_names: bool = False


RULES: dict[str, RuleCommand] = {
    "plan": RuleCommand(
        required=("lot",),
        optional=("level", "aql", "severity"),
        answer=answer_plan,
        help=N_("How many pieces of a lot to look at: code_letter, sample_size, accept, reject, inspect_all."),
    ),
    "battery": RuleCommand(
        required=("chemistry", "configuration"),
        optional=("wh_cell", "wh_battery", "lithium_g", "count", "mode"),
        answer=answer_battery,
        help=N_(
            "How lithium batteries may travel: un, packing_instruction, section, mark, or needs a trained shipper."
        ),
    ),
    "status": RuleCommand(
        required=("system", "code"),
        optional=("detail_code", "text", "level"),
        answer=answer_status,
        help=N_("What a tracking status code means: status, reason, action_required."),
    ),
    "wording": RuleCommand(
        required=("text",),
        optional=("carrier", "code", "language"),
        answer=answer_wording,
        help=N_("What a carrier's own words mean: status, reason, action_required, rule."),
    ),
    "number": RuleCommand(
        required=("number",),
        optional=(),
        answer=answer_number,
        help=N_("Whose tracking number this can be, and if it is mistyped: valid, candidates."),
    ),
    "claim": RuleCommand(
        required=("carrier", "service", "accepted_on"),
        optional=("delivered_on", "today", "destination", "case", "promised_on", "last_scan_on"),
        answer=answer_claim,
        help=N_("When a claim at the carrier opens and closes: opens, closes, source, confidence."),
    ),
    "review": RuleCommand(
        required=("tracking_number", "time", "code"),
        optional=("as_of",),
        answer=lambda _row: {},
        help=N_("Which parcels need a person: status, since, flags, act_by. Reads millions of scans."),
        whole_file=_review,
        single=False,
        file_kind=N_("CSV or Parquet file of scans"),
    ),
    "brand": RuleCommand(
        required=("title",),
        optional=("brand_field", "category", "price", "currency", "reference_price"),
        answer=answer_brand,
        help=N_("Which brand a title names, and what speaks against it: brand, disguise, coded_words, level."),
    ),
    "mains": RuleCommand(
        required=("voltage", "destination"),
        optional=("frequency", "plug", "motor"),
        answer=answer_mains,
        help=N_("Does a device work at the wall of a country: fits, adapter, reason."),
    ),
    "listing": RuleCommand(
        required=("category",),
        optional=("title", "text", "destination", "date", "language", "profile", "currency"),
        answer=answer_listing,
        help=N_(
            "What a listing lacks or should not claim: missing, claims, duties. Reads exports and saved pages too."
        ),
        whole_file=_listings,
        file_kind=N_("CSV file, export of a platform, or saved page"),
        open_names=True,
    ),
    "description": RuleCommand(
        required=("text", "destination"),
        optional=(),
        answer=answer_description,
        help=N_("Would customs understand a line of the form: verdict, reasons, suggestion."),
    ),
    "declaration": RuleCommand(
        required=("order_value", "declared_value", "currency"),
        optional=("category", "consent", "explained_by"),
        answer=answer_declaration,
        help=N_("Which case A to H a declared value is: case, level, codes."),
    ),
    "duty": RuleCommand(
        required=("destination", "date", "hs", "value", "currency"),
        optional=("parcel", "vat_scheme"),
        answer=lambda row: answer_duty([row]),
        help=N_("What duty a parcel costs: lines, duty, vat_on_duty, currency, source, confidence."),
        grouping=Grouping(key="parcel", answer=answer_duty),
    ),
    "weight": RuleCommand(
        required=("net_g", "packed_g"),
        optional=("tare_g", "declared_g", "scanned_g"),
        answer=answer_weight,
        help=N_("Do the weights of a parcel, in grams, fit together: findings."),
    ),
    "photo": RuleCommand(
        required=("path",),
        optional=("tracking_number",),
        answer=answer_photo,
        help=N_("What a photo is good for: sharp, barcode, matches, taken_at, same_as (an earlier row)."),
        begin=lambda folder: PhotoRows(folder).answer,
    ),
}
