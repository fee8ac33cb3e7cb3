"""Articles out into a folder: a file an article and language, in folders as the categories are, with their pictures and attachments beside them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from posixpath import relpath
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.actions.article_files.whole import whole
from deskbell.model.article_files import FiledSettings, FiledText
from deskbell.rules.article_files.front_matter import written
from deskbell.rules.article_files.heads import head_of_first, head_of_translation
from deskbell.rules.article_files.lasting import FOLDER
from deskbell.rules.article_files.links import KEYED, path_address, rewritten
from deskbell.rules.article_files.names import Taken, safe
from deskbell.rules.markdown.reading import target
from deskbell.store.desk import Desk
from deskbell.store.queries.articles import categories
from deskbell.store.queries.filed_articles import KeptArticle, KeptText, contents, is_for_customers, kept, named
from deskbell.store.session import Session

CATEGORY: Final = "_category.md"
"""The file in a folder that says what the category is called, and its place among others."""
FILES: Final = ".files"
AT_ONCE: Final = 50
# Windows takes paths of 259 characters unless it is told otherwise: the deeper a category lies, the shorter is the name of its folder.
_LONGEST_FOLDERS: Final = (40, 32, 24, 16, 12, 12, 12, 12)
_LONGEST_STEM: Final = 50
_LONGEST_FILE: Final = 40

Progress = Callable[[int, int], None]
"""Told how many articles are done, and how many there are; what it raises ends the work."""


class Place(Struct, frozen=True):
    """Where an article goes: `stem` is the path of its files without language and ending."""

    id: int
    key: str
    stem: str
    language: str


class Layout(Struct, frozen=True):
    """Where all goes. `folders` are those of the categories, with the heads of their own files. `for_customers`: all else than what they may see stays here."""

    folders: Mapping[str, Mapping[str, object]]
    places: tuple[Place, ...]
    for_customers: bool = False

    @property
    def by_id(self) -> dict[int, Place]:
        """The places by article."""
        return {one.id: one for one in self.places}


def layout(session: Session, agent_id: int | None, *, for_customers: bool = False) -> Layout:
    """Where all articles go that the agent sees; `for_customers` as `filed_articles.named` has it."""
    found = named(session, agent_id, for_customers=for_customers)
    rows = categories(session, agent_id)
    children: dict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row.id)
    names = {row.id: row.name for row in rows}
    paths: dict[int | None, str] = {None: ""}
    heads: dict[str, Mapping[str, object]] = {}
    taken: dict[int | None, Taken] = {None: Taken("readme.md", "index.html", FOLDER)}
    # One after the other, parents first: their number has no bound, their depth has.
    waiting: list[tuple[int | None, int]] = [(None, 0)]
    while waiting:
        parent, depth = waiting.pop()
        for place, number in enumerate(children[parent]):
            folder = taken[parent].free(safe(names[number], _LONGEST_FOLDERS[min(depth, len(_LONGEST_FOLDERS) - 1)]))
            paths[number] = f"{paths[parent]}{folder}/"
            heads[paths[number]] = {"name": names[number], "place": place}
            taken[number] = Taken(CATEGORY)
            waiting.append((number, depth + 1))
    places = []
    for one in found:
        name = taken[one.category_id].free(safe(one.title, _LONGEST_STEM), "", FILES, f".{one.language}.md")
        places.append(Place(one.id, one.key, f"{paths[one.category_id]}{name}", one.language))
    if for_customers:
        heads = {path: head for path, head in heads.items() if any(one.stem.startswith(path) for one in places)}
    return Layout(heads, tuple(places), for_customers)


def _begin(plan: Layout, folder: Path) -> None:
    """Make the folders."""
    for path, head in plan.folders.items():
        (folder / path).mkdir(parents=True, exist_ok=True)
        write(folder / path / CATEGORY, written(dict(head), "").encode())


def _write_part(session: Session, agent_id: int | None, plan: Layout, folder: Path, ids: Sequence[int]) -> None:
    """Write these articles."""
    there = kept(session, agent_id, ids)
    if plan.for_customers:
        # An article may have been taken back since it was given a place; and who looks after it is nobody's business outside.
        there = {
            number: replace(one, settings=FiledSettings(state=one.settings.state, sendable=True))
            for number, one in there.items()
            if is_for_customers(one.settings)
        }
    bytes_of = contents(session, there.values())
    places = plan.by_id
    for number, one in there.items():
        _write_article(folder, one, places, write_files(folder, places[number].stem, one, bytes_of))


def export_folder(
    desk: Desk, agent_id: int | None, folder: Path, *, for_customers: bool = False, progress: Progress | None = None
) -> int:
    """Write all articles that the agent sees into an empty folder, or one that is made; how many they are. Raises as `whole`."""
    return desk.read(folder_in, agent_id, folder, for_customers=for_customers, progress=progress)


def folder_in(
    session: Session,
    agent_id: int | None,
    folder: Path,
    *,
    for_customers: bool = False,
    progress: Progress | None = None,
) -> int:
    """The same as a query."""
    plan = layout(session, agent_id, for_customers=for_customers)
    ids = [one.id for one in plan.places]
    with whole(folder) as made:
        _begin(plan, made)
        for start in range(0, len(ids), AT_ONCE):
            if progress is not None:
                progress(start, len(ids))
            _write_part(session, agent_id, plan, made, ids[start : start + AT_ONCE])
    return len(ids)


def _write_article(
    folder: Path, one: KeptArticle, places: Mapping[int, Place], files: Mapping[int, dict[str, str]]
) -> None:
    stem = places[one.id].stem
    first = one.texts[0]
    for text in one.texts:
        path = f"{stem}.{text.language}.md"
        behind = text is not first and text.of_first < first.revision
        body = _outward(text, path, places, files)
        filed = FiledText(path, text.language, text.title, body, behind, text.changed_at)
        if text is first:
            head = head_of_first(one.key, filed, one.settings, list(files.values()))
        else:
            head = head_of_translation(one.key, filed, first.language)
        write(folder / path, written(head, body).encode("utf-8", "replace"))


def _outward(text: KeptText, path: str, places: Mapping[int, Place], files: Mapping[int, dict[str, str]]) -> str:
    """A text whose links lead to files. One to an article that is not among them keeps to a name that means nothing elsewhere: its number might."""
    folder = path.rpartition("/")[0]

    def change(address: str, shown: bool | None) -> str | None:
        del shown
        there = target(address)
        if there is None:
            return None
        if there.kind != "article":
            file = files.get(there.id)
            return None if file is None else path_address(file["path"])
        _, mark, anchor = address.partition("#")
        place = places.get(there.id)
        if place is None:
            return f"{KEYED}{there.id}{mark}{anchor}"
        return f"{path_address(relpath(f'{place.stem}.{place.language}.md', folder or '.'))}{mark}{anchor}"

    return rewritten(text.body, change)


def write_files(folder: Path, stem: str, one: KeptArticle, bytes_of: Mapping[int, bytes]) -> dict[int, dict[str, str]]:
    """Write the files of an article beside it; what the head says of each, by its number."""
    if not one.files:
        return {}
    beside = f"{stem.rpartition('/')[2]}{FILES}"
    (folder / f"{stem}{FILES}").mkdir(exist_ok=True)
    taken, said = Taken(), {}
    for file in one.files:
        bare, dot, ending = file.name.rpartition(".")
        ending = safe(ending, 12, "bin") if dot else ""
        end = f".{ending}" if ending else ""
        name = taken.free(safe(bare if dot else file.name, _LONGEST_FILE, "file"), end) + end
        said[file.id] = {"path": f"{beside}/{name}", "name": file.name, "type": file.content_type}
        write(folder / f"{stem}{FILES}" / name, bytes_of[file.id])
    return said


def write(path: Path, content: bytes) -> None:
    """Write a file that is not there yet."""
    with path.open("xb") as file:
        file.write(content)
