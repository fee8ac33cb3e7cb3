"""What a person said of a column of dates stays theirs, whatever the columns beside it tell later."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskbell.actions.customer_files import look
from deskbell.model.fields import CustomField, FieldKind, FieldOwner
from deskbell.model.table_forms import DateForm, NumberForm
from deskbell.rules.column_forms import Tally, Verdict
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.taking_in.form_line import FormLine
from deskbell.ui.taking_in.survey import Survey
from deskbell.ui.widgets.label import Label

DAY, MONTH, YEAR, _ = DateForm
UNTIL = CustomField(1, "Until", FieldKind.DATE, owner=FieldOwner.CUSTOMER)
EITHER = Tally(FieldKind.DATE)
EITHER.add("03-04-05")


@pytest.fixture
def line(qtbot: QtBot) -> FormLine:
    samples = Label("")
    qtbot.addWidget(samples)
    made = FormLine("Ends", samples, samples)
    made.show_verdict(UNTIL, EITHER.verdict(MONTH))
    return made


def say(line: FormLine, form: DateForm) -> None:
    place = line.box.findData(form)
    line.box.setCurrentIndex(place)
    line.box.activated.emit(place)


def test_what_was_said_stays_while_it_can_be_that(line: FormLine) -> None:
    say(line, YEAR)
    line.wait()
    line.show_verdict(UNTIL, EITHER.verdict(DAY))
    assert (line.form, line.box.currentData()) == (YEAR, YEAR)
    line.show_verdict(UNTIL, Verdict(DAY, (DAY, MONTH)))
    assert (line.form, line.box.currentData()) == (DAY, DAY), "it is not offered any more"
    line.hide()
    line.show_verdict(UNTIL, EITHER.verdict(MONTH))
    assert line.form is MONTH, "the column held something else meanwhile"


def test_numbers_that_are_taken_as_they_stand_need_no_words(line: FormLine) -> None:
    hours = CustomField(2, "Hours", FieldKind.NUMBER, owner=FieldOwner.CUSTOMER)
    for cells, words in ((["17", "1234.5"], ""), (["(17)"], "(17) → -17")):
        tally = Tally(FieldKind.NUMBER)
        for cell in cells:
            tally.add(cell)
        line.show_verdict(hours, tally.verdict(NumberForm.POINT))
        assert line.taken() == words


def test_what_is_asked_is_told_to_whoever_does_not_see_it(line: FormLine) -> None:
    assert "03-04-05 → " in line.box.accessibleDescription()
    assert line.box.accessibleDescription() == line.note.text()


def test_a_column_for_a_field_of_another_kind_is_known_only_when_it_was_gone_through(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("Mail,Ends\na@t.example,20251231\n")
    sheet = look(tmp_path / "people.csv")
    survey = Survey(stage.runner)
    for kind in (FieldKind.DATE, FieldKind.NUMBER):
        with qtbot.waitSignal(survey.changed):
            survey.look(sheet, {1: kind}, headings=True)
            assert not survey.tallies
        assert survey.tallies[1].kind is kind
