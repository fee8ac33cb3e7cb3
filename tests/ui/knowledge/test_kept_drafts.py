"""Drafts of articles where the desk is away, was written in elsewhere, or an earlier version kept them: nothing is lost, and nothing lies open."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.model.articles import DropArticleDraft, KeepArticleDraft, KeptArticle
from deskbell.model.changes import Change, Changes
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Entity
from deskbell.store.queries import article_drafts_kept
from deskbell.store.queries.article_drafts_kept import KeptArticles
from deskbell.ui.knowledge import drafts_here, kept_drafts
from deskbell.ui.knowledge.drafts_here import FOLDER, ArticleDraftsHere, Left
from deskbell.ui.knowledge.kept_drafts import KeptDraft, KeptDrafts
from ui.ticket.rows import ONA, STATE
from ui.ticket.stand import Stand

HALF = KeptDraft("Times", "Half a sen", 2)


class Writer:
    """Somebody who writes in articles, on a desk that may be away."""

    def __init__(self, stand: Stand, folder: Path, qtbot: QtBot) -> None:
        self.stand, self.qtbot = stand, qtbot
        self.files = folder / FOLDER / f"d1-{ONA.id}"
        self.settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self.has()

    def has(self, *drafts: KeptArticle) -> None:
        """So much the desk has."""
        self.stand.answers[article_drafts_kept.of_agent] = KeptArticles("d1", drafts)

    def begin(self) -> KeptDrafts:
        made = KeptDrafts(self.stand.runner, self.stand.desk, self.settings, self.stand.desk)
        self.qtbot.waitUntil(lambda: made.is_ready)
        return made

    def goes_away(self) -> None:
        self.stand.errors += [Trouble("db.away")] * 1_000

    def end(self, drafts: KeptDrafts) -> None:
        """The program ends while the desk is away, which is there again afterwards: nothing of it is under way then."""
        delete(drafts)
        self.stand.settle(self.qtbot)
        self.stand.errors.clear()

    def sent(self, kind: type[Any] = KeepArticleDraft) -> list[Any]:
        self.stand.settle(self.qtbot)
        return self.stand.of(kind)


@pytest.fixture
def writer(qapp: object, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writer]:
    for name in ("_AGAIN_MS", "_SETTLE_MS"):
        monkeypatch.setattr(kept_drafts, name, 20)
    stand = Stand(STATE)
    yield Writer(stand, tmp_path, qtbot)
    stand.close()


def test_while_the_desk_is_away_they_lie_in_a_file_for_their_owner_alone(writer: Writer) -> None:
    drafts = writer.begin()
    writer.goes_away()
    drafts.keep(3, "en", HALF)
    file = writer.files / "3-en.json"
    writer.qtbot.waitUntil(file.exists)
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    writer.stand.errors.clear()
    writer.qtbot.waitUntil(lambda: not drafts.is_busy() and not file.exists())
    (sent,) = writer.sent()
    assert (sent.article_id, sent.language, sent.title, sent.body, sent.base) == (3, "en", "Times", "Half a sen", 2)


def test_what_lay_there_when_the_program_ended_is_given_to_the_desk(writer: Writer) -> None:
    writer.goes_away()
    drafts = writer.begin()
    drafts.keep(3, "en", HALF)
    writer.qtbot.waitUntil((writer.files / "3-en.json").exists)
    writer.end(drafts)
    writer.has(KeptArticle(3, "en", "Times", "Half", 2))
    again = writer.begin()
    assert again.find(3, "en") == HALF, "it was written here last"
    writer.qtbot.waitUntil(lambda: not again.is_busy() and not (writer.files / "3-en.json").exists())
    assert writer.sent()[-1].body == "Half a sen"


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ("Ask", "Half a sen"),
        ("Another", "Half a sen\n\n---\n\nAnother"),
        ("Half a sentence", "Half a sentence"),
        ("Half", "Half a sen"),
    ],
)
def test_what_lay_there_takes_nothing_away_that_was_written_elsewhere_since(
    writer: Writer, there: str, found: str
) -> None:
    """The desk had taken “Ask”."""
    drafts = writer.begin()
    drafts.keep(3, "en", KeptDraft("Times", "Ask", 2))
    writer.sent()
    writer.goes_away()
    drafts.keep(3, "en", HALF)
    writer.qtbot.waitUntil((writer.files / "3-en.json").exists)
    writer.end(drafts)
    writer.has(KeptArticle(3, "en", "Times", there, 2))
    again = writer.begin()
    assert again.find(3, "en") == KeptDraft("Times", found, 2)
    writer.qtbot.waitUntil(lambda: not again.is_busy() and not (writer.files / "3-en.json").exists())
    assert writer.sent()[-1].body == found


@pytest.mark.parametrize(("there", "comes_back"), [("Half a sen", False), ("Half a sentence", True)])
def test_what_was_thrown_away_while_the_desk_was_away_stays_so(writer: Writer, there: str, comes_back: bool) -> None:
    """But for what was written elsewhere since."""
    drafts = writer.begin()
    drafts.keep(3, "en", HALF)
    writer.sent()
    writer.goes_away()
    drafts.forget(3, "en")
    gone = writer.files / "3-en.gone"
    writer.qtbot.waitUntil(gone.exists)
    writer.end(drafts)
    writer.stand.performed.clear()
    writer.has(KeptArticle(3, "en", "Times", there, 2))
    again = writer.begin()
    assert (again.find(3, "en") is not None) is comes_back
    writer.qtbot.waitUntil(lambda: not again.is_busy() and not gone.exists())
    assert bool(writer.sent(DropArticleDraft)) is not comes_back


def test_what_is_written_elsewhere_comes_and_what_is_written_here_stays(writer: Writer) -> None:
    drafts = writer.begin()
    writer.has(KeptArticle(3, "en", "Times", "Elsewhere", 2), KeptArticle(4, "en", "Theirs", "x", 1))
    writer.goes_away()
    drafts.keep(3, "en", HALF)
    writer.stand.desk.heard.emit(Changes((Change(1, Entity.ARTICLE_DRAFT, ONA.id, 0),)))
    writer.qtbot.waitUntil(lambda: drafts.find(4, "en") is not None)
    assert drafts.find(3, "en") == HALF
    writer.stand.errors.clear()


def test_what_an_earlier_version_kept_open_goes_into_the_desk(writer: Writer) -> None:
    names = [f"knowledge/draft-{ONA.id}-3-zh-Hant", f"knowledge/draft-{ONA.id}-4-en", "knowledge/draft-99-3-en"]
    for name, words in zip(names, ('["Times", "Half a sen", 2]', "no draft", '["a", "b", 1]'), strict=True):
        writer.settings.setValue(name, words)
    drafts = writer.begin()
    assert drafts.find(3, "zh-Hant") == HALF
    writer.qtbot.waitUntil(lambda: not drafts.is_busy())
    assert [one.language for one in writer.sent()] == ["zh-Hant"]
    assert writer.settings.allKeys() == [names[2]], "that of somebody else is theirs"


def test_one_that_is_thrown_away_is_gone(writer: Writer) -> None:
    writer.has(KeptArticle(3, "en", "Times", "Half a sen", 2))
    drafts = writer.begin()
    for _ in range(2):
        drafts.forget(3, "en")
    assert [(one.article_id, one.language) for one in writer.sent(DropArticleDraft)] == [(3, "en")]
    assert drafts.find(3, "en") is None


def test_where_they_cannot_be_read_nothing_is_written_over_them(writer: Writer, qtbot: QtBot) -> None:
    def away(_agent_id: int) -> KeptArticles:
        raise Trouble("db.away")

    writer.stand.answers[article_drafts_kept.of_agent] = away
    drafts = KeptDrafts(writer.stand.runner, writer.stand.desk, writer.settings, writer.stand.desk)
    began: list[bool] = []
    with qtbot.waitSignal(drafts.failed):
        drafts.when_ready(lambda: began.append(True))
    assert began == []
    writer.has(KeptArticle(3, "en", "Times", "Half a sen", 2))
    drafts.when_ready(lambda: began.append(drafts.find(3, "en") == HALF))
    qtbot.waitUntil(lambda: began == [True])


def test_what_neither_the_desk_nor_a_file_has_is_in_danger(writer: Writer) -> None:
    """The window waits for it before it closes."""
    drafts = writer.begin()
    writer.goes_away()
    for body in ("Half a sen", "Half a sentence"):
        drafts.keep(3, "en", KeptDraft("Times", body, 2))
        assert drafts.in_danger()
        writer.qtbot.waitUntil(lambda: not drafts.in_danger())
        assert body in (writer.files / "3-en.json").read_text()
    assert drafts.is_busy()
    drafts.forget(3, "en")
    assert not drafts.in_danger(), "nobody wants it"
    writer.stand.errors.clear()


def test_where_it_cannot_lie_here_either_it_is_said(writer: Writer) -> None:
    writer.files.parent.write_text("a file in the way")
    drafts = writer.begin()
    writer.goes_away()
    with writer.qtbot.waitSignal(drafts.troubled):
        drafts.keep(3, "en", HALF)
    assert drafts.in_danger()
    writer.stand.errors.clear()


def test_an_answer_from_before_takes_nothing_away(writer: Writer) -> None:
    drafts = writer.begin()
    asked, go_on = Event(), Event()

    def slow(_agent_id: int) -> KeptArticles:
        asked.set()
        go_on.wait(20)
        return KeptArticles("d1", ())

    writer.stand.answers[article_drafts_kept.of_agent] = slow
    writer.stand.desk.heard.emit(Changes((Change(1, Entity.ARTICLE_DRAFT, ONA.id, 0),)))
    writer.qtbot.waitUntil(asked.is_set)
    drafts.keep(3, "en", HALF)
    writer.qtbot.waitUntil(lambda: not drafts.is_busy())
    go_on.set()
    assert len(writer.sent()) == 1
    assert drafts.find(3, "en") == HALF
    drafts.forget(3, "en")
    assert len(writer.sent(DropArticleDraft)) == 1


def test_what_is_written_elsewhere_while_an_older_answer_is_on_its_way_comes(writer: Writer) -> None:
    """As when the desk comes back: what was asked before may take long."""
    drafts = writer.begin()
    asked, go_on = Event(), Event()

    def slow(_agent_id: int) -> KeptArticles:
        asked.set()
        go_on.wait(20)
        return KeptArticles("d1", ())

    writer.stand.answers[article_drafts_kept.of_agent] = slow
    heard = Changes((Change(1, Entity.ARTICLE_DRAFT, ONA.id, 0),))
    writer.stand.desk.heard.emit(heard)
    writer.qtbot.waitUntil(asked.is_set)
    writer.has(KeptArticle(4, "en", "Elsewhere", "x", 1))
    with writer.qtbot.waitSignal(drafts._settle.timeout):
        writer.stand.desk.heard.emit(heard)
    go_on.set()
    writer.qtbot.waitUntil(lambda: drafts.find(4, "en") is not None)


def test_what_is_written_again_is_not_thrown_away_though_it_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, draft = ArticleDraftsHere(tmp_path), KeptArticle(7, "en", "Refunds", "Again.", 1)
    here.throw_away(draft)

    def cut_off(_file: Path, _content: bytes) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(drafts_here, "write_wholly", cut_off)
        with pytest.raises(OSError):  # noqa: PT011
            here.put(draft)
    assert here.left() == Left()
    here.put(draft)
    assert here.left() == Left(written=(draft,))
