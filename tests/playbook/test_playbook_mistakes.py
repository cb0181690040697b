"""Every mistake in the playbook is named with its file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from parcelproof.errors import PlaybookError
from parcelproof.playbook import PlaybookMistakes, load_playbook

Edit = Callable[[str, str, str], int]

RULES = "rules/destination_thresholds.csv"
FLAT = "threshold.eu.flat_duty_per_item,3,EUR"

ONE_MISTAKE = [
    # file, old, new, words in the error
    ("stages.yaml", "number: 2", "number: 12", "number"),
    ("stages.yaml", "minutes: 8", "minutes: soon", "minutes"),
    ("stages.yaml", "minutes: 8", "minuts: 8", "minutes"),
    ("stages.yaml", "id: delivery.packaging", "id: delivery.quality_control", "twice"),
    ("stages.yaml", "minutes: 10}", "minutes: 10, page: notebooks/nowhere.ipynb}", "nowhere"),
    ("stages.yaml", "minutes: 10}", "minutes: 10, checks: []}", "belongs to checks.yaml"),
    ("stages.yaml", "title: Tracking", "title: Tracking\n    guide: Read this", "belongs to guide.md"),
    ("stages.yaml", "title: Tracking", "title: 2026-99-99", "quotation marks"),
    ("stages.yaml", "title: Tracking", "title: *other", "references"),
    ("glossary.yaml", "{id: aql, ", "{id: acquirer, ", "twice"),
    ("glossary.yaml", "{id: aql, term: AQL", "{id: aql, trem: AQL", "trem"),
    ("evidence/items.yaml", "title: Photos of the packing", "title: ''", "title"),
    ("evidence/items.yaml", "obtain: at_dispatch", "obtain: tomorrow", "obtain"),
    ("evidence/items.yaml", "title: Serial number", "title: Serial number\n    title: Again", "twice"),
    ("evidence/reasons.yaml", "[gross_weight, ", "[gros_weight, ", "gross_weight"),
    ("evidence/reasons.yaml", "applies: always", "applies: sometimes", "applies"),
    ("evidence/reasons.yaml", "check: product.inspection.steps,", "check: product.inspection.stepps,", "steps"),
    ("evidence/reasons.yaml", "codes: [failed_passed_sent]", "codes: [failed_past_sent]", "failed_passed_sent"),
    ("evidence/reasons.yaml", "codes: [lost, cancelled], level: warn", "level: warn", "name the codes"),
    ("evidence/reasons.yaml", "codes: [lost, cancelled], level: warn", "codes: [lost], level: note", "level"),
    ("evidence/reasons.yaml", "about: [brand]", "about: [brant]", "brand"),
    ("evidence/matrix.csv", "item_not_received,gross_weight,helpful", "item_not_received,gross_weight,maybe", "level"),
    ("evidence/matrix.csv", "item_not_received,gross_weight,helpful", "item_not_received,weight,helpful", "weight"),
    ("evidence/matrix_by_platform.csv", "item_not_received,gross_weight", "not_received,gross_weight", "not_received"),
    ("evidence/field_map.csv", "photos_before_packing,stripe", "photo_before_packing,stripe", "photos_before_packing"),
    ("evidence/limits.csv", ",confirmed", ",certain", "confidence"),
    ("evidence/enums.json", '"stripe": {', '"stripe": {{', "JSON"),
    (RULES, "threshold.us.gift_relief,100", "threshold.us.gift_relief,", "value"),
    (RULES, "2026-07-01", "1 July 2026", "effective_from"),
    (RULES, "2025-08-29", "2025-02-30", "no such day"),
    (RULES, "2025-08-28", "2015-08-28", "before effective_from"),
    (RULES, ",confirmed,", ",sure,", "confidence"),
    (RULES, ",confirmed,yes", ",confirmed,perhaps", "yes or no"),
    (RULES, FLAT, "Threshold EU,3,EUR", "id"),
    (RULES, "threshold.us.duty_de_minimis,800", "threshold.eu.gift_relief,800", "twice"),
    (RULES, "threshold.ro.parcel_fee,25,RON,RO", "claim.osm.opens,25,RON,RO", "already"),
    ("rules/weight_bands.csv", ",inference,no", ",inference,yes", "inference"),
]


@pytest.mark.parametrize(("name", "old", "new", "words"), ONE_MISTAKE)
def test_one_mistake_is_named_with_file_and_line(
    folder: Path, edit: Edit, name: str, old: str, new: str, words: str
) -> None:
    line = edit(name, old, new)
    (folder.parent / "notebooks").mkdir()
    with pytest.raises(PlaybookError) as caught:
        load_playbook(folder)
    mistakes = caught.value.mistakes if isinstance(caught.value, PlaybookMistakes) else (caught.value,)
    places = {mistake.where.rpartition(":")[::2] for mistake in mistakes}
    assert any(file == name and abs(int(at) - line) <= 1 for file, at in places if at.isdigit()), places
    assert words in str(caught.value)


def test_a_column_with_a_wrong_name_gets_a_hint(folder: Path, edit: Edit) -> None:
    edit(RULES, ",confidence,", ",confidense,")
    with pytest.raises(PlaybookError) as caught:
        load_playbook(folder)
    text = str(caught.value)
    assert f"{RULES}:1" in text
    assert "Did you mean 'confidense'?" in text


def test_a_row_with_too_few_cells_is_named(folder: Path, edit: Edit) -> None:
    line = edit("rules/stale_defaults.csv", "stale.origin,5,", "stale.origin,")
    with pytest.raises(PlaybookError) as caught:
        load_playbook(folder)
    assert caught.value.where == f"rules/stale_defaults.csv:{line}"


def test_a_quote_without_a_partner_is_named(folder: Path, edit: Edit) -> None:
    line = edit("rules/stale_defaults.csv", "stale.origin,5,", 'stale.origin,"5,')
    with pytest.raises(PlaybookError, match="CSV") as caught:
        load_playbook(folder)
    assert caught.value.where == f"rules/stale_defaults.csv:{line}"


def test_the_line_of_a_row_is_right_after_a_cell_with_line_breaks(folder: Path) -> None:
    path = folder / "rules" / "own.csv"
    head = "id,value,unit,note,source,as_of,effective_from,effective_to,review_by,confidence,may_fail"
    path.write_text(
        f'{head}\nown.one,1,days,"two\nlines",me,2026,,,2027-01-01,confirmed,yes\n'
        "own.two,2,days,,me,never,,,2027-01-01,confirmed,yes\n"
    )
    with pytest.raises(PlaybookError) as caught:
        load_playbook(folder)
    assert caught.value.where == "rules/own.csv:4"


@pytest.mark.parametrize("name", ["stages.yaml", "glossary.yaml", "evidence/items.yaml", "delivery/checks.yaml"])
@pytest.mark.parametrize(
    ("content", "words"),
    [(b"a: [1, 2", "YAML"), (b"", "empty"), (b"\xff\xfe", "UTF-8"), (b"- 1\n", "should hold"), (b"a: \x07", "YAML")],
)
def test_a_spoilt_yaml_file_is_named(folder: Path, name: str, content: bytes, words: str) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(PlaybookError) as caught:
        load_playbook(folder)
    assert name in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["stages.yaml", "glossary.yaml", "product/checks.yaml", "tracking/guide.md", "evidence/matrix.csv",
     "evidence/enums.json"],
)  # fmt: skip
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(PlaybookError, match="missing") as caught:
        load_playbook(folder)
    assert name in str(caught.value)


CHECKS = """
conditions: [electronics]
measures:
  communication:
    questions:
      - {id: tracking.communication.told, text: "Told?", why: So., proof: buyer_messages, when: electronics}
    checks:
      - id: tracking.communication.any
        function: tracking.communication.any
        proof: buyer_messages
        rules: [communication.answer.ebay]
        messages:
          done: {title: Done, why: "{days} days", fix: Nothing.}
  shipping_choice: {questions: [], checks: []}
  monitoring: {questions: [], checks: []}
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("proof: buyer_messages, when", "proof: buyer_message, when", "Did you mean 'buyer_messages'?"),
        ("        proof: buyer_messages", "        proof: chat", "evidence item 'chat'"),
        ("[communication.answer.ebay]", "[communication.answer.ebey]", "Did you mean 'communication.answer.ebay'?"),
        ("when: electronics", "when: electronic", "Did you mean 'electronics'?"),
        ("{days}", "{days.year}", "plain name"),
        ("{days}", "{}", "plain name"),
        ("{days}", "{days", "brace"),
        ("{days}", "{0}", "plain name"),
        ("done: {title: Done, why", "done: {titel: Done, why", "titel"),
        ("title: Done, ", "", "title"),
        ("function: tracking.communication.any", "function: tracking.communication.none", "check function"),
        ("id: tracking.communication.told", "id: tracking.communication.any", "twice"),
        ("id: tracking.communication.told", "id: delivery.gifts.told", "should begin with"),
        ("  monitoring:", "  monitorin:", "Did you mean 'tracking.monitoring'?"),
        ("conditions:", "condition:", "Did you mean 'conditions'?"),
    ],
)
def test_a_mistake_in_checks_is_named(folder: Path, old: str, new: str, words: str) -> None:
    assert old in CHECKS
    text = CHECKS.replace(old, new, 1)
    (folder / "tracking" / "checks.yaml").write_text(text)
    functions = {"tracking.communication.any", *_functions(folder)}
    with pytest.raises(PlaybookError) as caught:
        load_playbook(folder, known_functions=functions)
    assert words in str(caught.value)
    assert "tracking/checks.yaml:" in str(caught.value)


