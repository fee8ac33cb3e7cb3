"""The knowledge base: categories, articles and what they say in each language, and what is asked of them."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.mail import OutboundAttachment

REVIEW_DAYS: Final = 90
"""After so many days an article is to be verified again, where nothing else is said."""


class ArticleState(StrEnum):
    """Where an article stands in its life. Only a PUBLISHED one is offered for answers; an ARCHIVED one is kept and found by who asks for it."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Audience(StrEnum):
    """Who sees an article, besides managers, its owner and its verifier. MANAGERS is also what only a newer program than this knows."""

    EVERYONE = "everyone"
    TEAM = "team"
    MANAGERS = "managers"

    @classmethod
    def _missing_(cls, value: object) -> "Audience":
        del value
        return cls.MANAGERS


class Trust(StrEnum):
    """Whether what an article says can be relied on (`rules.articles.trust`). DUE: its verification is older than its interval. CHANGED: somebody wrote
    after it was verified. DOUBTED: somebody said why not."""

    VERIFIED = "verified"
    DUE = "due"
    CHANGED = "changed"
    DOUBTED = "doubted"
    NEVER = "never"


class ArticleFact(StrEnum):
    """What the journal of articles tells of one, or from NAME on of a category. Ids, days and moments (in milliseconds since 1970) are numbers, "" for none.

    CATEGORY: where it lies. AUDIENCE: and the team, behind a colon. TAGS: each in a line. VERIFIED: when, a space, and by whom. TEXT: its language, a space,
    and its revision. PLACE: of a category among those of the same parent. THERE: "1" while there is such a category.
    """

    CATEGORY = "category"
    STATE = "state"
    AUDIENCE = "audience"
    OWNER = "owner"
    VERIFIER = "verifier"
    DAYS = "days"
    TAGS = "tags"
    SENDABLE = "sendable"
    VERIFIED = "verified"
    DOUBT = "doubt"
    TEXT = "text"
    NAME = "name"
    PARENT = "parent"
    PLACE = "place"
    THERE = "there"


class CategoryRow(Struct, frozen=True):
    """A category, its place among those of the same parent, and how many articles that are not archived lie in itself."""

    id: int
    name: str
    parent_id: int | None = None
    position: int = 0
    version: int = 1
    articles: int = 0


class ArticleRow(Struct, frozen=True):
    """An article in a list, in one of its languages. `behind`: the text in the article's first language has changed since this translation was made.

    `complaint` is why it was of no use to whoever said so last, since it was verified; only where it is listed to be verified.
    """

    id: int
    category_id: int | None
    title: str
    language: str
    state: ArticleState
    trust: Trust
    changed_at: datetime
    behind: bool = False
    languages: tuple[str, ...] = ()
    complaint: str = ""


class TitleKey(Struct, frozen=True):
    """Where a page of articles ends: at this title, as the database orders it, and this article."""

    title: str
    id: int


class ArticlePage(Struct, frozen=True):
    """Articles by title; `last` is where the next page begins, None where these are all that are left."""

    rows: tuple[ArticleRow, ...] = ()
    last: TitleKey | None = None


class ArticleFile(Struct, frozen=True):
    """A file of an article: a picture of its text, or an attachment. `size` in bytes."""

    id: int
    name: str
    content_type: str
    size: int


class ArticleLink(Struct, frozen=True):
    """Another article by its name: one that links here."""

    id: int
    title: str


class ArticleUse(Struct, frozen=True):
    """A ticket in which an article was used."""

    ticket_id: int
    subject: str


class RelatedArticle(Struct, frozen=True):
    """An article that is near another one, and why: that one links to it, they have these tags in common, these words, or the category."""

    id: int
    title: str
    linked: bool = False
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    same_category: bool = False


class ArticleText(Struct, frozen=True):
    """What an article says in one language. `of_first` is the revision of its first language that this is a translation of, 0 in the first one."""

    language: str
    title: str
    body: str
    revision: int
    changed_at: datetime
    changed_by: int | None
    of_first: int = 0
    behind: bool = False


class Article(Struct, frozen=True):
    """An article as it is read, in one language; `languages` are all it is there in, the first one first. People are agents (ids)."""

    id: int
    category_id: int | None
    text: ArticleText
    languages: tuple[str, ...]
    state: ArticleState
    audience: Audience
    team_id: int | None
    owner_id: int | None
    verifier_id: int | None
    review_days: int
    verified_at: datetime | None
    verified_by: int | None
    doubt: str
    trust: Trust
    tags: tuple[str, ...]
    sendable: bool
    version: int
    files: tuple[ArticleFile, ...] = ()
    linked_from: tuple[ArticleLink, ...] = ()
    used_in: tuple[ArticleUse, ...] = ()


