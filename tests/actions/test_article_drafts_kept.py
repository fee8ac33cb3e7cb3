"""What is being written in articles is each person's own, one an article and language, the latest text."""

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.model.articles import DropArticleDraft, KeepArticleDraft, KeptArticle
from deskbell.model.kinds import Entity
from deskbell.store.queries import article_drafts_kept, changes


def keep(small: SmallDesk, agent_id: int, body: str, article_id: int = 0, language: str = "en") -> None:
    perform(
        small.desk,
        KeepArticleDraft(agent_id=agent_id, article_id=article_id, language=language, title="Times", body=body, base=2),
    )


def kept(small: SmallDesk, agent_id: int) -> set[KeptArticle]:
    return set(small.desk.read(article_drafts_kept.of_agent, agent_id).drafts)


def test_each_has_their_own_and_the_latest_text_wins(small: SmallDesk) -> None:
    for body in ("Half a", "Half a sen\0"):
        keep(small, small.ona, body)
    keep(small, small.ona, "Pusė", article_id=7, language="lt")
    keep(small, small.tomas, "Theirs")
    mine = {KeptArticle(0, "en", "Times", "Half a sen", 2), KeptArticle(7, "lt", "Times", "Pusė", 2)}
    assert (kept(small, small.ona), {one.body for one in kept(small, small.tomas)}) == (mine, {"Theirs"})
    before = small.desk.read(changes.latest)
    for _ in range(2):
        perform(small.desk, DropArticleDraft(agent_id=small.ona, article_id=0, language="en"))
    assert ({one.body for one in kept(small, small.ona)}, len(kept(small, small.tomas))) == ({"Pusė"}, 1)
    rows = small.desk.read(changes.since, before).rows
    assert [(row.entity, row.row_id) for row in rows] == [(Entity.ARTICLE_DRAFT, small.ona)]
