"""Which formats of tracking numbers have an example that somebody else wrote down, and which have none."""

from __future__ import annotations

from parcelproof.tracking.numbers.formats import default_book

MADE_UP = "made up by the pattern"

# Looked for in November 2026 in the carriers' own pages and documents, in public source code and
# on public pages: nobody prints a number of these six. Take a row out of this list when its
# example is replaced by a number that a document shows.
WITHOUT_A_DOCUMENTED_EXAMPLE = {
    "austrian_post_16",
    "evri_16",
    "fedex_door_tag",
    "poste_italiane",
    "speedpak",
    "yanwen_y",
}


def test_only_these_formats_lack_a_documented_example() -> None:
    rules = [one.rule for one in default_book().formats]
    assert {rule.id for rule in rules if MADE_UP in rule.source} == WITHOUT_A_DOCUMENTED_EXAMPLE


def test_a_made_up_example_is_never_called_confirmed() -> None:
    for one in default_book().formats:
        if one.rule.id in WITHOUT_A_DOCUMENTED_EXAMPLE:
            assert one.rule.confidence != "confirmed", one.rule.id
            if one.rule.source.startswith("trade practice"):
                assert one.rule.confidence == "inference", one.rule.id


def test_a_run_of_digits_stands_only_where_a_document_prints_it() -> None:
    """1234567890 is what one writes without a document, so the rows with it are named."""
    runs = {
        one.rule.id
        for one in default_book().formats
        if any(run in example for example in one.examples for run in ("1234567890", "0123456789"))
    }
    printed = {"bpost_30", "packeta", "parcelforce_12", "parcelforce_14", "ukrposhta_13", "yamato"}
    assert runs - WITHOUT_A_DOCUMENTED_EXAMPLE == printed
