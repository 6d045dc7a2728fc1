"""sample_data/README.md: where every file comes from, under which licence, and its digest."""

import hashlib
from collections.abc import Mapping, Sequence

from scripts.sample_builders.product import Product

HEAD = """# Sample data

Small datasets that travel with shapviz, real but for the synthesised speech of avdigits. Made by `python
scripts/build_sample_data.py` from pinned packages; the same packages give the same bytes. Arrays only, no pickles.
`docs/data.md` explains what each of them teaches.
"""


def readme(products: Sequence[Product], files: Mapping[str, bytes]) -> str:
    """Return the text of the README: a section for each product, then the digests of all files."""
    sections = [HEAD, *map(_section, products), _digests(files)]
    return "\n".join(sections)


def _section(product: Product) -> str:
    packages = ", ".join(f"`{package.name}` {package.version} ({package.registry})" for package in product.packages)
    card = product.cards[0]
    return "\n".join(
        [
            "## " + ", ".join(card.name for card in product.cards),
            "",
            *(
                f"- **{card.name}**: {card.samples} samples, {len(card.classes)} classes, modalities "
                f"{', '.join(card.names)}" + (f"; groups: {card.groups}." if card.groups else ".")
                for card in product.cards
            ),
            f"- From: {packages}",
            f"- How: {product.provenance}",
            f"- Cite: {card.citation}",
            f"- Licence: {card.licence}. {product.licence_note}",
            "",
        ]
    )


def _digests(files: Mapping[str, bytes]) -> str:
    rows = [
        f"| {name} | {len(content):,} | `{hashlib.sha256(content).hexdigest()}` |"
        for name, content in sorted(files.items())
    ]
    return "\n".join(["## Digests", "", "| file | bytes | SHA-256 |", "|---|--:|---|", *rows, ""])
