"""How Sphinx builds the site in one language; `make_site` writes its source and gives the language."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
LANGUAGE = os.environ.get("SITE_LANGUAGE", "en")
TWINS = [name for name in os.environ.get("SITE_LANGUAGES", "en").split() if name != LANGUAGE]
WORDS = yaml.safe_load((HERE / "words" / f"{LANGUAGE}.yaml").read_text(encoding="utf-8"))

project = html_title = WORDS["title"]
language = WORDS["sphinx"]
smartquotes = False
extensions = ["myst_nb", "chinese_search", "for_everyone"]
exclude_patterns: list[str] = []
show_authors = False
html_show_copyright = html_show_sphinx = html_show_sourcelink = html_copy_source = False
html_use_index = False

# HTML inside a guide is shown as text; the blocks that the site draws itself are directives.
myst_disable_syntax = ["html_block", "html_inline"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
nb_execution_mode = "off"
nb_merge_streams = True
# No widget manager, no formula script: both would come from a network.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
suppress_warnings = ["myst.header"]

html_theme = "furo"
templates_path = ["theme"]
html_static_path = ["theme/static", "../../templates/reports/report.css"]
html_css_files = ["report.css", "site.css"]
html_js_files = [("menus.js", {"defer": "defer"})]
# A page cannot read its neighbours when it is opened from disk.
html_show_search_summary = False
html_permalinks_icon = "#"
pygments_style = pygments_dark_style = "default"
html_theme_options = {"sidebar_hide_name": False, "top_of_page_buttons": []}
html_sidebars = {
    "**": ["sidebar/brand.html", "sidebar/language.html", "sidebar/search.html", "sidebar/scroll-start.html",
           "sidebar/navigation.html", "sidebar/scroll-end.html"],
}  # fmt: skip
html_context = {
    "w": WORDS,
    "twins": [
        {"code": name, "words": yaml.safe_load((HERE / "words" / f"{name}.yaml").read_text(encoding="utf-8"))}
        for name in TWINS
    ],
}
