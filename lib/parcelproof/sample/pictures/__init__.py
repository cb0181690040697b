"""Draws the photos of the sample shop: goods, boxes, scales, labels and receipts, each a little different."""
