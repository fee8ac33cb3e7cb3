"""The scenes of what is known of customers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from deskbell.model.customers import Like, Likely, Merged
from deskbell.model.erasing import Counts, Erasure, ErasurePlan
from deskbell.model.organisations import OrganisationTitle
from deskbell.model.rows import CustomerRow
from deskbell.store.course import Course
from deskbell.ui.erasing.dialog import EraseDialog
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket

Make = Callable[[Stage], QWidget]


def customers(window: Make, size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window."""
    yield Scene("customer-known", size, window, (open_ticket, _known))
    yield Scene("customer-vip-through", size, window, (open_ticket, _vip_through))
    yield Scene("customer-blocked", size, window, (open_ticket, _blocked))
    yield Scene("customer-domain-blocked", size, window, (open_ticket, _domain_blocked))
    yield Scene("customer-edited", size, window, (open_ticket, _known, _edit))
    yield Scene("customer-same-person", size, window, (open_ticket, _likely))
    yield Scene("customer-messages", (640, 572), _messages)
    yield Scene("customer-merge-asked", (444, 360), _merge_asked)
    yield Scene("customer-organisation-asked", (444, 360), _organisation_asked)
    yield Scene("customer-erase", (560, 620), _erase)
    yield Scene("customer-erase-meant", (560, 620), _erase, (_mean_it,))
    yield Scene("customer-erase-going", (560, 620), _erase, (_mean_it, _go))
    yield Scene("customer-erased", (560, 620), _erase, (_be_gone,))


def _known(window: QWidget) -> None:
    """Much is known of them, and they are a VIP; only shown, for the pictures that follow have the same desk."""
    _show(
        window,
        organisation="Shenzhen Audio Trading Co.",
        organisation_note="Orders on account; ask for their order number.",
        language="zh",
        time_zone="Asia/Shanghai",
        utc_offset=480,
        vip=True,
        tags=("distributor", "late payer", "refund", "speaks english"),
        phones=("+86 755 8123 4567", "+86 139 0000 1234"),
        emails=("li.na@example.com", "accounting@shenzhen-audio.example"),
    )
    assert isinstance(window, MainWindow)
    row = window.inbox.tickets.model.ticket(0)
    assert row is not None
    window.deeds.shown.emit((row.id,), lambda row: replace(row, vip=True))


def _vip_through(window: QWidget) -> None:
    """They are one by their organisation alone."""
    _show(window, organisation="Shenzhen Audio Trading Co.", organisation_vip=True)
    assert isinstance(window, MainWindow)
    row = window.inbox.tickets.model.ticket(0)
    assert row is not None
    through = "Shenzhen Audio Trading Co."
    window.deeds.shown.emit((row.id,), lambda row: replace(row, vip=True, vip_through=through))


def _domain_blocked(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.side.show_domain("mail.example.net")


def _blocked(window: QWidget) -> None:
    _show(window, blocked=True, vip=True)


def _edit(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.side.edit()


_LIKELY = (
    Likely(8, "李娜", "lina.audio@post.example", "Shenzhen Audio Trading Co.", (Like.NAME, Like.PHONE)),
    Likely(9, "Accounting", "lina@shenzhen-audio.example", "", (Like.ADDRESS,)),
)


def _likely(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    side = window.pane.side
    assert side._panel is not None
    side.show_panel(replace(side._panel, likely=_LIKELY, merged=(Merged(7, "Na Li", ""),)), side._why)


def _messages(stage: Stage) -> QWidget:
    """Of whoever has written most."""
    from deskbell.model.kinds import MessageKind
    from deskbell.store.queries.customer_messages import page
    from deskbell.ui.ticket.messages_popup import MessagesPopup

    written = {number: stage.database.read(page, number) for number in range(1, 60)}
    most = max(written, key=lambda number: len(written[number]))
    name = next(line.who for line in written[most] if line.kind is MessageKind.IN)
    popup = MessagesPopup(stage.theme, stage.runner, most, name)
    popup.fill(640, 572)
    return popup


def _merge_asked(stage: Stage) -> QWidget:
    from deskbell.ui.ticket.merge_popup import MergePopup

    popup = MergePopup(stage.theme, "李娜")
    popup.show_found("", _LIKELY)
    return popup


_COUNTS = Counts(tickets=41, shared=2, messages=312, files=17, addresses=2, phones=1, people=2)


def _erase(stage: Stage) -> QWidget:
    emails = ("li.na@example.com", "accounting@shenzhen-audio.example")
    plan = ErasurePlan(7, "李娜", emails, emails[0], _COUNTS, ("Support",))
    return EraseDialog(stage.theme, stage.runner, plan, 1, lambda: None)


def _mean_it(dialog: QWidget) -> None:
    assert isinstance(dialog, EraseDialog)
    dialog.confirm.setText("li.na@example.com")


def _go(dialog: QWidget) -> None:
    assert isinstance(dialog, EraseDialog)
    course = Course()
    course.done = 17
    dialog.show_course(course)


def _be_gone(dialog: QWidget) -> None:
    assert isinstance(dialog, EraseDialog)
    dialog.show_report(
        Erasure(datetime(2026, 11, 27, 9, 0, tzinfo=UTC), "Ona Petrauskaitė", _COUNTS, 329, ("Support",))
    )


def _organisation_asked(stage: Stage) -> QWidget:
    from deskbell.ui.ticket.organisation_popup import OrganisationPopup

    popup = OrganisationPopup(stage.theme, "")
    popup.field.setText("shen")
    rows = (
        OrganisationTitle(1, "Shenzhen Audio Trading Co.", ("shenzhen-audio.example", "深圳音频.example")),
        OrganisationTitle(2, "Shenandoah Valley Speakers", ()),
    )
    popup.show_found("shen", rows)
    return popup


def _show(window: QWidget, **facts: object) -> CustomerRow:
    assert isinstance(window, MainWindow)
    side = window.pane.side
    assert side._panel is not None
    known = replace(side._panel.customer, **facts)
    side.show_panel(replace(side._panel, customer=known), side._why)
    return known
