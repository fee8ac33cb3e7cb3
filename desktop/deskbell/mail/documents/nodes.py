"""XML of anybody's as a tree of small size: no entity of its own, nothing from elsewhere, so many elements and so deep at most."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from deskbell.model.errors import Mistake
from deskbell.rules.articles import LONGEST_BODY

MOST_ELEMENTS: Final = 200_000
DEEPEST: Final = 100


class Node(Struct):
    """An element; its name and those of what it says are without the name space. `inside` are others, and words."""

    name: str
    said: dict[str, str] = field(default_factory=dict)
    inside: list["Node | str"] = field(default_factory=list)

    def nodes(self) -> Iterator["Node"]:
        """The elements right in it."""
        return (one for one in self.inside if isinstance(one, Node))

    def first(self, *path: str) -> "Node | None":
        """The first element of these names, one in the other."""
        found: Node | None = self
        for name in path:
            found = None if found is None else next((one for one in found.nodes() if one.name == name), None)
        return found

    def value(self, *path: str) -> str | None:
        """The `val` of the first element of these names; "" where it says none, None where there is no such element."""
        found = self.first(*path)
        return None if found is None else found.said.get("val", "")

    def every(self, *names: str) -> Iterator["Node"]:
        """All elements of these names below it, in order; not what is in one."""
        for one in self.nodes():
            if one.name in names:
                yield one
            else:
                yield from one.every(*names)

    def words(self) -> str:
        """All its words."""
        return "".join(one if isinstance(one, str) else one.words() for one in self.inside)


def node_of(content: bytes) -> Node:
    """The root of an XML. Raises `Mistake` document.unreadable, article.long where it has more elements than any article."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    try:
        parser = DefusedXMLParser(target=_Building(), forbid_dtd=True)
        parser.feed(content)
        root: Node = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Mistake("document.unreadable") from error
    return root


class _Building:
    """What the parser tells of what it reads."""

    def __init__(self) -> None:
        self._root = Node("")
        self._open = [self._root]
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise Mistake("article.long", limit=LONGEST_BODY)
        if len(self._open) > DEEPEST:
            raise Mistake("document.unreadable")
        one = Node(_local(tag), {_local(name): value for name, value in attributes.items()})
        self._open[-1].inside.append(one)
        self._open.append(one)

    def data(self, words: str) -> None:
        self._open[-1].inside.append(words)

    def end(self, tag: str) -> None:
        del tag
        self._open.pop()

    def close(self) -> Node:
        return next(self._root.nodes(), self._root)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
