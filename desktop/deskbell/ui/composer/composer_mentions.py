"""Mentions in the composer: what is asked for by @ in a note is loaded when it is first wanted."""

from functools import cached_property
from typing import TYPE_CHECKING

from deskbell.model.kinds import ReplyKind
from deskbell.ui.composer.composer_canned import ComposerCanned

if TYPE_CHECKING:
    from deskbell.ui.mentions.hand import MentionHand


class ComposerMentions(ComposerCanned):
    """The composer's face with files, canned replies, and colleagues to be mentioned: in a note, which only they read."""

    def _at_typed(self) -> None:
        if self._content.kind is ReplyKind.NOTE:
            self._mentioning.at()

    @cached_property
    def _mentioning(self) -> "MentionHand":
        from deskbell.ui.mentions.hand import MentionHand

        return MentionHand(self._theme, self._desk, self.editor, self._about, self)
