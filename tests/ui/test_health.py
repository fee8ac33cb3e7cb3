"""The state of the desk in words."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from deskbell.model.kinds import MailboxState
from deskbell.model.rows import DeskState
from deskbell.model.troubles import BackupTrouble
from deskbell.ui.health import HealthWords, Level
from deskbell.ui.scenes.stage import Stage

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def state(stage: Stage) -> DeskState:
    """A desk with one mailbox that works."""
    box = replace(
        stage.desk.mailboxes[0],
        name="Support",
        state=MailboxState.GOOD,
        good_at=NOW - timedelta(minutes=3),
        state_since=NOW - timedelta(hours=5),
    )
    return replace(stage.desk.state, sample=False, mailboxes=(box,))


def test_all_is_well(state: DeskState) -> None:
    health = HealthWords().look(state, "", NOW)
    assert health.level is Level.GOOD
    assert health.sentences == ("Support: mail comes in, last looked: 3 min.", "The database answers.")


def test_a_failing_mailbox_says_why_and_since_when(state: DeskState) -> None:
    box = replace(
        state.mailboxes[0],
        state=MailboxState.FAILING,
        reason="mail.login",
        reason_values={"host": "imap.example.com", "user": "help"},
        state_since=NOW - timedelta(minutes=20),
    )
    health = HealthWords().look(replace(state, mailboxes=(box,)), "", NOW)
    assert health.level is Level.TROUBLE
    assert "imap.example.com does not accept" in health.sentences[0]
    assert "20 min" in health.sentences[0]


def test_a_desk_that_is_not_backed_up_says_why_and_since_when(state: DeskState) -> None:
    trouble = BackupTrouble(NOW - timedelta(days=2), "backup.no_room", {"path": "/b", "need": "900", "free": "80"})
    health = HealthWords().look(replace(state, backup_trouble=trouble), "", NOW)
    assert health.level is Level.WAITING
    (sentence,) = (one for one in health.sentences if "back itself up" in one)
    assert "since: Fri " in sentence
    assert "900 MB are needed" in sentence


@pytest.mark.parametrize(
    ("box", "level", "words"),
    [(MailboxState.NEW, Level.WAITING, "not tried yet"), (MailboxState.OFF, Level.GOOD, "switched off")],
)
def test_other_states(state: DeskState, box: MailboxState, level: Level, words: str) -> None:
    health = HealthWords().look(replace(state, mailboxes=(replace(state.mailboxes[0], state=box),)), "", NOW)
    assert health.level is level
    assert words in health.sentences[0]


def test_the_database_comes_first(state: DeskState) -> None:
    health = HealthWords().look(state, "The database does not answer.", NOW)
    assert health == replace(health, level=Level.TROUBLE, sentences=("The database does not answer.",))


def test_a_missing_worker_and_a_desk_without_mailboxes(state: DeskState) -> None:
    assert HealthWords().look(state, "", NOW, worker_down=True).level is Level.TROUBLE
    assert "add one" in HealthWords().look(replace(state, mailboxes=()), "", NOW).sentences[0]


def test_a_sample_desk_misses_nothing(state: DeskState) -> None:
    assert HealthWords().look(replace(state, sample=True), "", NOW).level is Level.GOOD


GONE = ("fetch.folder_gone", {"folder": "Forms"})
MARKED = ("after.marked_only", {"host": "imap.example.com", "folder": "INBOX"})


@pytest.mark.parametrize(
    ("warning", "level", "words", "misses"),
    [
        (GONE, Level.TROUBLE, "The folder “Forms” is not on the server", True),
        (MARKED, Level.WAITING, "only marked", False),
    ],
)
def test_what_is_wrong_though_mail_comes_in(
    state: DeskState, warning: tuple[str, dict[str, str]], level: Level, words: str, misses: bool
) -> None:
    box = replace(state.mailboxes[0], warnings=(warning,))
    health = HealthWords().look(replace(state, mailboxes=(box,)), "", NOW)
    assert health.level is level
    assert words in health.sentences[1]
    assert bool(HealthWords().misses_mail(box, NOW, 15)) is misses


@pytest.mark.parametrize(
    ("poll", "minutes", "forgotten"), [(15, 9, False), (15, 11, True), (3600, 125, False), (3600, 140, True)]
)
def test_a_mailbox_that_nobody_looks_at(state: DeskState, poll: int, minutes: int, forgotten: bool) -> None:
    box = replace(state.mailboxes[0], good_at=NOW - timedelta(minutes=minutes))
    health = HealthWords().look(replace(state, mailboxes=(box,)), "", NOW, poll=poll)
    assert health.level is (Level.TROUBLE if forgotten else Level.GOOD)
    assert HealthWords().misses_mail(box, NOW, poll).startswith("Nobody has looked for mail for Support") is forgotten
