from __future__ import annotations

import base64
import json
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import jpeg, report
from test_report_html import Page, assert_self_contained

from parcelproof.errors import ReportError
from parcelproof.report import packet_view, render_html, render_notebook_html, report_from_notebook
from parcelproof.report.display import FINAL_MIME, SECTION_MIME
from parcelproof.report.document import Report
from parcelproof.report.notebook import sanitise


def output(shown: Any) -> dict[str, Any]:
    # Through JSON, as a notebook file would keep it.
    bundle = json.loads(json.dumps(shown._repr_mimebundle_()))
    return nbformat.v4.new_output("execute_result", data=bundle, execution_count=1)


def code(number: int, *outputs: Any, source: str = "show(report)") -> Any:
    return nbformat.v4.new_code_cell(source, execution_count=number, outputs=list(outputs))


def notebook(made: Report | None = None) -> Any:
    made = made or report()
    shown = [code(n, output(made.group(s.id))) for n, s in enumerate((s for s in made.shown() if not s.group), start=1)]
    stages = [code(len(shown) + n, output(made.group(g))) for n, g in enumerate(("delivery", "tracking", "product"), 1)]
    last = code(len(shown) + 4, output(made), source="report")
    words = nbformat.v4.new_markdown_cell("# A parcel\n\nSome *words* and <script>alert(1)</script>.")
    return nbformat.v4.new_notebook(cells=[words, *shown, *stages, last])


def test_the_report_comes_back_from_its_notebook() -> None:
    made = report()
    nb = nbformat.reads(nbformat.writes(notebook(made)), as_version=4)
    again = report_from_notebook(nb)
    assert again == made
    assert render_html(again) == render_html(made)
    assert render_html(packet_view(again)) == render_html(packet_view(made))


def test_a_notebook_passes_the_format_check() -> None:
    nbformat.validate(notebook())


def test_a_report_without_its_final_result_does_not_count() -> None:
    nb = notebook()
    del nb.cells[-1]
    with pytest.raises(ReportError, match="final result"):
        report_from_notebook(nb)


def test_two_final_results_do_not_count() -> None:
    nb = notebook()
    nb.cells[-1].outputs.append(nb.cells[-1].outputs[0])
    with pytest.raises(ReportError, match="final result"):
        report_from_notebook(nb)


@pytest.mark.parametrize("fault", ["error", "not run", "out of order", "papermill", "exception"])
def test_a_step_that_did_not_complete_is_named(fault: str) -> None:
    nb = notebook()
    cell = nb.cells[3]
    if fault == "error":
        cell.outputs = [nbformat.v4.new_output("error", ename="ValueError", evalue="x", traceback=["x"])]
    elif fault == "not run":
        cell.execution_count = None
    elif fault == "out of order":
        cell.execution_count = 99
    elif fault == "papermill":
        cell.metadata["papermill"] = {"status": "running"}
    else:
        cell.metadata["papermill"] = {"status": "completed", "exception": True}
    with pytest.raises(ReportError, match=r"cell (4|5)"):
        report_from_notebook(nb)


def test_a_section_that_was_not_shown_is_named() -> None:
    nb = notebook()
    del nb.cells[2]
    with pytest.raises(ReportError, match="readiness"):
        report_from_notebook(nb)


@pytest.mark.parametrize("where", ["section", "header", "unseen"])
def test_any_change_after_the_run_is_found(where: str) -> None:
    text = nbformat.writes(notebook())
    swap = {
        "section": ("The declared value is lower", "The declared value is right"),
        "header": ("Report for shipment", "Report about shipment"),
        "unseen": ("Summary of facts", "Summary of myths"),
    }[where]
    assert swap[0] in text
    with pytest.raises(ReportError, match=r"differs|cannot be read"):
        report_from_notebook(nbformat.reads(text.replace(*swap), as_version=4))


