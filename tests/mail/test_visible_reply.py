"""Visible reply: what the sender wrote this time, by language and mail program; and that own words are never lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.mail.reply_text import visible_text
from deskbell.mail.reply_text.letters import only_greets

OWN = "Thank you, the second parcel came today.\n\nBut the invoice is still missing."

# What stands below the answer, as each program writes it.
QUOTES = {
    "gmail en": "On Fri, May 3, 2024 at 2:20 PM Ona Desk <support@desk.example> wrote:\n\n> Hello,\n> here it is.",
    "gmail en wrapped": "On Fri, May 3, 2024 at 2:20 PM Ona From The Very Long Company Name <\nsupport@desk.example> wrote:\n\n> Hello,\n> here it is.",
    "gmail de": "Am Fr., 3. Mai 2024 um 14:20 Uhr schrieb Ona Desk <support@desk.example>:\n\n> Hallo,\n> bitte.",
    "gmail fr": "Le ven. 3 mai 2024 à 14:20, Ona Desk <support@desk.example> a écrit :\n\n> Bonjour,",
    "gmail es": "El vie, 3 may 2024 a las 14:20, Ona Desk (<support@desk.example>) escribió:\n\n> Hola,",
    "gmail it": "Il giorno ven 3 mag 2024 alle ore 14:20 Ona Desk <support@desk.example> ha scritto:\n\n> Ciao,",
    "gmail pt": "Em sex., 3 de mai. de 2024 às 14:20, Ona Desk <support@desk.example> escreveu:\n\n> Olá,",
    "gmail nl": "Op vr 3 mei 2024 om 14:20 schreef Ona Desk <support@desk.example>:\n\n> Hallo,",
    "gmail pl": "pt., 3 maj 2024 o 14:20 Ona Desk <support@desk.example> napisał(a):\n\n> Cześć,",
    "gmail ru": "пт, 3 мая 2024 г. в 14:20, Ona Desk <support@desk.example>:\n\n> Здравствуйте,",
    "gmail uk": "пт, 3 трав. 2024 р. о 14:20 Ona Desk <support@desk.example> пише:\n\n> Вітаю,",
    "gmail lt": "2024-05-03, pn, 14:20 Ona Desk <support@desk.example> rašė:\n\n> Sveiki,",
    "gmail lv": "piektd., 2024. g. 3. maijs, plkst. 14:20 — lietotājs Ona Desk (<support@desk.example>) rakstīja:\n\n> Sveiki,",
    "gmail sv": "Den fre 3 maj 2024 kl 14:20 skrev Ona Desk <support@desk.example>:\n\n> Hej,",
    "gmail da": "Den fre. 3. maj 2024 kl. 14.20 skrev Ona Desk <support@desk.example>:\n\n> Hej,",
    "gmail no": "fre. 3. mai 2024 kl. 14:20 skrev Ona Desk <support@desk.example>:\n\n> Hei,",
    "gmail fi": "pe 3. toukok. 2024 klo 14.20 Ona Desk (support@desk.example) kirjoitti:\n\n> Hei,",
    "gmail cs": "pá 3. 5. 2024 v 14:20 odesílatel Ona Desk <support@desk.example> napsal:\n\n> Dobrý den,",
    "gmail zh": "Ona Desk <support@desk.example> 于2024年5月3日周五 14:20写道：\n\n> 您好，",
    "gmail zh-tw": "Ona Desk <support@desk.example> 於 2024年5月3日 週五 下午2:20寫道：\n\n> 您好，",
    "gmail ja": "2024年5月3日(金) 14:20 Ona Desk <support@desk.example>:\n\n> こんにちは",
    "gmail ko": "2024년 5월 3일 (금) 오후 2:20, Ona Desk <support@desk.example>님이 작성:\n\n> 안녕하세요",
    "apple en": "> On 3 May 2024, at 14:20, Ona Desk <support@desk.example> wrote:\n> \n> Hello,",
    "apple de": "Am 03.05.2024 um 14:20 schrieb Ona Desk <support@desk.example>:\n\n> Hallo,",
    "apple nl": "Op 3 mei 2024, om 14:20 heeft Ona Desk <support@desk.example> het volgende geschreven:\n\n> Hallo,",
    "apple zh": "在 2024年5月3日，14:20，Ona Desk <support@desk.example> 写道：\n\n> 您好",
    "apple ja": "2024/05/03 14:20、Ona Desk <support@desk.example>のメール:\n\n> こんにちは",
    "apple ru": "> 3 мая 2024 г., в 14:20, Ona Desk <support@desk.example> написал(а):\n> \n> Здравствуйте",
    "apple lt": "> 2024-05-03 14:20, Ona Desk <support@desk.example> rašė:\n> \n> Sveiki",
    "apple forwarded": "Begin forwarded message:\n\nFrom: Ona <ona@desk.example>\nSubject: Hello\nDate: 3 May 2024\n\nHello",
    "thunderbird en": "On 03/05/2024 14:20, Ona Desk wrote:\n> Hello,\n> here it is.",
    "thunderbird de": "Am 03.05.24 um 14:20 schrieb Ona Desk:\n> Hallo,",
    "thunderbird ru": "03.05.2024 14:20, Ona Desk пишет:\n> Здравствуйте,",
    "thunderbird pl": "W dniu 3.05.2024 o 14:20, Ona Desk pisze:\n> Witam,",
    "thunderbird cs": "Dne 03. 05. 24 v 14:20 Ona Desk napsal(a):\n> Dobrý den,",
    "thunderbird sv": "Den 2024-05-03 kl. 14:20, skrev Ona Desk:\n> Hej,",
    "thunderbird fi": "Ona Desk kirjoitti 3.5.2024 klo 14.20:\n> Hei,",
    "thunderbird lt": "2024-05-03 14:20, Ona Desk rašė:\n> Sveiki,",
    "thunderbird ja": "On 2024/05/03 14:20, Ona Desk wrote:\n> こんにちは",
    "outlook en": "From: Ona Desk <support@desk.example>\nSent: Friday, May 3, 2024 2:20 PM\nTo: Jane <jane@example.com>\nSubject: RE: Parcel\n\nHello,\nhere it is.",
    "outlook inside the office": "From: Desk, Ona\nSent: Friday, May 3, 2024 2:20 PM\nTo: Jones, Jane\nSubject: RE: Parcel\n\nHello,",
    "outlook original": "-----Original Message-----\nFrom: Ona Desk\nSent: Friday, May 3, 2024 2:20 PM\nTo: Jane\nSubject: RE: Parcel\n\nHello,",
    "outlook web": "________________________________\nFrom: Ona Desk <support@desk.example>\nSent: Friday, May 3, 2024 2:20:11 PM\nTo: Jane <jane@example.com>\nSubject: Re: Parcel\n\nHello,",
    "outlook bold": "*From:* Ona Desk <support@desk.example>\n*Sent:* Friday, May 3, 2024 2:20 PM\n*To:* Jane <jane@example.com>\n*Subject:* RE: Parcel\n\nHello,",
    "outlook de": "Von: Ona Desk <support@desk.example>\nGesendet: Freitag, 3. Mai 2024 14:20\nAn: Jane <jane@example.com>\nBetreff: AW: Paket\n\nHallo,",
    "outlook de original": "-----Ursprüngliche Nachricht-----\nVon: Ona Desk\nGesendet: Freitag, 3. Mai 2024 14:20\nAn: Jane\nBetreff: Paket\n\nHallo,",
    "outlook fr": "De : Ona Desk <support@desk.example>\nEnvoyé : vendredi 3 mai 2024 14:20\nÀ : Jane <jane@example.com>\nObjet : RE: Colis\n\nBonjour,",
    "outlook es": "De: Ona Desk <support@desk.example>\nEnviado el: viernes, 3 de mayo de 2024 14:20\nPara: Jane <jane@example.com>\nAsunto: RE: Paquete\n\nHola,",
    "outlook it": "Da: Ona Desk <support@desk.example>\nInviato: venerdì 3 maggio 2024 14:20\nA: Jane <jane@example.com>\nOggetto: R: Pacco\n\nCiao,",
    "outlook pt": "De: Ona Desk <support@desk.example>\nEnviada em: sexta-feira, 3 de maio de 2024 14:20\nPara: Jane <jane@example.com>\nAssunto: RES: Encomenda\n\nOlá,",
    "outlook nl": "Van: Ona Desk <support@desk.example>\nVerzonden: vrijdag 3 mei 2024 14:20\nAan: Jane <jane@example.com>\nOnderwerp: RE: Pakket\n\nHallo,",
    "outlook pl": "Od: Ona Desk <support@desk.example>\nWysłano: piątek, 3 maja 2024 14:20\nDo: Jane <jane@example.com>\nTemat: RE: Paczka\n\nWitam,",
    "outlook ru": "От: Ona Desk <support@desk.example>\nОтправлено: пятница, 3 мая 2024 г. 14:20\nКому: Jane <jane@example.com>\nТема: RE: Посылка\n\nЗдравствуйте,",
    "outlook uk": "Від: Ona Desk <support@desk.example>\nНадіслано: п'ятниця, 3 травня 2024 р. 14:20\nКому: Jane <jane@example.com>\nТема: RE: Посилка\n\nВітаю,",
    "outlook lt": "Nuo: Ona Desk <support@desk.example>\nIšsiųsta: 2024 m. gegužės 3 d., penktadienis 14:20\nKam: Jane <jane@example.com>\nTema: RE: Siunta\n\nSveiki,",
    "outlook lv": "No: Ona Desk <support@desk.example>\nNosūtīts: piektdiena, 2024. gada 3. maijs 14:20\nKam: Jane <jane@example.com>\nTēma: RE: Sūtījums\n\nSveiki,",
    "outlook sv": "Från: Ona Desk <support@desk.example>\nSkickat: den 3 maj 2024 14:20\nTill: Jane <jane@example.com>\nÄmne: SV: Paket\n\nHej,",
    "outlook da": "Fra: Ona Desk <support@desk.example>\nSendt: 3. maj 2024 14:20\nTil: Jane <jane@example.com>\nEmne: SV: Pakke\n\nHej,",
    "outlook no": "Fra: Ona Desk <support@desk.example>\nSendt: fredag 3. mai 2024 14:20\nTil: Jane <jane@example.com>\nEmne: SV: Pakke\n\nHei,",
    "outlook fi": "Lähettäjä: Ona Desk <support@desk.example>\nLähetetty: perjantai 3. toukokuuta 2024 14.20\nVastaanottaja: Jane <jane@example.com>\nAihe: VS: Paketti\n\nHei,",
    "outlook cs": "Od: Ona Desk <support@desk.example>\nOdesláno: pátek 3. května 2024 14:20\nKomu: Jane <jane@example.com>\nPředmět: RE: Balík\n\nDobrý den,",
    "outlook zh": "发件人: Ona Desk <support@desk.example>\n发送时间: 2024年5月3日 14:20\n收件人: Jane <jane@example.com>\n主题: 答复: 包裹\n\n您好，",
    "outlook zh-tw": "寄件者: Ona Desk <support@desk.example>\n寄件日期: 2024年5月3日 下午 02:20\n收件者: Jane <jane@example.com>\n主旨: RE: 包裹\n\n您好，",
    "outlook ja": "差出人: Ona Desk <support@desk.example>\n送信日時: 2024年5月3日 14:20\n宛先: Jane <jane@example.com>\n件名: RE: 荷物\n\nこんにちは",
    "outlook ko": "보낸 사람: Ona Desk <support@desk.example>\n보낸 날짜: 2024년 5월 3일 금요일 오후 2:20\n받는 사람: Jane <jane@example.com>\n제목: RE: 소포\n\n안녕하세요",
    "yahoo": "    On Friday, May 3, 2024 at 02:20:11 PM GMT+2, Ona Desk <support@desk.example> wrote:  \n \n Hello,\n here it is.",
    "yahoo de": "Am Freitag, 3. Mai 2024 um 14:20:11 MESZ hat Ona Desk <support@desk.example> Folgendes geschrieben:\n\nHallo,",
    "qq": "------------------ 原始邮件 ------------------\n发件人: \"Ona Desk\" <support@desk.example>;\n发送时间: 2024年5月3日(星期五) 下午2:20\n收件人: \"Jane\"<jane@example.com>;\n主题: 包裹\n\n您好，",
    "163": "在 2024-05-03 14:20:05，\"Ona Desk\" <support@desk.example> 写道：\n\n您好，",
    "163 en": "At 2024-05-03 14:20:05, \"Ona Desk\" <support@desk.example> wrote:\n\nHello,",
    "163 table": "---- 回复的原邮件 ----\n| 发件人 | Ona Desk<support@desk.example> |\n| 日期 | 2024年05月03日 14:20 |\n| 收件人 | Jane<jane@example.com> |\n| 主题 | 包裹 |\n您好，",
    "foxmail": "发件人： Ona Desk\n发送时间： 2024-05-03 14:20\n收件人： Jane\n主题： 包裹\n您好，",
    "aliyun": "------------------------------------------------------------------\n发件人：Ona Desk <support@desk.example>\n发送时间：2024年5月3日(星期五) 14:20\n收件人：Jane <jane@example.com>\n主　题：包裹\n\n您好，",
    "yandex": "03.05.2024, 14:20, \"Ona Desk\" <support@desk.example>:\n\nЗдравствуйте,",
    "mail.ru": "Пятница, 3 мая 2024, 14:20 +03:00 от Ona Desk <support@desk.example>:\n \nЗдравствуйте,",
    "gmx": "Gesendet: Freitag, 03. Mai 2024 um 14:20 Uhr\nVon: \"Ona Desk\" <support@desk.example>\nAn: jane@example.com\nBetreff: Paket\n\nHallo,",
    "name first de": "Ona Desk <support@desk.example> schrieb am Fr., 3. Mai 2024, 14:20:\n\n> Hallo,",
    "zoho": "---- On Fri, 03 May 2024 14:20:05 +0200 Ona Desk <support@desk.example> wrote ----\n\nHello,",
    "samsung": "-------- Original message --------\nFrom: Ona Desk <support@desk.example>\nDate: 03/05/2024 14:20 (GMT+01:00)\nTo: jane@example.com\nSubject: Parcel\n\nHello,",
    "samsung lt": "-------- Originalus laiškas --------\nNuo: Ona Desk <support@desk.example>\nData: 2024-05-03 14:20 (GMT+02:00)\nKam: jane@example.com\nTema: Siunta\n\nSveiki,",
    "protonmail": "On Friday, May 3rd, 2024 at 14:20, Ona Desk <support@desk.example> wrote:\n\n> Hello,",
    "sent from": "Sent from my iPhone\n\n> On May 3, 2024, at 2:20 PM, Ona Desk <support@desk.example> wrote:\n> \n> Hello",
    "get outlook": "Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Ona Desk <support@desk.example>\nSent: Friday, May 3, 2024 2:20:11 PM\nTo: Jane\nSubject: Re: Parcel\n\nHello,",
    "signature": "-- \nJane Jones\nExample Ltd.",
    "signature and quote": "-- \nJane Jones\n\nOn Fri, May 3, 2024 at 2:20 PM Ona Desk <support@desk.example> wrote:\n\n> Hello,",
    "list footer": "_______________________________________________\nusers mailing list\nusers@lists.example\nhttps://lists.example/mailman/listinfo/users",
    "unknown language": "Ona Desk <support@desk.example> 2024-05-03 14:20 skribis:\n> Saluton,",
    "quote alone": "> Hello,\n> here it is.",
    "reply above": "-- Please reply above this line --\n\nHello, here it is.",
    "our own desk": "On 2024-05-03 14:20, Ona (Desk) wrote:\n\n> Hello,\n\nOn 2024-05-02 10:00, Jane wrote:\n\n> Where?",
}  # fmt: skip


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES.keys())
def test_the_quote_below_is_hidden(quote: str) -> None:
    assert visible_text(f"{OWN}\n\n{quote}\n") == OWN


# Nothing of these may be hidden: own words look like quotes, stand among them, or below.
SHOWN = {
    "answers between": "On Fri, May 3, 2024 at 2:20 PM Ona <o@desk.example> wrote:\n> Which size?\n\nLarge.\n\n> Which colour?\n\nBlue.",
    "greeting and answers": "Hi Ona,\n\nOn 3 May 2024, Ona wrote:\n> Which size?\n\nLarge.\n\n> Which colour?\n\nBlue.",
    "quotes without attribution": "> Which size?\n\nLarge.",
    "below outlook": "From: Ona <o@desk.example>\nSent: Friday, May 3, 2024 2:20 PM\nTo: Jane\nSubject: RE: Parcel\n\nWhich size?\n\nLarge!",
    "told inside": "Please see my answers in red below.\n\nFrom: Ona <o@desk.example>\nSent: Friday, May 3, 2024 2:20 PM\nTo: Jane\nSubject: RE: Parcel\n\nWhich size? LARGE",
    "told inside de": "Meine Antworten unten im Text.\n\nVon: Ona <o@desk.example>\nGesendet: Freitag, 3. Mai 2024 14:20\nAn: Jane\nBetreff: AW: Paket\n\nGröße? GROSS",
    "told inside ru": "Ответы ниже, по тексту.\n\nОт: Ona <o@desk.example>\nОтправлено: пятница, 3 мая 2024 г. 14:20\nКому: Jane\nТема: RE\n\nРазмер? Большой",
    "a journey": "Please book:\nFrom: Berlin\nTo: Vilnius\nDate: 5 May 2024\n\nTwo people, thank you.",
    "I wrote": "On 5 May 2024 at 14:20 I wrote to support@desk.example the following:\nmy parcel is lost.\nNobody answered.",
    "ich schrieb": "Am 5. Mai 2024 um 14:20 Uhr habe ich an support@desk.example geschrieben:\nDas Paket ist weg.\nKeine Antwort.",
    "a list": "My items:\n- one\n- two\n--\nand that is not all of it, because the third one has been lost somewhere on the way to your warehouse, and nobody there could tell me what to do about it, which is why I am writing to you now.",
    "rules": "# Points\n----\n\n1. Fast\n\n----\n\nThe dashes are mine.",
    "On the other hand": "On Monday I called you at 10:30.\nOn Tuesday you wrote: please wait.\nI waited.",
    "sent by": "The box is on its way.\nSent by courier on Monday",
    "sent with de": "Gesendet mit DHL am Montag",
    "从": "包裹还没有到\n从昨天到现在",
    "error log": "It says:\nerror: timeout\nfrom: worker 3\nto: db\nat 10:30:05",
    "forward as it is": "---------- Forwarded message ---------\nFrom: Shop <shop@example.com>\nDate: Fri, May 3, 2024 at 2:20 PM\nSubject: Your order\nTo: <jane@example.com>\n\nYour order 1234 was sent.",
    "colon": "I tried 3 times between 10:00 and 12:30 on 5 May 2024, and this is what I got:\nnothing at all",
    "markdown": "**From** me to you: thanks!",
    "postscript": "Thanks!\n\n-- \nJane\n\nP.S. Please send the invoice to Bob too.",
    "weak unquoted": "On Nov 26, 2013 you wrote:\n\nWe ship within two days.\n\nThat was not true.",
}  # fmt: skip


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN.keys())
def test_own_words_stay(text: str) -> None:
    assert visible_text(text) == text


@pytest.mark.parametrize(
    ("own", "told_inside"),
    [
        ("真的有一顆紅色螺絲！拿掉之後完全正常了。", False),
        ("我要的是蓝色的杯子，不是红色。", False),
        ("我的回覆以紅字標在內文。", True),
        ("答复已标为红色，请查收。", True),
        ("我用红色的字写在邮件里了。", True),
    ],
)
def test_a_colour_is_no_word_that_the_answers_stand_inside(own: str, told_inside: bool) -> None:
    headers = "寄件者: Ona <o@desk.example>\n傳送時間: 2024年5月3日 下午 02:20\n收件者: 王小明\n主旨: RE: 檯燈"
    text = f"{own}\n\n{headers}\n\n您好，請先拔掉電源。"
    assert visible_text(text) == (text if told_inside else own)


def test_an_answer_below_the_quote_is_shown_without_it() -> None:
    assert (
        visible_text("On 3 May 2024 14:20, Ona <o@desk.example> wrote:\n> Which size?\n\nLarge, please.\n\nJane")
        == "Large, please.\n\nJane"
    )


def test_the_quote_below_the_last_answer_is_hidden() -> None:
    text = "Hi,\n\n> Which size?\n\nLarge.\n\n> Which colour?\n> Best, Ona"
    assert visible_text(text) == "Hi,\n\n> Which size?\n\nLarge."


def test_a_mail_of_quotes_alone_shows_nothing() -> None:
    assert visible_text("> Which size?\n> Ona") == ""


def test_a_signature_alone_is_shown() -> None:
    assert visible_text("-- \nJane Jones\nExample Ltd.") != ""


WORDS = st.sampled_from(
    [
        *(line for quote in QUOTES.values() for line in quote.split("\n")),
        *(line for text in SHOWN.values() for line in text.split("\n")),
        "", "> ", ">> deep", "own words", "--", "-- ", "____",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=30) | st.text(max_size=300).map(lambda text: text.split("\n")))
def test_visible_lines_are_lines_of_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    visible = visible_text(text)
    assert visible in text


LETTERS = st.text(
    alphabet=st.characters(categories=("Lu", "Ll", "Lo"), include_characters=" ,!?"), min_size=1, max_size=60
)
PARAGRAPHS = st.lists(LETTERS.map(str.strip).filter(bool) | st.just(""), min_size=1, max_size=12).map("\n".join)


@given(PARAGRAPHS)
def test_a_text_without_any_mark_of_a_quote_is_kept_whole(text: str) -> None:
    assert visible_text(text) == text.strip("\n")


@given(PARAGRAPHS.map(lambda text: text.strip("\n")).filter(bool), st.sampled_from(list(QUOTES.values())))
def test_own_words_of_any_script_stay_above_any_quote(own: str, quote: str) -> None:
    assert visible_text(f"I ask for this\n{own}\n\n{quote}") == f"I ask for this\n{own}"


@given(st.lists(st.sampled_from(["Large.", "Blue, please!", "> Which size?", "", "Thanks"]), max_size=12))
def test_own_lines_are_never_lost_among_quotes(lines: list[str]) -> None:
    visible = visible_text("\n".join(lines)).split("\n")
    assert [line for line in visible if line and line[0] != ">"] == [line for line in lines if line and line[0] != ">"]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 28_000,
        "On " + "a b " * 7_000 + "wrote:",
        "> " * 500_000,
        ">\n" * 500_000,
        "On 3 May 2024 at 10:00\n" * 20_000,
        "From: a@b.example\n" * 20_000,
        "wrote:\n" * 50_000,
        "-- \n" * 50_000,
        "_" * 200_000,
        "Sent from my " + "x" * 100_000,
        "a: \n" * 50_000,
        "----- Original " * 5_000,
        " \n" * 200_000,
        ">>> a 1/1/2024 >>>\n" * 100_000,
        "Кому: a\nТема: b\n" * 50_000,
        "A wrote:\n> x\n" * 50_000,
        "x:\n> y\n" * 50_000,
        ("> " + "a" * 70 + " b\nc d\n") * 30_000,
        "Original Message\n" * 50_000,
        "a b " * 1_300_000,
        "\u202a\xa0" * 1_000_000,
        "&nbsp;" * 800_000,
        ("lorem ipsum dolor sit amet " * 8 + "\n\n") * 24_000,
    ],
    ids=lambda text: text[:12].encode("unicode_escape").decode(),
)
def test_time_is_linear(text: str) -> None:
    began = time.process_time()
    visible_text(text)
    assert time.process_time() - began < 4


@pytest.mark.parametrize(
    ("line", "greets"),
    [
        ("Hi", True),
        ("Dear Jo-Ann O'Neil,", True),
        ("Bonjour Zoë Élodie Ana Li!", True),
        ("Bonjour Zoë Élodie Ana Li Xu!", False),
        (f"Hallo {'ä' * 24}...", True),
        (f"Hallo {'ä' * 25},", False),
        ("李经理", True),
        ("Hi 5", False),
    ],
)
def test_a_greeting_is_one_with_names_and_nothing_else(line: str, greets: bool) -> None:
    assert only_greets([line]) is greets
