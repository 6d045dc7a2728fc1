"""Tables of a document that a command writes, so that no number in it is typed by hand."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, words: Collection[str] = ()) -> str:
    """Return a table in Markdown; all columns but the first and those headed by one of `words` are aligned right."""
    rule = ["---", *("---" if name in words else "--:" for name in header[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [header, rule, *rows])


def write(document: Path, part: str, text: str) -> None:
    """Put `text` in the place of what the document has between the comments `PART` and `end of PART`.

    Raises:
        ValueError: If it has no such part.
    """
    start, end = f"<!-- {part} -->", f"<!-- end of {part} -->"
    before, found, rest = document.read_text().partition(start)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{document} has no part between '{start}' and '{end}'")
    document.write_text(f"{before}{start}\n{text}\n{end}{after}")
