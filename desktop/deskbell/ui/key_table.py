"""The one table of what can be done by key. Menus, tooltips, the palette, the sheet of keys and its settings read it too."""

import sys
from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from deskbell.model.canned import NUMBERS
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.ui.theme.icons import Icon

_T = QT_TRANSLATE_NOOP


class KeyAction(Struct, frozen=True):
    """Something that a key does, or the palette alone where it has none. `keys` in Qt's portable words, Ctrl being Command on macOS; `group` is the
    head it is listed under.

    Single letters work only while no text field has the focus: a field takes them before the window does. `writing`: works in the text that is
    written, where a letter alone would be typed. `fixed`: what everybody expects of these keys, so that nobody can have others.
    `number` stands in the title of one of several such.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    icon: Icon
    group: str
    writing: bool = False
    fixed: bool = False
    number: int = 0

    @property
    def words(self) -> str:
        """What it is called, in the person's language."""
        return QCoreApplication.translate("keys", self.title).replace("%1", str(self.number))

    @property
    def head(self) -> str:
        """The words of the head that it is listed under."""
        return QCoreApplication.translate("keys", self.group)


_TICKETS = _T("keys", "Tickets")
_MOVING = _T("keys", "Moving about")
_WRITING = _T("keys", "Writing")
_ARTICLES = _T("keys", "Articles")