def _functions(folder: Path) -> set[str]:
    lines = "".join((folder / stage / "checks.yaml").read_text() for stage in ("delivery", "product")).splitlines()
    return {line.partition("function:")[2].strip() for line in lines if "function:" in line}


def test_the_checks_of_the_test_are_right_without_a_mistake(folder: Path) -> None:
    (folder / "tracking" / "checks.yaml").write_text(CHECKS)
    path = folder / "evidence" / "reasons.yaml"
    reasons = yaml.safe_load(path.read_text(encoding="utf-8"))
    # They name checks that the file of the test does not have.
    told = [{k: v for k, v in reason.items() if k not in {"against", "settle"}} for reason in reasons["reasons"]]
    path.write_text(yaml.safe_dump({**reasons, "reasons": told}, allow_unicode=True), encoding="utf-8")
    book = load_playbook(folder, known_functions={"tracking.communication.any", *_functions(folder)})
    assert book.checks["tracking.communication.any"].messages["done"].why == "{days} days"
    assert book.questions["tracking.communication.told"].when == "electronics"


def test_many_mistakes_come_together_and_at_most_twenty(folder: Path) -> None:
    path = folder / "rules" / "mains.csv"
    path.write_text(path.read_text().replace(",2028-11-30,", ",soon,"))
    with pytest.raises(PlaybookMistakes) as caught:
        load_playbook(folder)
    assert len(caught.value.mistakes) == 20
    assert "The playbook has 222 mistakes." in str(caught.value)
    assert "and 202 more" in str(caught.value)
    assert caught.value.mistakes[0].where == "rules/mains.csv:2"


