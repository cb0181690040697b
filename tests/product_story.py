"""One electronic product as a seller would meet it: its saved page before and after it was mended, and an order."""

from __future__ import annotations

from parcelproof.ledger.records import Item, Order

CHAIN = "product:chg-65"
SKU = "CHG-65"
TITLE = "65W USB-C charger, GaN, EU plug, black"

SPECIFICS = """<tr><th>Brand</th><td>Nordvolt</td></tr><tr><th>Model</th><td>NV-65-C</td></tr>
<tr><th>Input</th><td>100-240V~ 50/60Hz 1.5A</td></tr><tr><th>Output</th><td>20V 3.25A, 65 W</td></tr>
<tr><th>Colour</th><td>see picture</td></tr><tr><th>Item weight</th><td>138 g</td></tr>
<tr><th>Connectors</th><td>2x USB-C</td></tr>"""
TEXT = """<p>100 % waterproof and unbreakable. Best charger for every device.</p>
<p>The GaN technology makes it small. It charges a laptop and a phone at the same time, and it stays cool while it
does so. The cable is not in the box, so please use your own one or order it together with the charger.</p>"""
MENDED = """<p>The charger is for dry rooms. It charges a laptop and a phone at the same time, and it stays cool while
it does so. GaN means gallium nitride, small chips that waste little power.</p>
<h2>How to use it</h2><p>Plug the charger into the wall. Connect your device with a USB-C cable. Unplug it when you
have charged.</p>"""
HOSTILE = "<script>alert('bad')</script><img src=x onerror=alert(1)>"


def page(specifics: str = SPECIFICS, text: str = TEXT, title: str = TITLE) -> bytes:
    """Return a saved page; it holds what a stranger may put into one."""
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title} | eBay</title></head><body><h1>{title}</h1>{HOSTILE}"
        f"<table>{specifics}</table><div>{text}</div></body></html>"
    ).encode()


def mended_page() -> bytes:
    """Return the page after the seller mended it."""
    more = "<tr><th>Plug</th><td>Type C (EU)</td></tr><tr><th>In the box</th><td>charger, manual</td></tr>"
    return page(SPECIFICS.replace("see picture", "Black") + more, MENDED)


def order(number: str = "12-1", destination: str = "DE", placed: str = "2026-10-05T10:00:00+08:00") -> list[object]:
    """Return an order of one piece."""
    facts = {
        "channel": "ebay", "order_id": number, "destination": destination, "placed_at": placed, "paid_at": placed,
        "total": {"currency": "EUR", "amount": "24.90"},
    }  # fmt: skip
    return [Order.model_validate(facts), Item(line_id="1", title=TITLE, quantity=1, sku=SKU, listing_id="110011001")]
