"""The line above: which file it is, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.ui.look.text_view import TextView
from deskbell.ui.look.zoom_area import ZoomArea
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.pane import Pane


class LookHead(Pane):
    """Its buttons are those that the view below has a use for.

    Signals:
        back, on: to the file before, to the next one.
        open_wanted, save_wanted, close_wanted: of the file, and of the window.
        larger, smaller, fit: the zoom.
        find_wanted: in the text.
        wrap_wanted(bool), play_wanted(bool): as they are called.
    """

    back = Signal()
    on = Signal()
    open_wanted = Signal()
    save_wanted = Signal()
    close_wanted = Signal()
    larger = Signal()
    smaller = Signal()
    fit = Signal()
    find_wanted = Signal()
    wrap_wanted = Signal(bool)
    play_wanted = Signal(bool)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.name = ElidedLabel("", TextRole.title, parent=self)
        self.facts = ElidedLabel("", TextRole.small, ink="muted", parent=self)
        self._percent = Label("", TextRole.small, ink="muted", parent=self)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._percent.setMinimumWidth(theme.px(40))

        def button(icon: Icon, name: str, keys: str = "") -> IconButton:
            made = IconButton(theme, icon, name, parent=self)
            made.set_name(name, keys)
            return made

        self.less = button(Icon.ZOOM_OUT, self.tr("Smaller"), "-")
        self.more = button(Icon.ZOOM_IN, self.tr("Larger"), "+")
        self.whole = button(Icon.ZOOM_FIT, self.tr("Fit into the window"), "0")
        self.play = button(Icon.PLAY, self.tr("Play"))
        self.play.setCheckable(True)
        self.search = button(Icon.SEARCH, self.tr("Find in the text"), "Ctrl+F")
        self.wrap = button(Icon.WRAP, self.tr("Wrap long lines"))
        self.wrap.setCheckable(True)
        self.before = button(Icon.CHEVRON_LEFT, self.tr("The file before"), "←")
        self.after = button(Icon.CHEVRON_RIGHT, self.tr("The next file"), "→")
        self.save = button(Icon.DOWNLOAD, self.tr("Save as…"), "Ctrl+S")
        self.open = button(Icon.EXTERNAL, self.tr("Open"), "Ctrl+O")
        self.end = button(Icon.CLOSE, self.tr("Close"), "Esc")
        for one, signal in (
            (self.less, self.smaller),
            (self.more, self.larger),
            (self.whole, self.fit),
            (self.search, self.find_wanted),
            (self.before, self.back),
            (self.after, self.on),
            (self.save, self.save_wanted),
            (self.open, self.open_wanted),
            (self.end, self.close_wanted),
        ):
            one.clicked.connect(signal)
        self.wrap.clicked.connect(self.wrap_wanted)
        self.play.clicked.connect(self.play_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.name)
        layout.addSpacing(6)
        layout.addWidget(self.facts, 1)
        for tool in (self.play, self.less, self._percent, self.more, self.whole, self.search, self.wrap):
            layout.addWidget(tool)
        layout.addSpacing(8)
        for tool in (self.before, self.after, self.save, self.open, self.end):
            layout.addWidget(tool)

    def show_file(self, name: str, *, several: bool, first: bool, last: bool, harmful: bool) -> None:
        """Another file."""
        self.name.setText(name)
        for one in (self.before, self.after):
            one.setVisible(several)
        self.before.setEnabled(not first)
        self.after.setEnabled(not last)
        self.open.setVisible(not harmful)

    def show_view(self, view: QWidget | None, *, moves: bool = False) -> None:
        """What is shown of the file now."""
        zooming = isinstance(view, ZoomArea)
        for tool in (self.less, self._percent, self.more, self.whole):
            tool.setVisible(zooming)
        for one in (self.search, self.wrap):
            one.setVisible(isinstance(view, TextView))
        self.play.setVisible(moves)

    def show_scale(self, scale: float) -> None:
        """How large it is shown."""
        self._percent.setText(f"{round(scale * 100)} %")

    def show_playing(self, playing: bool) -> None:
        """Whether the picture moves."""
        self.play.setChecked(playing)
        self.play.set_icon(Icon.PAUSE if playing else Icon.PLAY)
        self.play.set_name(self.tr("Stop") if playing else self.tr("Play"))
