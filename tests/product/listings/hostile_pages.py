"""Pages that are made to stop a reader, of any size: name to a function of how often the trap is repeated."""

from __future__ import annotations

from collections.abc import Callable

HEAD = "<html lang=en><h1>Lamp</h1>"

TRAPS: dict[str, Callable[[int], str]] = {
    "attributes": lambda n: "<a " + " ".join(f"a{i}=1" for i in range(n)) + ">x</a>",
    "same_attribute": lambda n: "<a " + "onclick=alert(1) " * n + ">x</a>",
    "open_divs": lambda n: "<div>" * n + "x",
    "open_formatting": lambda n: "".join(f"<font color=x{i}>" for i in range(n)) + "<p>x",
    "misnested": lambda n: "<a><b><p>" * n + "x" + "</b></a>" * n,
    "open_tags": lambda n: "<a " * n,
    "open_quotes": lambda n: '<a b="' * n,
    "open_comments": lambda n: "<!--" * n,
    "comments": lambda n: "<!-- x -->" * n,
    "open_scripts": lambda n: "<script>" * n,
    "scripts": lambda n: "<script>alert(1)</script>" * n,
    "script_in_comment": lambda n: "<script><!--<script></script>" * n,
    "styles": lambda n: "<style>@import url(http://evil.example/x)</style>" * n,
    "blanks_in_tag": lambda n: "<a" + " \t\n" * n + "=" + " " * n,
    "drawings": lambda n: "<svg><g><script>alert(1)</script>" * n,
    "templates": lambda n: "<template>" * n,
    "tables": lambda n: "<table><tr><td>x" * n,
    "lists": lambda n: "<ul><li><b>a:</b>b" * n,
    "terms": lambda n: "<dt>a<dd>b" * n,
    "ends_only": lambda n: "</div></p></table>" * n,
    "signs": lambda n: "&" * n + "&amp" * n + "<" * n,
    "picture_data": lambda n: f'<img src="data:image/png;base64,{"QUJD" * n}" onerror=alert(1)>',
    "deep_json": lambda n: f'<script type="application/ld+json">{"[" * n}</script>',
    "many_json": lambda n: '<script type="application/ld+json">[{"@type":"Product","name":"x"}]</script>' * n,
    "refresh": lambda n: '<meta http-equiv=refresh content="0;url=http://evil.example/">' * n,
    "frames": lambda n: '<iframe src="http://evil.example/"></iframe><object data="http://evil.example/">' * n,
    "links": lambda n: '<a href="javascript:alert(1)" onclick="alert(1)">x</a><base href="http://evil.example/">' * n,
    "options": lambda n: "<select><option>x" * n,
    "bidi_and_nul": lambda n: "\u202e\x00\u2066x" * n,
}
