"""What is in a folder of Markdown files, web pages and Word files: looked through before anything of it is taken, without following a link out of it."""

import os
import re
import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from posixpath import normpath
from typing import Final

from msgspec import Struct, field

from deskbell.actions.article_files.writing import CATEGORY, FILES
from deskbell.model.article_files import LeftOut
from deskbell.model.errors import Mistake, Trouble
from deskbell.rules.article_files import front_matter, heads
from deskbell.rules.article_files.foreign import README, stem_and_language
from deskbell.rules.articles import DEEPEST_CATEGORY, LONGEST_BODY

MOST_FILES: Final = 200_000
_LARGEST_TEXT: Final = LONGEST_BODY * 4 + (64 << 10)
_MARKDOWN: Final = (".md", ".markdown")
_DOCUMENTS: Final = (".html", ".htm", ".docx")
# Folders with what belongs to one file: as “export” names them, and browsers that save a page.
_BESIDE: Final = (FILES, "_files")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ABOUT: Final = ("README.md", "index.md", "index.html", "index.htm")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NOFOLLOW: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class FoundText(Struct, frozen=True):
    """A file that becomes an article. `first` is the language that it says it is a translation of; `is_ours`: its head names the article."""

    path: str
    key: str
    language: str
    first: str
    is_ours: bool


class Folder(Struct):
    """A folder that was looked through: its articles by key, with their texts; the other files; its categories; and what is left out."""

    root: Path
    language: str
    articles: dict[str, list[FoundText]] = field(default_factory=dict)
    by_path: dict[str, str] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def category(self, path: str) -> tuple[str, ...]:
        """The names of the categories down to the folder of this file."""
        parts = path.split("/")[:-1]
        return tuple(self.names.get("/".join(parts[: n + 1]), parts[n]) for n in range(len(parts)))

    def categories(self) -> tuple[tuple[str, ...], ...]:
        """All that have a file which says so, in their order."""
        listed = sorted(self.places, key=lambda path: (path.count("/"), self.places[path], path))
        return tuple(self.category(f"{path}/") for path in listed)


def look_through(root: Path, language: str, only: Collection[str] = ()) -> Folder:
    """What is in a folder; `language` is that of files which do not say theirs. Where some are named, these `only` become articles, and nothing is said of others.

    Raises `Mistake` folder.not_one, folder.full, `Trouble` file.unreadable.
    """
    if not root.is_dir():
        raise Mistake("folder.not_one", path=str(root))
    found = Folder(root.resolve(), language)
    try:
        paths = sorted(_paths(found, whole=not only), key=lambda path: (path.count("/"), path))
    except OSError as error:
        raise unreadable(root, error) from error
    if only:
        found.left_out[:] = [one for one in found.left_out if one.path in only]
    categories = {path.removesuffix(CATEGORY) for path in paths if path.rpartition("/")[2] == CATEGORY}
    for path in paths:
        if _is_beside(path, categories) or (only and path not in only):
            continue
        note = _note if path.lower().endswith(_MARKDOWN) else _note_document if kind_of(path) else None
        try:
            if note is not None:
                note(found, path)
        except Mistake as mistake:
            leave_out(found, path, mistake)
    return found


def kind_of(path: str) -> str:
    """The ending of a web page or a Word file; "" for any other."""
    return next((ending for ending in _DOCUMENTS if path.lower().endswith(ending)), "")


def within(path: str, said: str) -> str:
    """The path in the folder that a file of `path` means by `said`, "" where that leads out of it."""
    folder = path.rpartition("/")[0]
    there = normpath(f"{folder}/{said}" if folder else said)
    return "" if there in (".", "..") or there.startswith(("../", "/")) or "\0" in there else there


def resolved_path(found: Folder, path: str, said: str) -> str:
    """The file that a file of `path` means by `said`: that itself, or what a folder is about; "" where there is none."""
    target = within(path, said)
    if not target or target in found.by_path or target in found.others:
        return target
    return next((one for name in _ABOUT if (one := f"{target}/{name}") in found.by_path), "")


def leave_out(found: Folder, path: str, mistake: Mistake) -> None:
    """Say that a file is not taken, and why."""
    found.left_out.append(left_out(path, mistake))


def left_out(path: str, mistake: Mistake) -> LeftOut:
    """The same as a value: the line that the mistake names is that of the file."""
    values: dict[str, object] = dict(mistake.values)
    line = values.get("line", 0)
    return LeftOut(path, mistake.code, values, line if isinstance(line, int) else 0)


def content_of(found: Folder, path: str, most: int) -> bytes:
    """The bytes of a file of the folder. Raises `Mistake` folder.link where it is one by now, or none that can be read, article.file_large."""
    try:
        handle = os.open(found.root / path, os.O_RDONLY | _NOFOLLOW)
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Mistake("folder.link")
            content = file.read(most + 1)
    except OSError as error:
        raise Mistake("head.unreadable", reason=error.strerror or type(error).__name__) from error
    if len(content) > most:
        raise Mistake("article.file_large", name=path.rpartition("/")[2], limit=most >> 20)
    return content


