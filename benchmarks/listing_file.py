"""A hundred thousand products reviewed by ``check listing``: seconds of clock and of processor, and memory.

Run it with ``python benchmarks/listing_file.py [--products N]``. The products are made up, seeded, in a temporary
folder. Seconds of processor say more than the clock where other work runs beside: divide them by the cores.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import tempfile
import time
from pathlib import Path

from parcelproof.product.listings.answer_file import answer_listing_file

HEADER = ["category", "title", "sku", "Brand", "Input Voltage", "Plug Type", "Material", "Colour", "description"]
KINDS = ("electronics", "home", "Toys & Hobbies", "Clothing > Shirts", "Cosmetics", "Jewelry", "Sports")
THINGS = ("LED desk lamp", "Cotton shirt", "Toy car", "Face cream", "Phone charger", "Steel bottle", "Silver ring")
SENTENCES = (
    "It is made of sturdy material and easy to clean.",
    "Press the button for two seconds to start it.",
    "It is 100% waterproof and comes with a lifetime warranty.",
    "The box holds the product, a cable of one metre and a manual in English.",
    "Keep away from children under three years: small parts.",
    "Bluetooth 5.3 connects it with your phone within ten metres.",
)


def make(path: Path, count: int) -> None:
    """Write a table of made-up products."""
    chance = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        for number in range(count):
            text = " ".join(chance.choices(SENTENCES, k=chance.randint(2, 8)))
            table.writerow([
                chance.choice(KINDS), f"{chance.choice(THINGS)} {number}", f"S{number}",
                chance.choice(("Lumo", "Unbranded", "new")), chance.choice(("", "220V", "100-240V 50/60Hz")),
                chance.choice(("", "EU", "US plug")), chance.choice(("", "plastic", "cotton")), "blue", text,
            ])  # fmt: skip


def main() -> None:
    """Print one line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--products", type=int, default=100_000)
    count = asked.parse_args().products
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "products.csv"
        make(path, count)
        begun = time.perf_counter()
        found = sum(1 for _ in answer_listing_file(path, {"destination": "DE"}))
        clock = time.perf_counter() - begun
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    print(
        f"{found:,} products: {clock:.1f} s by the clock, {processor:.1f} s of processor "
        f"({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}), {own.ru_maxrss // 1024} MB in the main process"
    )


if __name__ == "__main__":
    main()
