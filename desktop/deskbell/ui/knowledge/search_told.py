"""What a search looked for besides what is typed, or in place of it."""

from PySide6.QtWidgets import QWidget

from deskbell.store.search.articles import Found
from deskbell.ui.theme.spacing import S8, S12
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.label import Label


class SearchTold(Label):
    """A line above what was found, there only where there is something to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", TextRole.small, ink="muted", wrap=True, parent=parent)
        self.setContentsMargins(S12, S8, S12, S8)
        self.hide()

    def say(self, words: str, found: Found) -> None:
        """Say what was searched for, where it is not what was typed."""
        sentences = []
        if found.instead:
            sentences.append(
                self.tr("Nothing holds “{words}”. Found for “{instead}”:").format(words=words, instead=found.instead)
            )
        if found.also:
            sentences.append(self.tr("Also searched for: {words}").format(words=", ".join(found.also)))
        self.setText("\n".join(sentences))
        self.setVisible(bool(sentences))
