"""The palette in Qt's roles, for the parts of Fusion that no style rule reaches."""

from PySide6.QtGui import QColor, QPalette

from deskbell.ui.theme.colours import Colours


def qt_palette(colours: Colours) -> QPalette:
    """A `QPalette` in which every role and group is one of ours."""
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, colours.background),
        (roles.WindowText, colours.ink),
        (roles.Base, colours.panel),
        (roles.AlternateBase, colours.background),
        (roles.Text, colours.ink),
        (roles.PlaceholderText, colours.faint),
        (roles.Button, colours.panel),
        (roles.ButtonText, colours.ink),
        (roles.BrightText, colours.danger),
        (roles.Highlight, colours.accent),
        (roles.HighlightedText, colours.on_accent),
        (roles.Accent, colours.accent),
        (roles.Link, colours.accent),
        (roles.LinkVisited, colours.accent),
        (roles.ToolTipBase, colours.toast),
        (roles.ToolTipText, colours.toast_ink),
        (roles.Light, colours.panel),
        (roles.Midlight, colours.hover),
        (roles.Mid, colours.line),
        (roles.Dark, colours.faint),
        (roles.Shadow, colours.rail),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    palette.setColor(QPalette.ColorGroup.Inactive, roles.Highlight, QColor(colours.accent_ground))
    palette.setColor(QPalette.ColorGroup.Inactive, roles.HighlightedText, QColor(colours.ink))
    return palette
