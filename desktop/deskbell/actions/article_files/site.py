"""The knowledge base as a site in a folder: all of it is there, or nothing."""

from collections.abc import Mapping
from pathlib import Path

from deskbell.actions.article_files.whole import whole
from deskbell.actions.article_files.writing import (
    AT_ONCE,
    Layout,
    Place,
    Progress,
    layout,
    write,
    write_files,
)
from deskbell.model.resources import resource
from deskbell.rules.article_files.lasting import FOLDER, lasting_path, leading_page
from deskbell.rules.article_files.site import (
    Listed,
    SiteArticle,
    SiteText,
    article_page,
    index_page,
    listed,
    search_entry,
    search_index,
)
from deskbell.rules.markdown.reading import pictures, read
from deskbell.store.desk import Desk
from deskbell.store.queries.filed_articles import KeptArticle, contents, kept
from deskbell.store.session import Session


def write_site(
    desk: Desk, agent_id: int | None, folder: Path, *, for_customers: bool = False, progress: Progress | None = None
) -> int:
    """Write the pages of all articles that the agent sees; how many articles they are.

    Raises `Mistake` folder.not_empty where something is there already, `Trouble` file.unwritable.
    """
    # In one transaction: what was withdrawn meanwhile is in all pages, or in none.
    return desk.read(site_in, agent_id, folder, for_customers=for_customers, progress=progress)


def site_in(
    session: Session,
    agent_id: int | None,
    folder: Path,
    *,
    for_customers: bool = False,
    progress: Progress | None = None,
) -> int:
    """The same as a query."""
    with whole(folder) as made:
        return _write_all(session, agent_id, made, for_customers, progress)


def _write_all(
    session: Session, agent_id: int | None, folder: Path, for_customers: bool, progress: Progress | None
) -> int:
    plan = layout(session, agent_id, for_customers=for_customers)
    skeleton = resource("site", "page.html").read_text("utf-8")
    pages = {one.id: f"{one.stem}.{one.language}.html" for one in plan.places}
    for path in plan.folders:
        (folder / path).mkdir(parents=True, exist_ok=True)
    (folder / FOLDER).mkdir()
    entries: list[str] = []
    index: list[Listed] = []
    for start in range(0, len(plan.places), AT_ONCE):
        if progress is not None:
            progress(start, len(plan.places))
        part = plan.places[start : start + AT_ONCE]
        there = kept(session, agent_id, [one.id for one in part])
        bytes_of = contents(session, there.values())
        for place in part:
            one = _placed(folder, place, there[place.id], bytes_of)
            for text in one.texts:
                write(folder / text.path, article_page(skeleton, one, text, pages).encode("utf-8", "replace"))
                leading = leading_page(text.language, text.title, text.path)
                write(folder / lasting_path(one.id, text.language), leading.encode("utf-8", "replace"))
                entries.append(search_entry(text))
            index.append(listed(place.stem.rpartition("/")[0] + "/" if "/" in place.stem else "", one))
    _write_index(folder, skeleton, plan, index, entries)
    return len(plan.places)


def _placed(folder: Path, place: Place, one: KeptArticle, bytes_of: Mapping[int, bytes]) -> SiteArticle:
    """An article as its pages have it; its files are written."""
    above = place.stem.rpartition("/")[0]
    files = {
        number: (f"{above}/{said['path']}" if above else said["path"], said["name"])
        for number, said in write_files(folder, place.stem, one, bytes_of).items()
    }
    texts = tuple(
        SiteText(f"{place.stem}.{text.language}.html", text.language, text.title, text.body) for text in one.texts
    )
    shown = frozenset().union(*(pictures(read(text.body)) for text in texts)) & files.keys()
    return SiteArticle(one.id, texts, files, frozenset(shown))


def _write_index(folder: Path, skeleton: str, plan: Layout, index: list[Listed], entries: list[str]) -> None:
    # No category's folder begins with this line: `names.safe` takes it away.
    beside = folder / "_site"
    beside.mkdir()
    for name in ("site.css", "search.js"):
        write(beside / name, resource("site", name).read_bytes())
    write(beside / "index.js", search_index(entries).encode())
    names = {path: str(head["name"]) for path, head in plan.folders.items()}
    write(folder / "index.html", index_page(skeleton, names, index).encode("utf-8", "replace"))
