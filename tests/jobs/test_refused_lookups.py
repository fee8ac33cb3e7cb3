"""What the desk asks at each look into a folder costs what its server refuses, not what has ever come."""

from collections.abc import Callable

import pytest

from building import plan, statements
from deskbell.actions.refused_before import carry_over
from deskbell.jobs.folder_mark import refused_uids
from deskbell.store.desk import Desk


@pytest.mark.parametrize("ask", [carry_over, refused_uids])
def test_an_index_leads_to_the_refused_mails(desk: Desk, ask: Callable[..., object]) -> None:
    if desk.engine.dialect.name != "sqlite":
        pytest.skip("plans are SQLite's here")
    with statements(desk) as sent:
        desk.transact(lambda session: ask(session, 1, "INBOX", 2))
    ((words, values),) = [one for one in sent if "raw_mail" in one[0]]
    assert [step for step in plan(desk, words, tuple(values)) if "ix_raw_mail_refused" in step]
