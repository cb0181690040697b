"""Writes the papers of the sample shop: saved product pages and the papers of suppliers."""

from __future__ import annotations

import base64
import html
import time
from collections.abc import Sequence
from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from parcelproof.sample.pictures.canvas import font, lit, rng_for, set_down, surface
from parcelproof.sample.pictures.goods import draw_good
from parcelproof.sample.product_stories import Paper
from parcelproof.sample.stories import Good

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 46em; color: #222; }}
th {{ text-align: left; padding-right: 2em; font-weight: normal; color: #666; }}
img {{ float: right; width: 240px; margin: 0 0 1em 2em; }}
</style>
</head>
<body>
<img alt="Photo of the article" src="data:image/jpeg;base64,{picture}">
<h1>{title}</h1>
<p>Article {listing}. Condition: new. Price {price}.</p>
<h2>Details</h2>
<table>
{rows}
</table>
<h2>In the box</h2>
<ul>
{parts}
</ul>
{more}
</body>
</html>
"""
_USE = """<h2>Functions and use</h2>
<p>Charge it with the cable in the box before you use it for the first time. A light shows when it is full. Press and
hold the button for two seconds to switch it on or off. The manual in the box explains each function with a picture.</p>
<p>Keep it dry and below 45 &deg;C. Do not open it. Take it to a collection point for old electronics at the end.</p>"""
_CARE = """<h2>Use and care</h2>
<p>Take all packing material off before the first use. Keep the article dry when you store it. Small colour differences
between screen and article are possible. Write to us if anything is unclear.</p>"""


def page_picture(good: Good) -> str:
    """Return the picture of a product page, ready to stand in it."""
    rng = rng_for("listing", good.sku)
    ground = surface(rng, "white", 360, 360)
    set_down(ground, draw_good(good.look, good.colour, rng, 280), (180, 180))
    out = BytesIO()
    lit(ground, rng).save(out, "JPEG", quality=60)
    return base64.b64encode(out.getvalue()).decode("ascii")


def listing_page(good: Good, free: Sequence[str] = ()) -> bytes:
    """Write the product page as a browser saves it: one file, nothing loaded from elsewhere.

    Parameters
    ----------
    good : Good
    free : sequence of str
        Free articles that the page promises.
    """
    more = _USE if good.electronics else _CARE
    for present in free:
        more += f"\n<p>Free with each order: {html.escape(present)}.</p>"
    attributes = {**good.attributes, "Country of origin": good.origin}
    page = _PAGE.format(
        title=html.escape(good.title),
        listing=html.escape(good.listing),
        price=f"{good.price:.2f}",
        picture=page_picture(good),
        rows="\n".join(f"<tr><th>{html.escape(k)}</th><td>{html.escape(v)}</td></tr>" for k, v in attributes.items()),
        parts="\n".join(f"<li>{html.escape(part)}</li>" for part in good.parts),
        more=more,
    )
    return page.encode()


def paper_pdf(paper: Paper, good: Good) -> bytes:
    """Draw the paper of a supplier as a one-page PDF; the same paper always gives the same bytes."""
    sheet = Image.new("RGB", (1000, 1414), "#fdfdfb")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle([0, 0, 1000, 14], fill="#31556e")
    draw.text((80, 80), paper.supplier, fill="#1e2a33", font=font(34, bold=True))
    draw.text((80, 130), paper.address, fill="#55606a", font=font(21))
    draw.text((80, 162), f"{paper.phone} · {paper.website}", fill="#55606a", font=font(21))
    titles = {"invoice": "INVOICE", "authorisation": "LETTER OF AUTHORISATION"}
    draw.text((80, 240), titles[paper.document], fill="#31556e", font=font(48, bold=True))
    draw.text((80, 316), f"No. {paper.number}    Date {paper.date.isoformat()}", fill="#1e2a33", font=font(26))
    (_invoice if paper.document == "invoice" else _authorisation)(draw, paper, good)
    draw.ellipse([690, 1120, 890, 1320], outline="#b23a3a", width=6)
    draw.text((790, 1220), paper.supplier.split()[0].upper(), fill="#b23a3a", font=font(30, bold=True), anchor="mm")
    return _pdf(sheet, paper.date)


def _invoice(draw: ImageDraw.ImageDraw, paper: Paper, good: Good) -> None:
    quantity = paper.quantity or 0
    # A wholesale price of two fifths of the shop's price.
    unit = (good.price * 2 / 5).quantize(good.price)
    draw.text((80, 390), "Sold to: Sample Harbour Goods, Shenzhen, China", fill="#1e2a33", font=font(26))
    draw.rectangle([80, 470, 920, 520], fill="#e6edf1")
    for x, head in ((96, "Article"), (600, "Quantity"), (740, "Unit"), (840, "Total")):
        draw.text((x, 480), head, fill="#1e2a33", font=font(24, bold=True))
    draw.text((96, 544), good.title.split(",")[0], fill="#1e2a33", font=font(24))
    draw.text((96, 580), f"SKU {good.sku}   Brand {good.brand or 'none'}", fill="#55606a", font=font(22))
    for x, value in ((600, str(quantity)), (740, f"{unit}"), (840, f"{unit * quantity}")):
        draw.text((x, 544), value, fill="#1e2a33", font=font(24))
    draw.line([80, 640, 920, 640], fill="#55606a", width=2)
    draw.text((920, 664), f"USD {unit * quantity}", fill="#1e2a33", font=font(34, bold=True), anchor="ra")
    if paper.serials:
        draw.text((80, 740), "Serial numbers, extract", fill="#1e2a33", font=font(24, bold=True))
        for number, serial in enumerate(paper.serials):
            draw.text((80 + number % 4 * 220, 786 + number // 4 * 38), serial, fill="#1e2a33", font=font(22))


def _authorisation(draw: ImageDraw.ImageDraw, paper: Paper, good: Good) -> None:
    until = paper.valid_to.isoformat() if paper.valid_to else "further notice"
    lines = (
        f"{paper.holder or paper.supplier} owns the brand {good.brand}.",
        "Sample Harbour Goods may sell genuine products of this brand",
        f"in these territories: {paper.territory or 'all'}.",
        f"This letter is valid until {until}.",
        f"It covers the article {good.sku}.",
    )
    for number, line in enumerate(lines):
        draw.text((80, 400 + number * 52), line, fill="#1e2a33", font=font(28))


def _pdf(sheet: Image.Image, written: date) -> bytes:
    out = BytesIO()
    # Pillow would write the present time into the file.
    stamp = time.struct_time((written.year, written.month, written.day, 0, 0, 0, 0, 1, 0))
    sheet.save(out, "PDF", resolution=120, creationDate=stamp, modDate=stamp, quality=60)
    return out.getvalue()
