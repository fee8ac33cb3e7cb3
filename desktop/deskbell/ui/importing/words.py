"""How an import is put into words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from deskbell.model.importing import ImportCourse
from deskbell.model.kinds import MailForm
from deskbell.ui.ticket.sizes import size_word
from deskbell.ui.time_left import number, time_left

if TYPE_CHECKING:
    from deskbell.ui.importing.looking import Looked

# Below this a rate is told with a fraction.
_SLOW = 10


class ImportWords(QObject):
    """The words of what was chosen and of how far it is."""

    def kind(self, looked: "Looked") -> str:
        """What a file or folder is, or why it is left out."""
        match looked.form:
            case MailForm.MBOX:
                box = self.tr("mbox")
                return f"{box}, {size_word(looked.size)}" if looked.size else box
            case MailForm.MAILDIR:
                return self.tr("Maildir")
            case MailForm.EML:
                return self.tr("one mail")
            case MailForm.MSG:
                return self.tr("one mail of Outlook")
            case MailForm.FOLDER:
                return self.tr("folder of mails")
            case None if looked.error is not None and looked.error.code == "import.no_mail":
                return self.tr("holds no mail, is left out")
            case None:
                return self.tr("cannot be read, is left out")

    def done(self, course: ImportCourse) -> str:
        """How many mails of how many."""
        if not course.expected:
            return self.tr("Looking through the files…")
        words = self.tr("%1 of about %2 mails")
        return words.replace("%2", number(max(course.expected, course.done))).replace("%1", number(course.done))

    def pace(self, course: ImportCourse) -> str:
        """How quick, and about how long still; "" while nobody knows."""
        if not course.rate:
            return ""
        rate = number(round(course.rate)) if course.rate >= _SLOW else f"{course.rate:.1f}"
        words = self.tr("%1 mails a second").replace("%1", rate)
        return f"{words}, {time_left(course.left)}" if course.left is not None else words
