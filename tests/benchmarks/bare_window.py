"""The limit for a start: a bare script that imports PySide6 and SQLAlchemy and shows the first page of a desk. Prints when it was there, in
seconds since 1970, and its megabytes.
"""

import json
import sys
import time

from PySide6.QtCore import QAbstractListModel, Qt, QTimer
from PySide6.QtWidgets import QApplication, QListView
from sqlalchemy import create_engine, text
from sqlcipher3 import dbapi2

PAGE = "SELECT id, subject FROM ticket WHERE shelf = 0 ORDER BY activity_at DESC, id DESC LIMIT 50"


class Rows(QAbstractListModel):
    """The first page."""

    def __init__(self, rows: list[tuple[int, str]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: object = None) -> int:  # noqa: N802
        return len(self._rows)

    def data(self, index: object, role: int = 0) -> str | None:
        return self._rows[index.row()][1] if role == Qt.ItemDataRole.DisplayRole else None  # type: ignore[attr-defined]


def main() -> None:
    """Show the page, tell the figures, end."""
    application = QApplication(sys.argv[:1])
    with create_engine(sys.argv[1], module=dbapi2).connect() as connection:
        model = Rows([tuple(row) for row in connection.execute(text(PAGE))])  # type: ignore[misc]
    view = QListView()
    view.setModel(model)
    view.resize(1440, 900)
    view.show()

    def tell() -> None:
        view.viewport().repaint()
        usable = time.time()
        # When the clock has stopped: the page needs none of it.
        import psutil

        print(json.dumps({"usable": usable, "memory_mb": psutil.Process().memory_info().rss / 1e6}))
        application.quit()

    QTimer.singleShot(0, tell)
    application.exec()


main()
