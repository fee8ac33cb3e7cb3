"""What a file of the folder says, be it Markdown, a web page or a Word file: all go on as Markdown from here."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from deskbell.actions.article_files.folder import Folder, content_of, kind_of, resolved_path, text_of
from deskbell.model.article_files import FiledFile, LeftOut
from deskbell.model.errors import Mistake
from deskbell.rules.article_files import front_matter
from deskbell.rules.article_files.front_matter import NO_HEAD, Head
from deskbell.rules.articles import LARGEST_FILE_MB, LONGEST_TITLE

_SHOWN: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp")


class Said(Struct, frozen=True):
    """What a file says. `title` is "" where its kind has none; `inside` are files in it, by the path that its text names them by."""

    head: Head
    body: str
    title: str = ""
    inside: Mapping[str, FiledFile] = {}
    left_out: tuple[LeftOut, ...] = ()


def said(found: Folder, path: str) -> Said:
    """What this file says. Raises `Mistake` where it cannot be read."""
    kind = kind_of(path)
    if not kind:
        head, body = front_matter.read(text_of(found, path))
        return Said(head, body, left_out=tuple(LeftOut(path, "head.odd", {"line": line}, line) for line in head.odd))
    return _of_document(found, path, kind)


def _of_document(found: Folder, path: str, kind: str) -> Said:
    from deskbell.mail.documents.document import MOST_INSIDE_MB
    from deskbell.mail.documents.docx import read_docx
    from deskbell.mail.documents.page import read_page

    def is_there(there: str, shown: bool) -> bool:
        target = resolved_path(found, path, there)
        if not shown:
            return bool(target)
        return (
            target.lower().endswith(_SHOWN) and found.others.get(target, LARGEST_FILE_MB << 20) < LARGEST_FILE_MB << 20
        )

    content = content_of(found, path, MOST_INSIDE_MB << 20)
    name = path.rpartition("/")[2]
    try:
        made = (read_docx if kind == ".docx" else read_page)(name, content, is_there)
    except RecursionError as error:
        raise Mistake("document.unreadable") from error
    stem = name.rpartition(".")[0]
    inside = {
        f"{path}/{one.name}": FiledFile(f"{path}/{one.name}", f"{stem} {one.name}", one.content_type, one.content)
        for one in made.inside.values()
    }
    left_out = tuple(LeftOut(path, one.code, {"count": one.count}) for one in made.remarks)
    return Said(NO_HEAD, made.body, made.title[:LONGEST_TITLE], inside, left_out)
