"""Search in Chinese: jieba cuts the pages into words, and the browser cuts a question into words that they hold."""

from __future__ import annotations

import logging
from typing import Any

from sphinx.application import Sphinx
from sphinx.search import languages
from sphinx.search.zh import SearchChinese

# A question in Chinese has no spaces. From each place the longest word that the index knows is taken, and what it does
# not know is left out, so that a question finds pages even if jieba would cut it elsewhere.
SPLITTER = r"""
var splitQuery = (query) => {
  const known = (word) => {
    const index = Search._index;
    return !index || word in index.terms || word in index.titleterms;
  };
  const cut = (run) => {
    const signs = [...run];
    const words = [];
    for (let from = 0; from < signs.length; ) {
      let length = Math.min(8, signs.length - from);
      while (length > 1 && !known(signs.slice(from, from + length).join(""))) length--;
      if (length > 1) words.push(signs.slice(from, from + length).join(""));
      from += length;
    }
    return words.length ? words : [run];
  };
  return query
    .split(/[^\p{Letter}\p{Number}_]+/gu)
    .flatMap((part) => part.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) || [])
    .flatMap((part) => (/\p{Script=Han}/u.test(part) ? cut(part) : [part]))
    .filter((word) => word);
};
"""


class ChineseSearch(SearchChinese):
    """Sphinx's search in Chinese, which knows how to cut a page but not a question."""

    # The script of the stemmer is called by this name, and it is the English one that shortens Latin words.
    language_name = "English"
    js_splitter_code = SPLITTER


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the search."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    languages["zh"] = ChineseSearch
    return {"parallel_read_safe": True, "parallel_write_safe": True}
