"""Writes the order files of the sample shop as the platforms export them, with their usual oddities."""

from __future__ import annotations

from parcelproof.sample.orders.amazon import amazon_file, confirmation_file
from parcelproof.sample.orders.ebay import ebay_file
from parcelproof.sample.orders.etsy import etsy_file
from parcelproof.sample.orders.shipstation import shipstation_file
from parcelproof.sample.orders.shopify import shopify_file
from parcelproof.sample.orders.tiktok import tiktok_file
from parcelproof.sample.stories import SampleShop, Story


def order_files(shop: SampleShop) -> dict[str, bytes]:
    """Return file name and content of each order export."""

    def of(*channels: str) -> list[Story]:
        return [story for story in shop.stories if story.channel in channels]

    return {
        "ebay-us-orders.csv": ebay_file(shop, of("ebay_us"), british=False),
        "ebay-uk-orders.csv": ebay_file(shop, of("ebay_uk"), british=True),
        "shopify-orders.csv": shopify_file(shop, of("shopify")),
        "amazon-unshipped.tsv": amazon_file(shop, of("amazon")),
        "amazon-shipment-confirmation.tsv": confirmation_file(of("amazon")),
        "etsy-sold-order-items.csv": etsy_file(shop, of("etsy")),
        "tiktok-shop-orders.csv": tiktok_file(shop, of("tiktok")),
        "shipstation-shipments.csv": shipstation_file(of("shopify", "etsy")),
    }
