"""The page of the desk's database: where it lies, and how more people than one come to it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from deskbell.model.commands import InviteAgent
from deskbell.model.places import Places
from deskbell.rules.rights import may
from deskbell.store.secrets import Secrets
from deskbell.store.whereabouts import whereabouts
from deskbell.ui.carrying.backup_box import BackupBox
from deskbell.ui.carrying.carrying import Carrying
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.errand import Errand
from deskbell.ui.office.join import Join
from deskbell.ui.office.leave import Leave
from deskbell.ui.prompts import Prompts
from deskbell.ui.settings.page import Page, Who
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label, SectionHead


class DatabasePage(Page):
    """What is done here is done at once; there is nothing to apply.

    `backup` is what makes one by hand, None for who may not read all of the desk.

    Signals:
        office_wanted: this desk is to become an office.
        leave_wanted: this computer is to leave the office.
        people_wanted: whom to let into the office stands on another page.
        joined(str): this computer belongs to the office at this address from now on.
    """

    office_wanted = Signal()
    leave_wanted = Signal()
    people_wanted = Signal()
    joined = Signal(str)

    def __init__(
        self,
        theme: ThemeSource,
        desk: DeskNow,
        who: Who,
        places: Places,
        secrets: Secrets,
        prompts: Prompts,
        backup: Carrying | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, who, parent)
        self.set_title(self.tr("Database"))
        self._desk = desk
        self._where = whereabouts(places.database)
        self._may = may(desk.me.role, InviteAgent)
        self._words = Label("", ink="muted", wrap=True, parent=self)
        far = self._where.on_server
        self.office_button = GhostButton(
            self.tr("Make an office of it…") if far else self.tr("Set up an office…"), self
        )
        self.office_button.clicked.connect(self.office_wanted)
        self.people_button = GhostButton(self.tr("Invite people…"), self)
        self.people_button.clicked.connect(self.people_wanted)
        self.join_button = GhostButton(self.tr("Join an office…"), self)
        join = Join(prompts, places.data, self._where.place, self)
        join.joined.connect(self.joined)
        join.failed.connect(self.show_error)
        join.busy.connect(self._wait)
        self.join_button.clicked.connect(self.drop_error)
        self.join_button.clicked.connect(join.begin)
        self.leave_button = GhostButton(self.tr("Leave the office…"), self)
        leave = Leave(prompts, places.data, self)
        leave.wanted.connect(self.leave_wanted)
        leave.failed.connect(self.show_error)
        self.leave_button.clicked.connect(self.drop_error)
        self.leave_button.clicked.connect(leave.begin)
        self.body.addWidget(self._lay_facts(secrets))
        self.body.addWidget(SectionHead(self.tr("An office"), self))
        self.body.addWidget(self._words)
        self.body.addLayout(self._lay_deeds())
        # The same people: whoever lets others in answers for what is in there.
        if backup is not None and self._may and not desk.state.sample:
            box = BackupBox(theme, backup, prompts, self)
            box.failed.connect(self.show_error)
            box.button.clicked.connect(self.drop_error)
            self.body.addWidget(box)
        self.body.addStretch(1)
        desk.changed.connect(self._look)
        self._look()

    @Slot(bool)
    def _wait(self, busy: bool) -> None:
        self.join_button.setEnabled(not busy)
        self.join_button.setText(self.tr("Joining…") if busy else self.tr("Join an office…"))

    def _look(self) -> None:
        state, far = self._desk.state, self._where.on_server
        self.join_button.setVisible(not far and not state.sample)
        self.office_button.setVisible(not state.office and not state.sample and self._may)
        self.leave_button.setVisible(state.office and self._where.password_here)
        self.people_button.setVisible(state.office and self._may)
        self._words.setText(self._say())
        self.relaid.emit()

    def _say(self) -> str:
        state = self._desk.state
        if state.sample:
            return self.tr("This is a sample desk, which is thrown away. Your own can become an office, or join one.")
        if state.office:
            lead = self.tr("Everybody here logs in, and the database itself keeps what each may do.")
            theirs = self.tr("An administrator lets people in.")
            mine = self.tr("Enter whom you let in as an agent, then invite them.")
            opened = "" if self._where.password_here else self._say_opened()
            return f"{lead} {mine if self._may else theirs} {self._say_mail()} {opened}".rstrip()
        if self._where.on_server:
            lead = self.tr("This desk lies on a server, but is no office: whoever may log in there may do everything.")
            what = self.tr("Made an office, it gives each person a login, and the server keeps what each may do.")
            how = self.tr("That takes the login of the server's administrator.")
            theirs = self.tr("An administrator of this desk can make it one.")
            return f"{lead} {what} {how if self._may else theirs} {self._say_opened()}"
        return self.tr(
            "This desk is a file, for the people at this computer. Two to fifty people share one that lies on a PostgreSQL server in your network: "
            "each has a login, and the server keeps what each may do. Who was given an invitation joins with it."
        )

    def _kind(self) -> str:
        state = self._desk.state
        if state.sample:
            return self.tr("a sample desk")
        if state.office:
            return self.tr("an office")
        return self.tr("on a server, but no office") if self._where.on_server else self.tr("a file on this computer")

    def _say_mail(self) -> str:
        if self._desk.runs_worker:
            return self.tr("This computer fetches and sends the mail, unless a worker service does.")
        return self.tr("This computer fetches no mail: a worker service does, or an administrator's computer.")

    def _say_opened(self) -> str:
        return self.tr("It was opened by its address; started without one, Deskbell opens this computer's own desk.")

    def _lay_deeds(self) -> QHBoxLayout:
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self.office_button)
        deeds.addWidget(self.people_button)
        deeds.addWidget(self.join_button)
        deeds.addWidget(self.leave_button)
        deeds.addStretch(1)
        return deeds

    @Slot(object)
    def _show_key(self, place: str) -> None:
        words = (
            self.tr("kept encrypted; its key is in the system's keyring")
            if place == "keyring"
            else self.tr(
                "kept encrypted; its key is in a file that only you can read, because there is no keyring here"
            )
        )
        self._last.setText(words)
        self._last.setAccessibleName(f"{self.tr('Your password')}: {words}")

    def _lay_facts(self, secrets: Secrets) -> QFrame:
        where = self._where
        card = QFrame(self)
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        facts = (
            [
                (self.tr("Server"), where.place),
                (self.tr("Database"), where.database),
                (self.tr("You log in as"), where.login),
            ]
            if where.on_server
            else [(self.tr("File"), where.place)]
        )
        facts.insert(0, (self.tr("This desk is"), self._kind()))
        if where.password_here:
            facts.append((self.tr("Your password"), "…"))
        for line, (name, value) in enumerate(facts):
            grid.addWidget(Label(name, ink="muted", parent=card), line, 0, Qt.AlignmentFlag.AlignTop)
            # The last one is the password, where it is told.
            self._last = Label(value, wrap=True, parent=card)
            self._last.setAccessibleName(f"{name}: {value}")
            grid.addWidget(self._last, line, 1)
        if where.password_here:
            look = Errand(lambda _: secrets.where(), may_be_cut=True, parent=self)
            look.done.connect(self._show_key)
            look.failed.connect(self.show_error)
            look.start()
        return card
