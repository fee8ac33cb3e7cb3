"""Articles of a folder, read when they are wanted, some at a time."""

import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from msgspec import Struct

from deskbell.actions.article_files.documents import Said, said
from deskbell.actions.article_files.folder import (
    Folder,
    FoundText,
    content_of,
    is_readme,
    kind_of,
    left_out,
    resolved_path,
    within,
)
from deskbell.model.article_files import FiledArticle, FiledFile, FiledSettings, FiledText, LeftOut
from deskbell.model.errors import Mistake
from deskbell.rules.article_files import heads
from deskbell.rules.article_files.foreign import spoken, stem_and_language, titled
from deskbell.rules.article_files.front_matter import Head
from deskbell.rules.article_files.links import ATTACHMENT, KEYED, PICTURE, path_address, path_said, rewritten
from deskbell.rules.articles import LARGEST_FILE_MB

AT_ONCE: Final = 50
_MOST_BYTES: Final = 32 << 20
# Known by their endings alone: what this computer thinks of them says nothing of another.
_TYPES: Final = mimetypes.MimeTypes()
_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})


class Part(Struct, frozen=True):
    """Some articles of a folder, and what is left out of them; `count` is how many were looked at for it."""

    articles: tuple[FiledArticle, ...]
    left_out: tuple[LeftOut, ...] = ()
    count: int = 0


def parts(found: Folder, keys: Sequence[str] | None = None) -> Iterator[Part]:
    """The articles of a folder, or those of these keys alone, so many at a time as are to be in memory at once."""
    articles: list[FiledArticle] = []
    left: list[LeftOut] = []
    count = size = 0
    for key in found.articles if keys is None else keys:
        try:
            one = _article(found, key, found.articles[key], left)
            articles.append(one)
            size += sum(len(file.content) for file in one.files)
        except Mistake as mistake:
            left.append(left_out(found.articles[key][0].path, mistake))
        count += 1
        if count == AT_ONCE or size > _MOST_BYTES:
            yield Part(tuple(articles), tuple(left), count)
            articles, left, count, size = [], [], 0, 0
    if count:
        yield Part(tuple(articles), tuple(left), count)


def _article(found: Folder, key: str, texts: Sequence[FoundText], left: list[LeftOut]) -> FiledArticle:
    ordered = sorted(texts, key=lambda one: (bool(one.first), one.language != found.language, one.path))
    files: dict[str, FiledFile] = {}
    filed: list[FiledText] = []
    settings: FiledSettings | None = None
    for one in ordered:
        now = said(found, one.path)
        head, body = now.head, now.body
        left += now.left_out
        named = {} if one.first else _named_files(found, one.path, head)
        if one is ordered[0]:
            settings = heads.settings_of(head)
            for path, told in named.items():
                files[path] = _file(found, path, told)
        title = heads.words(head, "title")
        if not title:
            title, body = titled(body, now.title or _otherwise(found, one.path))
        text = FiledText(
            path=one.path,
            language=one.language,
            title=title,
            body=rewritten(body, partial(_inward, found, one.path, files, now)),
            behind=heads.flag(head, "behind"),
            changed=heads.changed(head),
        )
        filed.append(text)
    return FiledArticle(key, found.category(ordered[0].path), tuple(filed), tuple(files.values()), settings)


def _inward(
    found: Folder, path: str, files: dict[str, FiledFile], now: Said, address: str, shown: bool | None
) -> str | None:
    """What becomes of an address in the file of this path; a file that it leads to comes to those of the article."""
    there = path_said(address)
    if there is None:
        return None
    inside = now.inside.get(within(path, there[0]))
    target = inside.path if inside is not None else resolved_path(found, path, there[0])
    if inside is not None:
        files.setdefault(target, inside)
    elif target in found.by_path and (kind_of(target) != ".docx" or kind_of(path)):
        return f"{KEYED}{path_address(found.by_path[target])}{f'#{there[1]}' if there[1] else ''}"
    elif target not in found.others:
        return None
    if target not in files:
        files[target] = _file(found, target, {})
    is_picture = files[target].content_type in _PICTURES and shown is not False
    return f"{PICTURE if is_picture else ATTACHMENT}{path_address(target)}"


def _named_files(found: Folder, path: str, head: Head) -> dict[str, Mapping[str, str]]:
    """The files that a head names, by their paths. Raises `Mistake` head.no_file where one is not there."""
    named: dict[str, Mapping[str, str]] = {}
    for told in heads.files_of(head):
        there = within(path, told["path"])
        if there not in found.others:
            raise Mistake("head.no_file", path=told["path"], line=head.lines.get("files", 0))
        named[there] = told
    return named


def _file(found: Folder, path: str, told: Mapping[str, str]) -> FiledFile:
    name = path.rpartition("/")[2]
    guessed = _TYPES.guess_type(name)[0] or "application/octet-stream"
    content = content_of(found, path, LARGEST_FILE_MB << 20)
    return FiledFile(path, told.get("name", name), told.get("type", guessed), content)


def _otherwise(found: Folder, path: str) -> str:
    """What an article is called whose text does not say."""
    category = found.category(path)
    if is_readme(path):
        return category[-1] if category else found.root.name
    return spoken(stem_and_language(path.rpartition("/")[2].rpartition(".")[0])[0])