def text_of(found: Folder, path: str) -> str:
    """The text of a file. Raises `Mistake` article.long, text.charset with the line, text.none, and as `content_of`."""
    if found.others.get(path, 0) > _LARGEST_TEXT:
        raise Mistake("article.long", limit=LONGEST_BODY)
    content = content_of(found, path, _LARGEST_TEXT)
    charset = next((codec for mark, codec in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(charset)
    except UnicodeDecodeError as error:
        raise Mistake("text.charset", line=content.count(b"\n", 0, error.start) + 1) from error
    if odd := _NO_TEXT.search(text):
        raise Mistake("text.none", line=text.count("\n", 0, odd.start()) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unreadable(root: Path, error: OSError) -> Trouble:
    """The folder, or a part of it, cannot be read."""
    return Trouble("file.unreadable", path=str(error.filename or root), reason=error.strerror or type(error).__name__)


def _paths(found: Folder, *, whole: bool) -> Iterator[str]:
    """The plain files below the root, by their paths from there; what is hidden is passed over, a link is left out.

    Unless the `whole` folder is wanted, there may be folders in it that are not for us to see, and more files than are looked at.
    """
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(found.root / folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            if whole or not folder:
                raise
            continue
        for entry in listed:
            path = f"{folder}{entry.name}"
            if entry.name.startswith("."):
                continue
            if not entry.name.isprintable():
                leave_out(found, ascii(path)[1:-1], Mistake("folder.name"))
                continue
            if _is_link(entry):
                leave_out(found, path, Mistake("folder.link"))
            elif entry.is_dir(follow_symlinks=False):
                if path.count("/") >= DEEPEST_CATEGORY and not path.endswith(".files"):
                    leave_out(found, path, Mistake("category.deep", limit=DEEPEST_CATEGORY))
                else:
                    waiting.append(f"{path}/")
            elif entry.is_file(follow_symlinks=False):
                found.others[path] = entry.stat(follow_symlinks=False).st_size
                if len(found.others) > MOST_FILES:
                    if whole or not folder:
                        raise Mistake("folder.full", limit=MOST_FILES)
                    return
                yield path


def _is_link(entry: "os.DirEntry[str]") -> bool:
    """A symbolic link, or on Windows one of the other things that lead elsewhere."""
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return entry.is_symlink() or bool(attributes & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400))


def _note(found: Folder, path: str) -> None:
    """Note what a Markdown file is."""
    head, _ = front_matter.read(text_of(found, path))
    folder, _, name = path.rpartition("/")
    if name == CATEGORY:
        _name_category(found, folder, head)
        return
    stem, language = stem_and_language(name.rpartition(".")[0])
    key = heads.words(head, "key")[: heads.LONGEST_KEY]
    language = heads.words(head, "language") or language or found.language
    key_or_own = key or _own_key(found, folder, stem)
    _note_text(found, FoundText(path, key_or_own, language, heads.words(head, "translation_of"), bool(key)))
    del found.others[path]


def _note_document(found: Folder, path: str) -> None:
    """Note a file that says nothing of itself but by its name. Whoever links to it as a file has it as one, too."""
    folder, _, name = path.rpartition("/")
    stem, language = stem_and_language(name.removesuffix(name[-len(kind_of(path)) :]))
    _note_text(found, FoundText(path, _own_key(found, folder, stem), language or found.language, "", False))


def _is_beside(path: str, categories: Collection[str]) -> bool:
    """Whether a file belongs to another one, in whose folder it lies."""
    parts = path.split("/")[:-1]
    folders = ("/".join((*parts[: n + 1], "")) for n in range(len(parts)) if parts[n].endswith(_BESIDE))
    return any(folder not in categories for folder in folders)


def _note_text(found: Folder, text: FoundText) -> None:
    texts = found.articles.setdefault(text.key, [])
    twice = next((one.path for one in texts if one.language == text.language), None)
    if twice is not None:
        raise Mistake("article.twice", other=twice)
    texts.append(text)
    found.by_path[text.path] = text.key


def _own_key(found: Folder, folder: str, stem: str) -> str:
    """The key of an article that has none: its path, from the folder's own name on, so that it is known when the folder comes again."""
    return "/".join(filter(None, (found.root.name, folder, stem)))


def _name_category(found: Folder, folder: str, head: front_matter.Head) -> None:
    name = heads.words(head, "name")
    place = head.values.get("place", 0)
    if folder and name:
        found.names[folder] = name
        found.places[folder] = place if isinstance(place, int) else 0
    found.others.pop(f"{folder}/{CATEGORY}" if folder else CATEGORY, None)


def is_readme(path: str) -> bool:
    """Whether a file says what its folder is about."""
    return stem_and_language(path.rpartition("/")[2].rpartition(".")[0])[0].lower() in README