def test_mistakes_in_several_files_come_together(folder: Path, edit: Edit) -> None:
    edit("stages.yaml", "minutes: 8", "minutes: soon")
    edit("evidence/items.yaml", "obtain: at_dispatch", "obtain: tomorrow")
    edit("rules/lithium.csv", ",second-hand,", ",rumour,")
    with pytest.raises(PlaybookMistakes) as caught:
        load_playbook(folder)
    files = {mistake.where.partition(":")[0] for mistake in caught.value.mistakes}
    assert {"stages.yaml", "evidence/items.yaml", "rules/lithium.csv"} <= files


def test_a_missing_row_of_the_matrix_is_named(folder: Path) -> None:
    path = folder / "evidence" / "matrix.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("counterfeit,signature,")))
    with pytest.raises(PlaybookError, match="'counterfeit' and 'signature'"):
        load_playbook(folder)


def test_an_inference_cannot_make_evidence_required(folder: Path) -> None:
    path = folder / "evidence" / "matrix.csv"
    lines = path.read_text().splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("late_delivery,label_receipt,helpful"))
    lines[at] = lines[at].replace(",helpful,", ",required,")
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(PlaybookError, match="inference") as caught:
        load_playbook(folder)
    assert caught.value.where == f"evidence/matrix.csv:{at + 1}"
