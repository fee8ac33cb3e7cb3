"""How large a file is, as people say it."""

from PySide6.QtCore import QLocale


def size_word(size: int, locale: QLocale | None = None) -> str:
    """`size` in bytes as "84 KB", in the person's locale."""
    return (locale or QLocale()).formattedDataSize(
        size, 1 if size >= 1_000_000 else 0, QLocale.DataSizeFormat.DataSizeSIFormat
    )
