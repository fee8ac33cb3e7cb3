"""Under which heading a line of a text stands."""

from bisect import bisect_right

from deskbell.rules.markdown.reading import Heading, outline, read


def heading_above(body: str, line: int) -> Heading | None:
    """The heading under which a line of Markdown, counted from 0, stands, or which it is; None where it stands above all of them.

    Only what stands above it is read, and the next line, which may make it a heading.
    """
    tokens = read("\n".join(body.split("\n", line + 2)[: line + 2]))
    begins = [one.map[0] for one in tokens if one.type == "heading_open" and one.map]
    place = bisect_right(begins, line)
    return outline(tokens)[place - 1] if place else None
