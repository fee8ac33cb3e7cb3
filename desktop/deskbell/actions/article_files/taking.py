"""A folder of Markdown files taken in, part by part: what it would make of the desk, or what it makes of it."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from deskbell.actions.article_files.folder import Folder, look_through
from deskbell.actions.article_files.placing import key_said
from deskbell.actions.article_files.reading import Part, parts
from deskbell.actions.article_files.writing import Progress
from deskbell.actions.dispatch import perform
from deskbell.actions.take_in_articles import outcome
from deskbell.model.article_files import FiledArticle, TakeInArticles, TakenIn
from deskbell.model.resources import resource
from deskbell.rules.article_files.links import addresses
from deskbell.rules.languages import language_key
from deskbell.store.desk import Desk


def commands(
    found: Folder, agent_id: int | None, mended: list[str] | None = None
) -> Iterator[tuple[TakeInArticles, Part]]:
    """What is to be done one after the other: the categories, then articles. `mended` gets the keys of those that link to ones which come later."""
    yield TakeInArticles(agent_id=agent_id, categories=found.categories()), Part(())
    come: set[str] = set()
    for part in parts(found):
        come |= {one.key for one in part.articles}
        if mended is not None:
            mended += [one.key for one in part.articles if (_links(one) - come) & found.articles.keys()]
        yield TakeInArticles(agent_id=agent_id, articles=part.articles), part


def mending(found: Folder, agent_id: int | None, keys: list[str]) -> Iterator[TakeInArticles]:
    """Once all are there: those that link to ones which came after them, once more."""
    for part in parts(found, keys):
        yield TakeInArticles(agent_id=agent_id, articles=part.articles, mends=True)


def take_in_folder(
    desk: Desk,
    agent_id: int | None,
    folder: Path,
    language: str,
    *,
    only_look: bool = False,
    progress: Progress | None = None,
) -> TakenIn:
    """Take in what is in a folder; what became of it. Where that ends early, what is in stays, and the same folder goes on later. Raises as `look_through`."""
    found = look_through(folder, language)
    came = TakenIn(left_out=tuple(found.left_out))
    late: list[str] = []
    done = 0
    for command, part in commands(found, agent_id, late):
        if progress is not None:
            progress(done, len(found.articles))
        came += desk.read(outcome, command) + TakenIn(left_out=part.left_out)
        if not only_look:
            perform(desk, command)
        done += part.count
    if not only_look:
        for command in mending(found, agent_id, late):
            perform(desk, command)
    return came


def starter_set() -> Path:
    """The folder of the articles on running a desk that come with the program."""
    return resource("knowledge")


def take_in_starter_set(desk: Desk, agent_id: int | None, *, progress: Progress | None = None) -> TakenIn:
    """Take in the articles on running a desk that come with the program; a second time those that were not changed stay as they are."""
    return take_in_folder(desk, agent_id, starter_set(), "en", progress=progress)


def in_language(command: TakeInArticles, language: str) -> TakeInArticles:
    """The same in one language alone, which is the first one then; what is not written in it stays as it is."""
    return replace(command, articles=tuple(_alone(one, language) for one in command.articles))


def _alone(one: FiledArticle, language: str) -> FiledArticle:
    texts = tuple(
        replace(text, behind=False) for text in one.texts if language_key(text.language) == language_key(language)
    )
    return replace(one, texts=texts) if texts else one


def _links(one: FiledArticle) -> set[str]:
    """The keys of the articles that this one links to."""
    return {key for text in one.texts for address in addresses(text.body) if (key := key_said(address))}
