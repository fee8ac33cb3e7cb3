"""The scenes of custom fields: on a ticket, asked for before it is solved, and in the settings."""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from deskbell.model.fields import CustomField, FieldChoice, FieldKind, FieldOwner, FieldValue
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket

_REGIONS = (FieldChoice(1, "Baltics"), FieldChoice(2, "Nordics"), FieldChoice(3, "Elsewhere"))
_PARTS = (FieldChoice(1, "Paper tray"), FieldChoice(2, "Power supply"), FieldChoice(3, "Toner"))
_FIELDS = (
    CustomField(1, "Order number", FieldKind.TEXT, required=True),
    CustomField(2, "Weight in kg", FieldKind.NUMBER),
    CustomField(3, "Promised for", FieldKind.DATE),
    CustomField(4, "Region", FieldKind.CHOICE, _REGIONS, required=True),
    CustomField(5, "Parts that were sent", FieldKind.CHOICES, _PARTS, mailboxes=frozenset({1})),
    CustomField(6, "Called back", FieldKind.CHECK),
    CustomField(7, "Old order number", FieldKind.TEXT, retired=True),
)
_CUSTOMERS = (
    CustomField(8, "Contract", FieldKind.TEXT, owner=FieldOwner.CUSTOMER),
    CustomField(9, "Seats", FieldKind.NUMBER, owner=FieldOwner.CUSTOMER),
)
_ORGANISATIONS = (
    CustomField(10, "Region", FieldKind.CHOICE, _REGIONS, owner=FieldOwner.ORGANISATION),
    CustomField(11, "Pays within days", FieldKind.NUMBER, owner=FieldOwner.ORGANISATION),
)
_NARROW = (1120, 720)
_VALUES = ("A-88213", "12.5", "2026-11-26", "2", "1 3", "yes")


def fields(
    window: Callable[[Stage], QWidget],
    size: tuple[int, int],
    settings: Callable[[Stage], QWidget],
    settings_size: tuple[int, int],
) -> Iterator[Scene]:
    """All of them. `window` makes the main window, `settings` the dialog with their page."""
    yield Scene("ticket-fields", size, window, (partial(open_ticket, number=3), partial(_fill, values=_VALUES)))
    yield Scene(
        "ticket-fields-lacking", size, window, (partial(open_ticket, number=3), partial(_fill, values=("",) * 6), _ask)
    )
    narrow = (partial(open_ticket, number=3), partial(_fill, values=("",) * 6), _show_panel, _ask)
    yield Scene("ticket-fields-narrow", _NARROW, window, narrow)
    yield Scene("customer-fields", size, window, (open_ticket, _fill_customer))
    yield Scene("settings-field-list", (settings_size[0], 720), settings, (_list,))
    yield Scene("settings-field", (settings_size[0], 1180), settings, (_list, partial(_open, field_id=5)))
    yield Scene("settings-field-of-customer", (settings_size[0], 860), settings, (_list, partial(_open, field_id=8)))
    yield Scene("settings-field-wrong", (settings_size[0], 860), settings, (_list, _write_wrong))


def _fill(window: QWidget, values: tuple[str, ...]) -> None:
    assert isinstance(window, MainWindow)
    shown = tuple(FieldValue(field, value) for field, value in zip(_FIELDS, values, strict=False))
    window.pane.side.show_fields(window.pane.ticket_id, shown)


def _fill_customer(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    side = window.pane.side
    panel = side._panel
    assert panel is not None
    customer = replace(
        panel.customer, organisation="Shenzhen Audio Trading Co.", organisation_id=1, tags=("distributor",)
    )
    known = replace(
        panel,
        customer=customer,
        fields=(FieldValue(_CUSTOMERS[0], "C-2026-118"), FieldValue(_CUSTOMERS[1], "")),
        organisation_fields=(FieldValue(_ORGANISATIONS[0], "3"), FieldValue(_ORGANISATIONS[1], "30")),
    )
    side.show_panel(known, side._why)


def _ask(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.side.ask_for([field for field in _FIELDS if field.required])


def _show_panel(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.header.panel_button.setChecked(True)


def _list(window: QWidget) -> None:
    from deskbell.ui.settings.fields_now import FieldsNow

    now = window.findChild(FieldsNow)
    assert now is not None
    now.found, now.known = (*_FIELDS, *_CUSTOMERS, *_ORGANISATIONS), True
    now.changed.emit()


def _open(window: QWidget, field_id: int) -> None:
    from deskbell.ui.settings.fields import FieldsPage

    page = window.findChild(FieldsPage)
    assert page is not None
    page.open_one(field_id)


def _write_wrong(window: QWidget) -> None:
    from deskbell.ui.settings.field_draft import FieldDraft
    from deskbell.ui.settings.field_form import FieldForm

    _open(window, 0)
    form = window.findChild(FieldForm)
    assert form is not None
    choices = (FieldChoice(0, "Standard"), FieldChoice(0, "standard"))
    form.show_draft(FieldDraft("region", FieldKind.CHOICE, choices), _FIELDS, (), ())
    form.first_fault()