class Revision(Struct, frozen=True):
    """An earlier text of an article in one language, without its body."""

    number: int
    title: str
    agent_id: int | None
    at: datetime
    note: str


class ArticleHit(Struct, frozen=True):
    """An article that a search found, in the language in which it did. `line` is the line that holds the words, "" where the title alone does, or the heading
    that it stands under; `anchor` leads to that one."""

    id: int
    language: str
    title: str
    state: ArticleState
    line: str = ""
    heading: str = ""
    anchor: str = ""


class SaveCategory(Command, frozen=True, kw_only=True):
    """Make a category (id 0) or change one. `place` is its place among those of the same parent, counted from 0; None leaves it, and a new one comes last."""

    id: int
    name: str
    parent_id: int | None = None
    place: int | None = None
    version: int = 0


class RemoveCategory(Command, frozen=True, kw_only=True):
    """Throw a category away that holds nothing."""

    id: int
    version: int


class WriteArticle(Command, frozen=True, kw_only=True):
    """Write what an article says in one language, as its next revision; id 0 makes a new draft in `category_id`, which is its writer's own.

    `base` is the revision that was read, 0 for a language that it is not there in. `of_first` is the revision of the first language that this is a translation
    of; None leaves what it was, and takes the last one for a new translation. `note` says what was changed, "" for nothing. `gap_id` are the words that nobody found and
    that it answers, 0 for none.
    """

    id: int
    language: str
    title: str
    body: str
    base: int = 0
    of_first: int | None = None
    note: str = ""
    category_id: int | None = None
    gap_id: int = 0


class MoveArticles(Command, frozen=True, kw_only=True):
    """Put all articles of a category, archived ones too, into another one; None is none."""

    from_id: int | None
    to_id: int | None


class ArchiveStarter(Command, frozen=True, kw_only=True):
    """Archive the articles on running a desk that came with the program, those that nobody has changed since."""


class KeptArticle(Struct, frozen=True):
    """What somebody is writing in an article (0: a new one), over the revision `base`; `gap_id` are the words that it answers, 0 for none.

    `over` tells, in a file, which text the desk had then (`rules.articles.told_apart`); "" where that is not known.
    """

    article_id: int
    language: str
    title: str
    body: str
    base: int
    gap_id: int = 0
    over: str = ""


class KeepArticleDraft(Command, frozen=True, kw_only=True):
    """Keep what is being written in an article (0: a new one) until it is saved; one draft an agent, article and language."""

    article_id: int
    language: str
    title: str
    body: str
    base: int
    gap_id: int = 0


class DropArticleDraft(Command, frozen=True, kw_only=True):
    """Such a draft is saved, or thrown away."""

    article_id: int
    language: str


class SettleArticle(Command, frozen=True, kw_only=True):
    """Say where an article lies, where it stands in its life, who sees it and who answers for it: all of it. `team_id` is for the audience TEAM alone.

    `sendable`: it may be sent to customers.
    """

    id: int
    version: int
    category_id: int | None
    state: ArticleState
    owner_id: int | None
    audience: Audience = Audience.EVERYONE
    team_id: int | None = None
    verifier_id: int | None = None
    review_days: int = REVIEW_DAYS
    tags: tuple[str, ...] = ()
    sendable: bool = False


class VerifyArticle(Command, frozen=True, kw_only=True):
    """Say that an article is right as it stands in all its languages; with a `doubt` that it is not, and why.

    `revision` is what was read of it, in `language`: where somebody wrote meanwhile it is refused. 0 is whatever it says; a doubt is kept in any case.
    """

    id: int
    doubt: str = ""
    language: str = ""
    revision: int = 0


class SeeArticleReminders(Command, frozen=True, kw_only=True):
    """Say that the agent has seen that these articles are due for verification."""

    articles: tuple[int, ...]


class AddArticleFile(Command, frozen=True, kw_only=True):
    """Keep a file with an article; its text may show it as `picture:ID`, or offer it as `attachment:ID`."""

    id: int
    file: OutboundAttachment


class UseArticle(Command, frozen=True, kw_only=True):
    """Keep in mind that an article was put into what is written on a ticket."""

    id: int
    ticket_id: int
