"""The tables of docs/rights.md, as the tests hold them against what is so."""

from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs" / "rights.md"


def table(heading: str) -> list[dict[str, str]]:
    """The rows of the first table below a heading: cells by column, without backquotes."""
    lines = iter(DOCUMENT.read_text(encoding="utf-8").splitlines())
    next(line for line in lines if line == f"## {heading}")
    columns = _cells(next(line for line in lines if line.startswith("|")))
    next(lines)
    rows = []
    while (line := next(lines, "")).startswith("|"):
        rows.append(dict(zip(columns, _cells(line), strict=True)))
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("`", "") for cell in line.strip("|").split("|")]
