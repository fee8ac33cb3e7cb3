"""The first start: who you are, a mailbox, a test, go. A small calm window that can be left and continued."""

from enum import IntEnum

from msgspec.structs import replace
from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from deskbell.model.commands import SaveMailbox
from deskbell.rules.rights import may
from deskbell.store.secrets import Secrets
from deskbell.ui.office.join import Join
from deskbell.ui.prompts import DialogPrompts, Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.agent_draft import AgentDraft
from deskbell.ui.settings.mail_test import SideResult
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Place
from deskbell.ui.settings.mailbox_form import MailboxForm
from deskbell.ui.settings.mailbox_saver import MailboxSaver
from deskbell.ui.settings.mailbox_test import MailboxTest, places
from deskbell.ui.settings.registrations import Registrations
from deskbell.ui.settings.servers_found import Find, find_servers
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.welcome.arrival import Arrival, arrival
from deskbell.ui.welcome.frame import WelcomeFrame
from deskbell.ui.welcome.memory import Typed, WelcomeMemory
from deskbell.ui.welcome.who import Profiles
from deskbell.ui.welcome.you_step import YouStep
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone


class Step(IntEnum):
    """Where the person is."""

    YOU = 0
    MAILBOX = 1
    TEST = 2


class WelcomeWindow(WelcomeFrame):
    """Introduces a person and a mailbox to the desk.

    Enter goes on, Escape goes back. "Later" goes on without a mailbox. With `settings` what was typed outlives the window, passwords excepted.

    Signals:
        finished(int): the person is an agent of the desk now, with this id, and the mailbox (if any) is saved.
        locked(Profiles): the desk knows this person, whose profile has a password: that is to be asked for.
        joined(str): there was an invitation instead: this computer belongs to the office at this address from now on.
    """

    finished = Signal(int)
    locked = Signal(object)
    joined = Signal(str)

    def __init__(
        self,
        runner: Runner,
        theme: ThemeSource,
        secrets: Secrets,
        settings: QSettings | None = None,
        find: Find = find_servers,
        prompts: Prompts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._runner = runner
        self._memory = WelcomeMemory(settings)
        self._saver = MailboxSaver(runner, secrets, self)
        self._agent = AgentDraft()
        self._known = False
        self._mailbox_saved: MailboxDraft | None = None
        self._mend: dict[Place, str] = {}
        self._tested = False
        self.step = Step.YOU
        self.you = YouStep(theme, self)
        registrations = Registrations(runner, secrets, lambda: self._agent.id or None, self)
        self.form = MailboxForm(theme, registrations, find, parent=self)
        self.test = MailboxTest(theme, secrets, self)
        self.outcome = Callout(theme, parent=self)
        self._join = Join(prompts or DialogPrompts(self), secrets.folder, parent=self)
        self.lay_pages((self.you, self.form, self._lay_trial()))
        self._connect()
        self._recall()
        self.show_step(Step.YOU)

    def go_on(self) -> None:
        """What the filled button does at this step."""
        if not self.go_button.isEnabled():
            return
        self.drop_error()
        if self.step is Step.YOU:
            if self.you.complete():
                self.busy(self.tr("One moment…"))
                # Whoever types on meanwhile does not change what was looked at.
                self._agent = replace(self._agent, name=self.you.name(), email=self.you.email())
                self._runner.ask(arrival, self._agent.email, done=self._arrive, failed=self.refuse)
        elif self.step is Step.MAILBOX:
            fault = self.form.first_fault()
            if fault is None:
                self.show_step(Step.TEST)
            self.see(fault)
        elif self._tested:
            self.save()
        else:
            self.go_back()

    def go_back(self) -> None:
        """One step back; from a failed test to where it is to be mended."""
        if self.step is Step.TEST:
            self.test.stop()
            mend = self._mend
            self.show_step(Step.MAILBOX)
            self.see(self.form.tell(mend))
        elif self.step is Step.MAILBOX:
            self.show_step(Step.YOU)

    def later(self) -> None:
        """Open Deskbell without a mailbox."""
        self.test.stop()
        self._save_agent(then_mailbox=False)

    def save(self) -> None:
        """Keep the person, the mailbox and its passwords; then it is done."""
        self._save_agent(then_mailbox=True)

    def show_step(self, step: Step) -> None:
        """Go to a step; that of the test begins it."""
        self.step = step
        self.show_page(step, *self._words(step))
        self._mend = {}
        if step is Step.YOU:
            self.you.begin()
        elif step is Step.MAILBOX:
            self.form.begin()
        else:
            self._tested = False
            self.outcome.say("")
            self.test.start(self.form.draft(), self.form.guesses())
            self.go_button.setFocus()
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton) and not focused.isCheckable():
                focused.click()
            else:
                self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _arrive(self, found: Arrival) -> None:
        mine = self._agent.id and (found.agent is None or found.agent.id == self._agent.id)
        self._known = found.agent is not None and not mine
        if found.agent is not None and found.locked and self._known:
            self._memory.forget()
            self.locked.emit(Profiles((found.agent,), frozenset({found.agent.id})))
            return
        if found.agent is not None and self._known:
            self._agent = AgentDraft.of(found.agent)
        else:
            self._agent = replace(self._agent, role=found.role)
        # Who may not add one has nothing to do here.
        done = found.has_mailboxes or not may(self._agent.role, SaveMailbox)
        if done and self._mailbox_saved is None:
            self._save_agent(then_mailbox=False)
        else:
            self.show_step(Step.MAILBOX)

    def _save_agent(self, *, then_mailbox: bool) -> None:
        """A person whom the desk knew before is left as they are."""
        self.busy(self.tr("Saving…"))
        if self._known:
            self._save_mailbox(then_mailbox)
            return
        draft = self._agent

        def kept(agent_id: int) -> None:
            self._agent = replace(draft, id=agent_id, version=draft.version + 1)
            self._save_mailbox(then_mailbox)

        self._runner.do(draft.command(draft.id or None), done=kept, failed=self.refuse)

    def _save_mailbox(self, wanted: bool) -> None:
        if not wanted:
            self._finish()
            return
        draft = self.form.draft()
        if self._mailbox_saved is not None:
            draft = replace(draft, id=self._mailbox_saved.id, version=self._mailbox_saved.version)
        self._saver.save(draft, self._agent.id, lambda _: self._finish(), self._refuse_mailbox)

    def _finish(self) -> None:
        self._memory.forget()
        self.finished.emit(self._agent.id)

    def _refuse_mailbox(self, error: Exception, draft: MailboxDraft) -> None:
        # Its row may be there though its password is not: the next try changes that row.
        self._mailbox_saved = draft if draft.id else None
        self.refuse(error)

    @Slot(object)
    def refuse(self, error: Exception) -> None:
        """Say what could not be done; it can be tried again."""
        self.show_error(error)
        self._look()

    @Slot(bool)
    def _wait_for_office(self, busy: bool) -> None:
        self.you.show_joining(busy=busy)
        if busy:
            self.drop_error()
            self.busy(self.tr("One moment…"))
        else:
            self._look()

    @Slot(str)
    def _take_office(self, address: str) -> None:
        self._memory.forget()
        self.joined.emit(address)

    @Slot(object)
    def _take_results(self, results: tuple[SideResult, ...]) -> None:
        for result in results:
            if result.error is None:
                self.form.take_server(result.side, result.server)
        self._tested = all(result.error is None for result in results)
        self._mend = places(results, self.form.draft())
        if self._tested:
            self.outcome.say(self.tr("Everything works. Mail becomes tickets from now on."), tone=Tone.GOOD)
        else:
            self.outcome.say(
                self.tr("Nothing is saved yet. Go back to mend it; what you typed is still there."), tone=Tone.WARNING
            )
        self._look()
        # While it ran Qt had given the keyboard to the one that could be pressed: Enter would have gone back.
        self.go_button.setFocus()

    def _words(self, step: Step) -> tuple[str, str]:
        if step is Step.YOU:
            lead = self.tr("Customer mail becomes tickets here, and your answers go out by mail. First: who are you?")
            return self.tr("Welcome to Deskbell"), lead
        if step is Step.MAILBOX:
            lead = self.tr(
                "Its mail becomes tickets, and stays on the server as it is. More mailboxes can follow in the settings."
            )
            return self.tr("Where do customers write to?"), lead
        lead = self.tr("The password leaves this computer only after the server has proved its name.")
        return self.tr("Trying it out"), lead

    def _look(self) -> None:
        """What the buttons say and can do."""
        running = self.step is Step.TEST and self.test.running()
        failed = self.step is Step.TEST and not running and not self._tested
        word = self.tr("Continue")
        if self.step is Step.TEST:
            word = self.tr("Back to mend it") if failed else self.tr("Open Deskbell")
        elif self.step is Step.MAILBOX:
            word = self.tr("Test")
        self.ready(word)
        self.go_button.setEnabled(not running)
        self.back_button.setVisible(self.step is not Step.YOU and not failed)
        self.later_button.setVisible(self.step is not Step.YOU and not (self.step is Step.TEST and self._tested))
        self.anyway_button.setVisible(failed)

    def _connect(self) -> None:
        self.go_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.go_back)
        self.later_button.clicked.connect(self.later)
        self.anyway_button.clicked.connect(self.save)
        self.test.finished.connect(self._take_results)
        self.test.failed.connect(self.refuse)
        self.you.edited.connect(self._remember)
        self.you.join_wanted.connect(self._join.begin)
        self._join.busy.connect(self._wait_for_office)
        self._join.failed.connect(self.refuse)
        self._join.joined.connect(self._take_office)
        self.form.edited.connect(self._remember)

    def _recall(self) -> None:
        typed = self._memory.recall()
        self.you.show_person(typed.name, typed.email)
        self.form.show_draft(typed.mailbox)

    def _remember(self) -> None:
        self._memory.keep(Typed(self.you.name(), self.you.email(), self.form.draft()))

    def _lay_trial(self) -> QWidget:
        trial = QWidget(self)
        layout = QVBoxLayout(trial)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(20)
        layout.addWidget(self.test)
        layout.addWidget(self.outcome)
        return trial
