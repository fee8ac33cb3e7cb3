"""Webhooks where no window is to be had: the secret is given to the computer that calls, and a worker that is killed while it calls, calls again."""

import io
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from building import Builder
from cli.conftest import ENVIRONMENT, PROGRAM, Command
from deskbell.actions.dispatch import perform
from deskbell.actions.webhooks import queue_call
from deskbell.model.places import Places
from deskbell.model.webhooks import CallState, SaveWebhook
from deskbell.rules.webhooks import secret_of
from deskbell.store.desk_secrets import DeskSecrets
from deskbell.store.opening import open_desk
from deskbell.store.queries import webhooks
from deskbell.store.webhook_secrets import secret_name
from rules.test_webhooks import is_right
from servers.receiver import Came, Receiver

SECRET = secret_of(b"0123456789abcdef0123456789abcdef")


@pytest.fixture
def folder(tmp_path: Path, schema_at: Callable[[Path], None], receiver: Receiver) -> Path:
    """Where `deskbell` finds a desk with a webhook, which has one call to make."""
    place = tmp_path / "data"
    schema_at(place)
    with closing(open_desk(f"sqlite:///{place / 'desk.db'}")) as desk:
        number = Builder(desk).ticket()
        chat = perform(desk, SaveWebhook(agent_id=None, id=0, name="Team chat", address=receiver.url)) or 0
        assert desk.transact(lambda session: queue_call(session, chat, number, "ticket.created", {}))
    return place


def test_the_secret_is_given_to_this_computer(deskbell: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f" {SECRET} \n"))
    said = deskbell("password", "--webhook", "team CHAT")
    assert (said.code, said.out, said.err) == (0, "", "")
    places = Places.at(folder)
    with closing(open_desk(places.database)) as desk:
        assert DeskSecrets(places, desk).get(secret_name(1)) == SECRET
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("Chat", SECRET, "There is no webhook Chat. There are: Team chat."),
        ("Team chat", "secret", "This is no secret of a webhook"),
        ("Team chat", "", "This is no secret of a webhook"),
    ],
)
def test_what_is_no_webhook_or_no_secret(
    deskbell: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, typed: str, said: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert said in deskbell("password", "--webhook", name).sentence()


def test_a_worker_that_is_killed_while_it_calls_calls_again(folder: Path, receiver: Receiver) -> None:
    places = Places.at(folder)
    with closing(open_desk(places.database)) as desk:
        DeskSecrets(places, desk).put(secret_name(1), SECRET)
    words = [*PROGRAM, "worker", "--once", "--data", str(folder)]
    first = subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(_: Came) -> None:
        # The call has come, and its answer is not noted yet.
        first.kill()

    receiver.on_call = kill
    assert first.wait(100) != 0
    receiver.on_call = lambda _: None
    subprocess.run(words, env=ENVIRONMENT, check=True, timeout=100, capture_output=True)
    one, two = receiver.came
    assert one.headers["webhook-id"] == two.headers["webhook-id"]
    assert one.body == two.body
    assert is_right(SECRET, two.headers, two.body)
    with closing(open_desk(places.database)) as desk:
        (call,) = desk.read(webhooks.log, 1)
    assert (call.state, call.tries) == (CallState.DELIVERED, 1)
