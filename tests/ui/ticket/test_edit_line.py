"""Facts that are written in place."""

from pytestqt.qtbot import QtBot

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.edit_line import EditLine


def test_a_long_fact_ends_in_dots_until_it_is_written(theme: ThemeSource, qtbot: QtBot) -> None:
    name = "Kern & Hoffmann Architektur und Stadtplanung, Partnerschaft mbB"
    line = EditLine(theme, "Organisation", "Add")
    qtbot.addWidget(line)
    line.resize(240, 26)
    line.show()
    line.activateWindow()
    qtbot.waitUntil(line.isActiveWindow)
    line.field.clearFocus()
    line.show_text(name)
    assert line.field.text().endswith("…")
    assert line.field.toolTip() == name
    with qtbot.assertNotEmitted(line.written):
        line.field.setFocus()
        assert line.field.text() == name
        line.field.clearFocus()
    assert line.field.text().endswith("…")
    line.field.setFocus()
    line.field.setText("Kern")
    with qtbot.waitSignal(line.written) as written:
        line.field.clearFocus()
    assert (written.args, line.field.text(), line.field.toolTip()) == (["Kern"], "Kern", "")
