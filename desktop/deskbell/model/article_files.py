"""Articles on their way into files and out of them."""

from datetime import datetime

from msgspec import Struct

from deskbell.model.articles import REVIEW_DAYS, ArticleState, Audience
from deskbell.model.commands import Command
from deskbell.model.hidden import all_but


class FiledSettings(Struct, frozen=True):
    """What is not an article's text. People are named by their mail addresses, a team by its name, as numbers mean nothing on another desk."""

    state: ArticleState = ArticleState.DRAFT
    audience: Audience = Audience.EVERYONE
    team: str = ""
    owner: str = ""
    verifier: str = ""
    review_days: int = REVIEW_DAYS
    verified: datetime | None = None
    verified_by: str = ""
    doubt: str = ""
    tags: tuple[str, ...] = ()
    sendable: bool = False


class FiledText(Struct, frozen=True):
    """What an article says in one language, from the file `path` of the folder. `behind`: the text in the first language has changed since it was translated.

    In `body` other articles are named by their keys and files by their paths (`rules.article_files.links`).
    """

    path: str
    language: str
    title: str
    body: str
    behind: bool = False
    changed: datetime | None = None


class FiledFile(Struct, frozen=True):
    """A picture or an attachment of an article: its path in the folder, and what it is called."""

    path: str
    name: str
    content_type: str
    content: bytes

    __repr__ = all_but("content")


class FiledArticle(Struct, frozen=True):
    """An article; `key` is what it is known by on every desk. `category` are the names of the categories down to its own. The first text is its first one.

    `settings` is None where the files say nothing of them: an article that is there keeps its own.
    """

    key: str
    category: tuple[str, ...]
    texts: tuple[FiledText, ...]
    files: tuple[FiledFile, ...] = ()
    settings: FiledSettings | None = None

    @property
    def path(self) -> str:
        """What it is told by."""
        return self.texts[0].path


class LeftOut(Struct, frozen=True):
    """A file, or an article by its file, that is not taken in, and why: `code` with its `values` is a sentence (`model.sentences`).

    `line` is that of the file, 0 where it is about all of it.
    """

    path: str
    code: str
    values: dict[str, object] = {}
    line: int = 0


class Comes(Struct, frozen=True):
    """An article that comes in, by its first file, or changes one that is there."""

    path: str
    title: str
    is_new: bool


class TakenIn(Struct, frozen=True):
    """What became of articles, or would; `comes` are those that are new or changed."""

    new: int = 0
    changed: int = 0
    same: int = 0
    left_out: tuple[LeftOut, ...] = ()
    comes: tuple[Comes, ...] = ()

    def __add__(self, other: "TakenIn") -> "TakenIn":
        return TakenIn(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.left_out + other.left_out,
            self.comes + other.comes,
        )


class TakeInArticles(Command, frozen=True, kw_only=True):
    """Take articles in from files; one whose key is known is changed to what the files say, and what it said stays a revision.

    `categories` are made first, where they are not there: each as the names down to it. `mends`: only where links lead changes, once all articles are there,
    which is no change of what the texts say.
    """

    articles: tuple[FiledArticle, ...] = ()
    categories: tuple[tuple[str, ...], ...] = ()
    mends: bool = False

    __repr__ = all_but("articles")
