"""Writes a product page as a browser keeps it, with the time of saving and the facts that pages tell machines."""

from __future__ import annotations

import html

from parcelproof.sample.documents import page_picture
from parcelproof.sample.product_stories import ProductStory, SavedPage
from parcelproof.sample.stories import Good

CURRENCY = "USD"

_PAGE = """<!DOCTYPE html> <html lang="en"><!--
 Page saved with SingleFile
 url: https://www.amazon.com/dp/{listing}
 saved date: {saved}
-->
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 46em; color: #222; }}
th {{ text-align: left; vertical-align: top; padding-right: 2em; font-weight: normal; color: #666; min-width: 12em; }}
img {{ float: right; width: 240px; margin: 0 0 1em 2em; }}
</style>
</head>
<body>
<nav>Electronics</nav>
<div itemscope itemtype="https://schema.org/Product">
<img alt="Photo of the article" src="data:image/jpeg;base64,{picture}">
<h1 itemprop="name">{title}</h1>
<p>Price: <span itemprop="price">{price}</span> <span itemprop="priceCurrency">{currency}</span></p>
<p>{intro}</p>
<table>
{rows}
</table>
<h2>Functions and use</h2>
{use}
<p>Seller's article <span itemprop="sku">{sku}</span></p>
{note}
</div>
</body>
</html>
"""


def saved_page(good: Good, story: ProductStory, page: SavedPage) -> bytes:
    """Return the page as it stood on one day.

    Parameters
    ----------
    good : Good
    story : ProductStory
    page : SavedPage
        The day, and what differed.
    """
    rows = {**story.rows, **page.rows}
    saved = f"{page.saved:%a %b %d %Y %H:%M:%S} GMT{page.saved:%z} (China Standard Time)"
    text = _PAGE.format(
        listing=good.listing, saved=saved, title=html.escape(good.title), picture=page_picture(good),
        price=f"{page.price or good.price:.2f}", currency=CURRENCY, intro=html.escape(story.intro.strip()),
        rows="\n".join(f"<tr><th>{html.escape(k)}</th><td>{html.escape(v)}</td></tr>" for k, v in rows.items()),
        use="\n".join(f"<p>{html.escape(line)}</p>" for line in story.use), sku=html.escape(good.sku),
        note=f"<p>{html.escape(page.note)}</p>" if page.note else "",
    )  # fmt: skip
    return text.encode()
