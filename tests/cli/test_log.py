"""What is not written into a log: no secret, and no address of anybody."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbell.cli.log import start_logging
from deskbell.mail.oauth.authority import Authority, located
from deskbell.mail.oauth.tokens import renewed
from deskbell.mail.web import ask
from deskbell.model.places import Places
from deskbell.model.tokens import Tokens
from servers.authorisation import Authorisation

pytestmark = pytest.mark.servers


@pytest.fixture
def _logging() -> Iterator[None]:
    """Logging as it was, afterwards."""
    root = logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.raiseExceptions = raising


@pytest.mark.usefixtures("_logging")
def test_a_renewed_sign_in_leaves_no_token_and_no_address(tmp_path: Path, authorisation: Authorisation) -> None:
    start_logging(Places.at(tmp_path), "worker", to_terminal=False)
    ca_file = str(authorisation.ca_file)
    access, refresh = authorisation.give("kim@shop.example")
    program = Authority(
        "here", authorisation.client_id, "mail", authorisation.client_secret, issuer=authorisation.issuer
    )
    new = renewed(located(program, ca_file), Tokens(access, refresh), ca_file)
    ask(f"{authorisation.issuer}/mail/config-v1.1.xml?emailaddress=kim%40shop.example", ca_file=ca_file)
    logging.getLogger("deskbell").info("the end")
    written = (Places.at(tmp_path).logs / "worker.log").read_text("utf-8")
    assert "the end" in written
    for secret in (access, refresh, new.access, authorisation.client_secret, "kim"):
        assert secret not in written