TABLE: Final[tuple[KeyAction, ...]] = (
    KeyAction("next", _T("keys", "Next ticket"), ("J",), Icon.DOWN, _MOVING),
    KeyAction("previous", _T("keys", "Previous ticket"), ("K",), Icon.UP, _MOVING),
    KeyAction("enter", _T("keys", "Into the ticket"), ("Return",), Icon.CHEVRON_RIGHT, _MOVING, fixed=True),
    KeyAction("apart", _T("keys", "Open in a window of its own"), ("Shift+Return",), Icon.POP_OUT, _MOVING),
    KeyAction("close", _T("keys", "Close the window"), ("Ctrl+W",), Icon.CLOSE, _MOVING),
    KeyAction("back", _T("keys", "Back to the list"), ("U",), Icon.BACK, _MOVING),
    KeyAction("play", _T("keys", "Next ticket by urgency"), ("Shift+P",), Icon.PLAY, _MOVING),
    KeyAction("end_play", _T("keys", "Stop going by urgency"), ("Esc",), Icon.CLOSE, _MOVING, fixed=True),
    KeyAction("mention", _T("keys", "Open the newest mention"), ("@",), Icon.MENTION, _MOVING),
    KeyAction("reminders", _T("keys", "My reminders…"), (), Icon.BELL, _MOVING),
    KeyAction("search", _T("keys", "Search"), ("/",), Icon.SEARCH, _MOVING),
    KeyAction("form", _T("keys", "Tickets as a table or as cards"), ("V",), Icon.TABLE, _MOVING),
    KeyAction("columns", _T("keys", "Columns of the table…"), (), Icon.SLIDERS, _MOVING),
    KeyAction("order", _T("keys", "Sort and group…"), ("O",), Icon.SORT, _MOVING),
    KeyAction("fold_groups", _T("keys", "Fold all groups, or unfold them"), (), Icon.CHEVRON_DOWN, _MOVING),
    KeyAction("save_view", _T("keys", "Save as a view…"), ("Shift+S",), Icon.SAVE, _MOVING),
    KeyAction("change_view", _T("keys", "Change the saved view…"), ("F2",), Icon.DRAFT, _MOVING),
    KeyAction("remove_view", _T("keys", "Remove the saved view"), (), Icon.TRASH, _MOVING),
    KeyAction("remove_marked", _T("keys", "Remove the view that is marked"), ("Del",), Icon.TRASH, _MOVING, fixed=True),
    KeyAction(
        "save_search", _T("keys", "Save what is searched as a view…"), ("Ctrl+S",), Icon.SAVE, _MOVING, fixed=True
    ),
    KeyAction("palette", _T("keys", "Do or find anything"), ("Ctrl+K",), Icon.COMMAND, _MOVING),
    KeyAction("go_inbox", _T("keys", "Go to the inbox"), ("G, I",), Icon.INBOX, _MOVING),
    KeyAction("go_knowledge", _T("keys", "Go to the knowledge base"), ("G, K",), Icon.KNOWLEDGE, _MOVING),
    KeyAction("go_customers", _T("keys", "Go to the customers"), ("G, C",), Icon.CUSTOMERS, _MOVING),
    KeyAction("go_organisations", _T("keys", "Go to the organisations"), ("G, O",), Icon.ORGANISATION, _MOVING),
    KeyAction("go_doubles", _T("keys", "Find customers who are here twice"), ("G, D",), Icon.MERGE, _MOVING),
    KeyAction("go_settings", _T("keys", "Go to the settings"), ("G, S",), Icon.SETTINGS, _MOVING),
    KeyAction("import_mail", _T("keys", "Import mail…"), (), Icon.DOWNLOAD, _MOVING),
    KeyAction(
        "customer_data", _T("keys", "Import and export customers and organisations…"), (), Icon.DOWNLOAD, _MOVING
    ),
    KeyAction("import_articles", _T("keys", "Import articles…"), (), Icon.DOWNLOAD, _MOVING),
    KeyAction("export_articles", _T("keys", "Export articles, or a site of them…"), (), Icon.UPLOAD, _MOVING),
    KeyAction("database", _T("keys", "Database, and joining an office…"), (), Icon.DATABASE, _MOVING),
    KeyAction("try_out", _T("keys", "Try rules and SLA policies…"), (), Icon.HELP, _MOVING),
    KeyAction("keys", _T("keys", "Show all keys"), ("?",), Icon.KEYBOARD, _MOVING),
    KeyAction("tick", _T("keys", "Select"), ("X",), Icon.CHECK, _TICKETS),
    KeyAction("tick_all", _T("keys", "Select all of the view"), ("Ctrl+A",), Icon.CHECK, _TICKETS),
    KeyAction("solve", _T("keys", "Solve"), ("E",), Icon.SOLVED, _TICKETS),
    KeyAction("snooze", _T("keys", "Snooze…"), ("S",), Icon.SNOOZE, _TICKETS),
    KeyAction("remind", _T("keys", "Remind me…"), ("Shift+R",), Icon.BELL, _TICKETS),
    KeyAction("follow", _T("keys", "Follow, or no longer"), ("Shift+F",), Icon.EYE, _TICKETS),
    KeyAction("followers", _T("keys", "Followers…"), (), Icon.EYE, _TICKETS),
    KeyAction("link", _T("keys", "Link to another ticket…"), ("Shift+L",), Icon.LINK, _TICKETS),
    KeyAction("merge", _T("keys", "Merge into another ticket…"), ("Shift+J",), Icon.MERGE, _TICKETS),
    KeyAction("copy_link", _T("keys", "Copy link"), (), Icon.COPY, _TICKETS),
    KeyAction("make_article", _T("keys", "Make an article of the ticket…"), (), Icon.KNOWLEDGE, _TICKETS),
    KeyAction("customer_messages", _T("keys", "All messages of the customer…"), (), Icon.HISTORY, _TICKETS),
    KeyAction("checklist", _T("keys", "Add to the checklist…"), ("Shift+C",), Icon.CHECKBOX, _TICKETS),
    KeyAction("due", _T("keys", "Due date…"), ("D",), Icon.CALENDAR, _TICKETS),
    KeyAction("assign_me", _T("keys", "Assign to me"), ("I",), Icon.PERSON_ASSIGNED, _TICKETS),
    KeyAction("assign", _T("keys", "Assign…"), ("Shift+I",), Icon.PERSON, _TICKETS),
    KeyAction("team", _T("keys", "Team…"), ("Shift+T",), Icon.TEAM, _TICKETS),
    KeyAction("escalate", _T("keys", "Escalate…"), ("Shift+U",), Icon.UP, _TICKETS),
    KeyAction("priority", _T("keys", "Priority…"), ("P",), Icon.PRIORITY, _TICKETS),
    KeyAction("type", _T("keys", "Type…"), ("Y",), Icon.TYPE, _TICKETS),
    KeyAction("field", _T("keys", "Custom field…"), ("Shift+Y",), Icon.FIELDS, _TICKETS),
    KeyAction("tags", _T("keys", "Tags…"), ("T",), Icon.TAG, _TICKETS),
    KeyAction("move", _T("keys", "Move to a mailbox…"), ("M",), Icon.MOVE, _TICKETS),
    KeyAction("away", _T("keys", "Spam or trash…"), ("#",), Icon.TRASH, _TICKETS),
    KeyAction("erase", _T("keys", "Erase for good…"), ("Shift+Del",), Icon.TRASH, _TICKETS),
    KeyAction("empty", _T("keys", "Empty Spam or the trash, which is shown…"), (), Icon.TRASH, _TICKETS),
    KeyAction("look", _T("keys", "Look at the attachments"), ("L",), Icon.EYE, _TICKETS),
    KeyAction("print", _T("keys", "Print…"), ("Ctrl+P",), Icon.PRINTER, _TICKETS),
    KeyAction("undo", _T("keys", "Undo"), ("Z", "Ctrl+Z"), Icon.UNDO, _TICKETS),
    KeyAction("history", _T("keys", "History of the ticket, or its conversation"), ("H",), Icon.HISTORY, _TICKETS),
    KeyAction("done", _T("keys", "What was done…"), ("Shift+Z",), Icon.HISTORY, _TICKETS),
    KeyAction("reply", _T("keys", "Reply"), ("R",), Icon.REPLY, _WRITING),
    KeyAction("reply_all", _T("keys", "Reply to all"), ("A",), Icon.REPLY_ALL, _WRITING),
    KeyAction("forward", _T("keys", "Forward"), ("F",), Icon.FORWARD, _WRITING),
    KeyAction("note", _T("keys", "Write a note"), ("N",), Icon.NOTE, _WRITING),
    KeyAction("canned", _T("keys", "Put in a canned reply…"), (), Icon.CANNED, _WRITING),
    KeyAction("article", _T("keys", "Put in an article…"), (), Icon.KNOWLEDGE, _WRITING),
    KeyAction("macro", _T("keys", "Use a macro…"), ("Shift+M",), Icon.MACRO, _WRITING),
    *(
        KeyAction(
            f"reply_{number}",
            _T("keys", "Canned reply or macro %1"),
            (str(number),),
            Icon.MACRO,
            _WRITING,
            number=number,
        )
        for number in NUMBERS
    ),
    KeyAction("save_canned", _T("keys", "Save the answer as a canned reply…"), (), Icon.SAVE, _WRITING),
    KeyAction("plain_text", _T("keys", "Plain text, or formatting again"), (), Icon.UNFORMAT, _WRITING),
    KeyAction("find_written", _T("keys", "Find in what I write"), ("Ctrl+F",), Icon.SEARCH, _WRITING, fixed=True),
    KeyAction("replace_written", _T("keys", "Replace in what I write"), ("Ctrl+H",), Icon.SEARCH, _WRITING, fixed=True),
    KeyAction("next_wrong", _T("keys", "Next misspelt word"), ("F7",), Icon.SPELLING, _WRITING, fixed=True),
    KeyAction("look_over", _T("keys", "Ask a colleague to look over the answer…"), (), Icon.EYE, _WRITING),
    KeyAction("new_ticket", _T("keys", "New ticket"), ("C",), Icon.PLUS, _WRITING),
    KeyAction("new_from_template", _T("keys", "New ticket from a template…"), (), Icon.PLUS, _WRITING),
    KeyAction("send", _T("keys", "Send"), ("Ctrl+Return",), Icon.SEND, _WRITING, writing=True),
    KeyAction("send_solve", _T("keys", "Send and solve"), ("Ctrl+Shift+Return",), Icon.SEND, _WRITING, writing=True),
    KeyAction(
        "send_wait", _T("keys", "Send and wait for the customer"), ("Ctrl+Shift+P",), Icon.SEND, _WRITING, writing=True
    ),
    KeyAction("send_as", _T("keys", "Send with another status, or later…"), (), Icon.SEND, _WRITING),
    KeyAction("bold", _T("keys", "Bold"), ("Ctrl+B",), Icon.BOLD, _WRITING, writing=True),
    KeyAction("italic", _T("keys", "Italic"), ("Ctrl+I",), Icon.ITALIC, _WRITING, writing=True),
    KeyAction("list", _T("keys", "List"), ("Ctrl+Shift+8",), Icon.LIST, _WRITING, writing=True),
    KeyAction("numbers", _T("keys", "Numbered list"), ("Ctrl+Shift+7",), Icon.LIST_ORDERED, _WRITING, writing=True),
    KeyAction("quote", _T("keys", "Quote"), ("Ctrl+Shift+9",), Icon.QUOTE, _WRITING, writing=True),
    KeyAction("code", _T("keys", "Code"), ("Ctrl+Shift+C",), Icon.CODE, _WRITING, writing=True),
    KeyAction("text_link", _T("keys", "Link in the text"), ("Ctrl+Shift+K",), Icon.LINK, _WRITING, writing=True),
    KeyAction("useful", _T("keys", "The article was of use"), ("+",), Icon.CHECK, _ARTICLES),
    KeyAction("useless", _T("keys", "The article was of no use"), ("-",), Icon.CLOSE, _ARTICLES),
)

BY_ID: Final[Mapping[str, KeyAction]] = {entry.id: entry for entry in TABLE}


def named(words: str, system: str = sys.platform) -> str:
    """Keys by what stands on the keyboard of this system: Return on a Mac, else Enter."""
    return words if system == "darwin" else words.replace("Return", "Enter")


def native(words: str) -> str:
    """Keys as this system writes them."""
    return QKeySequence(named(words)).toString(QKeySequence.SequenceFormat.NativeText)
