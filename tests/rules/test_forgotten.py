"""The forgotten attachment, in five languages."""

import pytest

from deskbell.rules.forgotten import speaks_of_attachment


@pytest.mark.parametrize(
    "text",
    [
        "Please find the invoice attached.",
        "I am attaching the log.",
        "请看附件。",
        "發票請見附件",
        "Счёт во вложении.",
        "Прикрепляю файл.",
        "Прилагаю договор.",
        "Sąskaitą rasite priede.",
        "Pridedu sąskaitą faktūrą.",
        "Prisegu failą.",
    ],
)
def test_a_promise_is_heard(text: str) -> None:
    assert speaks_of_attachment(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, it works now.",
        "谢谢\uff0c已经收到。",
        "Спасибо, всё приложение работает.",
        "Ačiū, viskas veikia.",
        "Thanks!\n> please see the attached file",
        "Thanks!\n-- \nAttachments are scanned.",
        "The attache of the embassy called.",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert not speaks_of_attachment(text)
