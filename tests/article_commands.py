"""The commands of the knowledge base: part of `every_command`."""

from collections.abc import Callable, Mapping
from typing import Any

from deskbell.model import article_figures, article_files, articles, gaps
from deskbell.model.commands import Command
from deskbell.model.mail import OutboundAttachment

ARTICLES: Mapping[str, Callable[[Any, Any], Command]] = {
    "category": lambda at, by: articles.SaveCategory(agent_id=by.me, id=0, name="Parcels"),
    "article": lambda at, by: articles.WriteArticle(
        agent_id=by.me,
        id=0,
        language="en",
        title="Lost parcels",
        body="Ask article:1.",
        category_id=at.answers["category"],
    ),
    "picture of article": lambda at, by: articles.AddArticleFile(
        agent_id=by.me, id=at.answers["article"] or 0, file=OutboundAttachment("way.png", "image/png", b"the way")
    ),
    "settled article": lambda at, by: articles.SettleArticle(
        agent_id=by.me,
        id=at.answers["article"] or 0,
        version=1,
        category_id=None,
        state=articles.ArticleState.PUBLISHED,
        owner_id=by.me,
    ),
    "verified article": lambda at, by: articles.VerifyArticle(agent_id=by.me, id=at.answers["article"] or 0),
    "seen that an article is due": lambda at, by: articles.SeeArticleReminders(
        agent_id=by.me, articles=(at.answers["article"] or 0,)
    ),
    "articles of files": lambda at, by: article_files.TakeInArticles(
        agent_id=by.me,
        articles=(
            article_files.FiledArticle(
                "docs/parcels", (), (article_files.FiledText("parcels.md", "en", "Parcels", "Wait."),)
            ),
        ),
    ),
    "used article": lambda at, by: articles.UseArticle(
        agent_id=by.me, id=at.answers["article"] or 0, ticket_id=at.ticket
    ),
    "kept words of an article": lambda at, by: articles.KeepArticleDraft(
        agent_id=by.me, article_id=0, language="en", title="Lost", body="Half a sen", base=0
    ),
    "no words of an article": lambda at, by: articles.DropArticleDraft(agent_id=by.me, article_id=0, language="en"),
    "archived starter": lambda _at, by: articles.ArchiveStarter(agent_id=by.me),
    "moved articles": lambda at, by: articles.MoveArticles(agent_id=by.me, from_id=at.answers["category"], to_id=None),
    "read article": lambda at, by: article_figures.NoteReadings(agent_id=by.me, ids=(at.answers["article"] or 0,)),
    "useful article": lambda at, by: article_figures.SayUseful(
        agent_id=by.me, id=at.answers["article"] or 0, useful=False, why="It says nothing of parcels from abroad."
    ),
    "words not found": lambda at, by: gaps.NoteUnfound(agent_id=by.me, words="parcel shop"),
    "settled words": lambda at, by: gaps.SettleGap(agent_id=by.me, id=1, state=gaps.GapState.AWAY),
    "same words": lambda at, by: gaps.AddSynonym(agent_id=by.me, word="parcel shop", other="pick-up point", gap_id=1),
    "no category": lambda at, by: articles.RemoveCategory(agent_id=by.me, id=at.answers["category"] or 0, version=1),
}
"""By what they are there for, as `every_command.STEPS` has them."""
