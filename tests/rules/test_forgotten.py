"""The forgotten attachment, in our languages and those of most customers."""

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
        "Rēķins pielikumā.",
        "Рахунок у вкладенні.",
        "Die Rechnung finden Sie im Anhang.",
        "Anbei die Rechnung.",
        "Ich hänge das Protokoll an.",
        "De factuur vindt u in de bijlage.",
        "Jag bifogar fakturan.",
        "Vous trouverez la facture en pièce jointe.",
        "Veuillez trouver ci-joint le devis.",
        "Adjunto la factura.",
        "Segue em anexo a fatura.",
        "In allegato la fattura.",
        "W załączniku przesyłam fakturę.",
        "V příloze posílám fakturu.",
        "請求書を添付します。",
        "송장을 첨부합니다.",
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
        "Wir hängen die Lampe morgen auf.",
        "Das hängt davon ab.",
        "Nous sommes joints par téléphone.",
        "Приложение снова работает.",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert not speaks_of_attachment(text)