def test_a_section_with_unknown_fields_is_refused() -> None:
    nb = notebook()
    data = nb.cells[1].outputs[0].data
    said = json.loads(data[SECTION_MIME])
    said["sections"][0]["script"] = "x"
    data[SECTION_MIME] = json.dumps(said)
    with pytest.raises(ReportError, match="cannot be read"):
        report_from_notebook(nb)
    with pytest.raises(ReportError, match="cannot be read"):
        render_notebook_html(nb, title="x")


def test_an_incomplete_report_leaves_no_final_marker() -> None:
    bundle = report().model_copy(update={"complete": False})._repr_mimebundle_()
    assert FINAL_MIME not in bundle


def test_a_section_shows_itself_as_safe_html() -> None:
    shown = report().section("messages")._repr_mimebundle_()
    text = shown["text/html"]
    assert isinstance(text, str)
    assert_self_contained(text)
    assert text.startswith('<div class="pp cell">')
    assert shown["text/plain"] == "Section: Messages"


def test_the_notebook_is_drawn_from_its_sections_with_code_hidden() -> None:
    text = render_notebook_html(notebook(), title="ebay-12-34567-89012")
    assert_self_contained(text)
    assert "show(report)" not in text
    assert "The declared value is lower than the price paid." in text
    assert "<em>words</em>" in text
    assert "&lt;script&gt;alert(1)" in text
    assert len(text.encode()) < 1_000_000


FOREIGN = """<script>alert(1)</script><img src=x onerror=alert(2)><a href="https://evil.example">a</a>
<div style="background:url(//evil.example)">d</div><iframe src=//evil.example></iframe><svg onload=alert(3)></svg>
<link rel=stylesheet href=//evil.example><style>@import url(//evil.example);</style><form action=//evil.example>
<input></form><img src="data:image/svg+xml;base64,PHN2Zz4="><img src="https://evil.example/x.png"><b onclick=x>bold</b>
<a href="javascript:alert(4)">j</a><a href="#ok">ok</a><math><mi xlink:href="javascript:alert(5)">m</mi></math>"""


def test_foreign_outputs_are_sanitised() -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode()
    outputs = [
        nbformat.v4.new_output("display_data", data={"text/html": FOREIGN}),
        nbformat.v4.new_output(
            "display_data", data={"text/markdown": f"# Title\n\n![x](https://evil.example/y)\n\n{FOREIGN}"}
        ),
        nbformat.v4.new_output("display_data", data={"image/png": png}),
        nbformat.v4.new_output("display_data", data={"image/jpeg": base64.b64encode(jpeg(1)).decode()}),
        nbformat.v4.new_output("display_data", data={"image/png": "<svg onload=alert(1)>"}),
        nbformat.v4.new_output("display_data", data={"application/javascript": "alert(1)"}),
        nbformat.v4.new_output("display_data", data={"image/svg+xml": "<svg onload=alert(1)></svg>"}),
        nbformat.v4.new_output("stream", name="stdout", text="<b>raw</b> \x1b[31mred\x1b[0m"),
        nbformat.v4.new_output("error", ename="ValueError", evalue="<i>bad</i>", traceback=["secret = 'value'"]),
    ]
    nb = nbformat.v4.new_notebook(cells=[code(1, *outputs, source="print('secret')")])
    text = render_notebook_html(nb, title="<b>x</b>")
    assert_self_contained(text)
    assert "<h1>Title</h1>" in text
    assert 'href="#ok"' in text
    assert "<b>bold</b>" in text
    assert "&lt;b&gt;raw&lt;/b&gt; red" in text
    assert "ValueError: &lt;i&gt;bad&lt;/i&gt;" in text
    assert "secret" not in text
    assert "This step did not complete." in text
    assert len([src for img in Page(text).all("img") if (src := img.get("src"))]) == 2


@given(st.text())
def test_sanitised_text_never_holds_script_or_handlers(text: str) -> None:
    clean = str(sanitise(f"<div {text}>{text}</div><script>{text}</script>"))
    assert "<script" not in clean.casefold()
