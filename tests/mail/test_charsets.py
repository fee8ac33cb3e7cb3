"""Bytes and the text a reader finds in them: labels that tell the truth, labels that lie, and no label at all."""

import base64

import pytest

from deskbell.mail.parse import parse
from deskbell.mail.parse.charsets import decode

UNLABELLED: list[tuple[str, tuple[str, ...]]] = [
    ('שלום רב, אני מבקש לבדוק את ההזמנה שלי, היא עדיין לא הגיעה. תודה', ('cp1255', 'iso8859_8')),
    ('תודה רבה', ('cp1255',)),
    ('Καλημέρα, πού είναι η παραγγελία μου; Ευχαριστώ πολύ', ('cp1253', 'iso8859_7')),
    ('Ευχαριστώ', ('cp1253',)),
    ('Здравствуйте, посылка до сих пор не пришла, прошу помочь', ('cp1251', 'koi8_r', 'iso8859_5', 'cp866')),
    ('ЗАКАЗ НЕ ПРИШЕЛ', ('cp1251', 'koi8_r')),
    ('Спасибо!', ('cp1251', 'koi8_r', 'cp866')),
    ('Доброго дня, моє замовлення ще не надійшло, їх уже три', ('cp1251', 'koi8_u')),
    ('Здравейте, къде е моята поръчка?', ('cp1251',)),
    ('Добар дан, моја пошиљка није стигла', ('cp1251',)),
    ('Dzień dobry, proszę o zwrot pieniędzy za zamówienie, źle wysłane', ('cp1250', 'iso8859_2')),
    ('Dobrý den, kde je moje objednávka? Děkuji, příliš žluťoučký kůň', ('cp1250', 'iso8859_2')),
    ('Bună ziua, unde este comanda mea? Mulţumesc, să ştiţi', ('cp1250', 'iso8859_2')),
    ('Laba diena, kur mano siunta? Ačiū už pagalbą, žąsys šūkauja', ('cp1257', 'iso8859_13')),
    ('Labdien, kur ir mans sūtījums? Paldies, ļoti gaidu šo preci', ('cp1257', 'iso8859_13')),
    ('Tere, kus on minu pakk? Aitäh, öö jõudis kätte, šokolaad', ('cp1257',)),
    ('Merhaba, siparişim nerede? Teşekkürler, iyi günler, ığdır çağrı', ('cp1254',)),
    ('Größe, Übermut, schöne Grüße', ('cp1252',)),
    ('déjà reçu, à côté, où ça', ('cp1252',)),
    ('¿Dónde está mi pedido? ¡Gracias, señor!', ('cp1252',)),
    ('Não recebi a encomenda, obrigações à mão', ('cp1252',)),
    ('Var är mitt paket? Jag har väntat på det så länge', ('cp1252',)),
    ('Missä tilaukseni on? Hyvää päivää', ('cp1252',)),
    ('Hvar er pöntunin mín? Þakka þér', ('cp1252',)),
    ('您好，我的订单还没有收到', ('gb18030',)),
    ('请问什么时候可以发货', ('gb18030',)),
    ('退款', ('gb18030',)),
    ('您好，我的訂單還沒有收到', ('big5',)),
    ('退款問題', ('big5',)),
    ('お世話になっております。荷物が届きません', ('cp932', 'euc_jp')),
    ('注文の件', ('cp932', 'euc_jp')),
    ('안녕하세요. 주문한 상품이 도착하지 않았습니다', ('cp949',)),
    ('환불 요청', ('cp949',)),
    ('สวัสดีครับ พัสดุยังไม่มา', ('cp874',)),
    ('مرحبا أين طلبي شكرا', ('cp1256', 'iso8859_6')),
]  # fmt: skip
ENCODED_WORDS = [
    ('=?iso-8859-1?q?this=20is=20some=20text?=', 'this is some text'),
    ('=?ISO-8859-1?Q?a?= b', 'a b'),
    ('=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=', 'ab'),
    ('=?ISO-8859-1?Q?a?=\r\n   =?ISO-8859-1?Q?b?=', 'ab'),
    ('=?ISO-8859-1?Q?a_b?=', 'a b'),
    ('=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=', 'a b'),
    ('=?utf-8?Q?=E4=BD=A0=E5?= =?utf-8?Q?=A5=BD?=', '你好'),
    ('=?utf-8?B?5L2g5Q==?=\r\n =?utf-8?B?pb0=?=', '你好'),
    ('=?gb2312?B?xOO6ww==?=', '你好'),
    ('=?GBK?Q?=C4=E3=BA=C3?=', '你好'),
    ('=?big5?B?p0GmbgA=?=', '你好'),
    ('=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=', '日本語'),
    ('=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= =?ISO-2022-JP?B?GyRCOGwbKEI=?=', '日本語'),
    ('=?ISO-2022-JP?B?GyRCRnxL?= =?ISO-2022-JP?B?XDhsGyhC?=', '日本語'),
    ('=?shift_jis?B?k/qWe4zq?=', '日本語'),
    ('=?euc-kr?B?x9Gxub7u?=', '한국어'),
    ('=?ks_c_5601-1987?B?x9Gxub7u?=', '한국어'),
    ('=?koi8-r?B?8NLJ18XU?=', 'Привет'),
    ('=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=', 'Привет'),
    ('=?utf-8?q?a=?=', 'a='),
    ('=?utf-8?Q?a=ZZb?=', 'a=ZZb'),
    ('=?utf-8?Q?hello', 'hello'),
    ('=?utf-8?X?hello?=', '=?utf-8?X?hello?='),
    ('=?utf-8*en?Q?hello?=', 'hello'),
    ('=?us-ascii?Q?Gr=FC=DFe?=', 'Grüße'),
    ('=?utf-8?Q?Gr=FC=DFe?=', 'Grüße'),
    ('=?iso-8859-1?Q?It=92s_=80_5?=', 'It’s € 5'),
    ('=?UTF-8?Q?Re:_Re=3A_x?=', 'Re: Re: x'),
    ('=?utf-8?b?w4TDlsOc?=', 'ÄÖÜ'),
    ('=?utf-8?B?w4TDlsOc', 'ÄÖÜ'),
    ('=?utf-8?B?w4TDlsOcIA==?= =?utf-8?B?eA==?=', 'ÄÖÜ x'),
    ('a=?utf-8?Q?b?=c', 'abc'),
    ('[list] =?utf-8?Q?b?=', '[list] b'),
    ('=?utf-8?Q?=F0=9F=98=80?= hi', '😀 hi'),
    ('=?utf-8?Q?=ED=A0=BD=ED=B8=80?= hi', '😀 hi'),
    ('=?utf-7?Q?+AOQ-?=', 'ä'),
    ('=?unicode-1-1-utf-7?Q?+AOQ-b?=', 'äb'),
    ('=?utf-8?Q?a?==?utf-8?Q?b?=', 'ab'),
    ('=?utf-8?Q?a?=,=?utf-8?Q?b?=', 'a,b'),
    ('=?utf-8?Q? a b ?=', 'a b'),
    ('=?UTF-8?B?IA==?=', ''),
    ('=??Q?abc?=', '=??Q?abc?='),
    ('=?utf-8??abc?=', '=?utf-8??abc?='),
    ('=?cp932?B?h0A=?=', '①'),
    ('=?iso-2022-jp?B?GyRCLSEbKEI=?=', '①'),
    ('=?iso-2022-jp?B?GyRCfGIbKEI=?=', '髙'),
    ('=?x-unknown?Q?abc=E9?=', 'abcé'),
    ('=?utf-8?Q?=22a=22_=5Cb?=', '"a" \\b'),
    ('Grüße', 'Grüße'),
    ('Où est\r\n ma commande', 'Où est ma commande'),
    ('a\r\n\tb', 'a b'),
    ('', ''),
    ('\x01a\x02b', 'a b'),
]  # fmt: skip
RAW_SUBJECTS = [
    ('Grüße'.encode('latin-1'), 'Grüße'),
    ('Sąskaita už gegužę'.encode('cp1257'), 'Sąskaita už gegužę'),
    ('Zażółć gęślą jaźń'.encode('cp1250'), 'Zażółć gęślą jaźń'),
    ('Zażółć gęślą jaźń'.encode('iso8859_2'), 'Zażółć gęślą jaźń'),
    ('Příliš žluťoučký kůň'.encode('cp1250'), 'Příliš žluťoučký kůň'),
    ('Příliš žluťoučký kůň'.encode('iso8859_2'), 'Příliš žluťoučký kůň'),
    ('Привет, где мой заказ?'.encode('cp1251'), 'Привет, где мой заказ?'),
    ('Привет'.encode('cp1251'), 'Привет'),
    ('Привет'.encode('koi8_r'), 'Привет'),
    ('Re: Заказ 4412'.encode('cp1251'), 'Re: Заказ 4412'),
    ('Re: Order Заказ'.encode('koi8_r'), 'Re: Order Заказ'),
    ('订单的问题'.encode('gbk'), '订单的问题'),
    ('Re: 订单'.encode('gbk'), 'Re: 订单'),
    ('訂單問題，請問'.encode('big5'), '訂單問題，請問'),
    ('注文について'.encode('shift_jis'), '注文について'),
    ('注文について'.encode('euc_jp'), '注文について'),
    ('注文について'.encode('iso2022_jp'), '注文について'),
    ('주문 문의드립니다'.encode('euc_kr'), '주문 문의드립니다'),
    ('Ελληνικά μηνύματα'.encode('cp1253'), 'Ελληνικά μηνύματα'),
    ('Ελληνικά μηνύματα'.encode('iso8859_7'), 'Ελληνικά μηνύματα'),
    ('שלום עולם'.encode('cp1255'), 'שלום עולם'),
    ('Türkçe sipariş şikayeti ığüş'.encode('cp1254'), 'Türkçe sipariş şikayeti ığüş'),
    ('Où est ma commande n° 5 ? Déjà payée'.encode('cp1252'), 'Où est ma commande n° 5 ? Déjà payée'),
    ('¿Dónde está mi pedido? Señor'.encode('latin-1'), '¿Dónde está mi pedido? Señor'),
    ('Kære kunde på øen'.encode('latin-1'), 'Kære kunde på øen'),
]  # fmt: skip
BODIES: list[tuple[str, str | bytes, str]] = [
    ('Content-Transfer-Encoding: base64', b'aGVsbG8=\r\nIHdvcmxk', 'hello world'),
    ('Content-Transfer-Encoding: base64', b'aGVs!!bG8g\r\n\r\nd29ybGQ=\r\n--\r\nlist footer', 'hello world'),
    ('Content-Transfer-Encoding: base64', 'just plain text that is not base64 at all, is it?', 'just plain text that is not base64 at all, is it?'),
    ('Content-Transfer-Encoding: quoted-printable', 'a=20b=\r\nc=3D=C4=85', 'a bc=ą'),
    ('Content-Transfer-Encoding: quoted-printable', 'a=3db =e4=bd=a0', 'a=b 你'),
    ('Content-Transfer-Encoding: quoted-printable', '100 =% x = y =\r\nz =ZZ =', '100 =% x = y z =ZZ'),
    ('Content-Transfer-Encoding: quoted-printable', 'a=  \r\nb', 'ab'),
    ('Content-Transfer-Encoding: quoted-printable', 'http://x/?a=1&b=20', 'http://x/?a=1&b '.rstrip()),
    ('Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable', 'Gr=C3=BC=C3=9Fe', 'Grüße'),
    ('Content-Type: text/plain; charset="utf-8', 'Grüße', 'Grüße'),
    ("Content-Type: text/plain; charset='utf-8'", 'Grüße', 'Grüße'),
    ('Content-Type: text/plain; charset==utf-8', 'Grüße', 'Grüße'),
    ('Content-Type: text/plain; charset=utf-8;;; format=flowed', 'Grüße', 'Grüße'),
    ('Content-Type: text/plain charset=utf-8', 'Grüße', 'Grüße'),
    ('Content-Type: text/plain, charset=windows-1257', 'ąčę'.encode('cp1257'), 'ąčę'),
    ('Content-Type: text; charset=windows-1257', 'ąčę'.encode('cp1257'), 'ąčę'),
    ('Content-Type: text/plain; charset=iso-8859-13', 'ąčę'.encode('iso8859_13'), 'ąčę'),
    ('Content-Type: text/plain; charset=iso-8859-4', 'ąčę'.encode('iso8859_4'), 'ąčę'),
    ('Content-Type: text/plain; charset=iso-8859-4', 'ąčę ir žodžiai'.encode('iso8859_4'), 'ąčę ir žodžiai'),
    ('Content-Type: text/plain; charset=iso-8859-8-i', 'שלום'.encode('iso8859_8'), 'שלום'),
    ('Content-Type: text/plain; charset=windows-1258', 'Xin chào'.encode('cp1258'), 'Xin chào'),
    ('Content-Type: text/plain; charset=tis-620', 'สวัสดี'.encode('tis_620'), 'สวัสดี'),
    ('Content-Type: text/plain; charset=utf-16', 'Ačiū labai'.encode('utf-16'), 'Ačiū labai'),
    ('Content-Type: text/plain; charset=utf-16le', 'Ačiū labai'.encode('utf-16-le'), 'Ačiū labai'),
    ('Content-Type: text/plain; charset=utf-16be\r\nContent-Transfer-Encoding: base64', base64.b64encode('Ačiū labai'.encode('utf-16-be')), 'Ačiū labai'),
    ('Content-Type: text/plain; charset=utf-16', 'plain ascii really', 'plain ascii really'),
    ('Content-Type: text/plain; charset=utf-16le', 'plain ascii really', 'plain ascii really'),
    ('Content-Type: text/plain; charset=utf-7', 'Gr+APwA3w-e', 'Grüße'),
    ('Content-Type: text/plain; charset=utf-7', 'Grüße a+b', 'Grüße a+b'),
    ('Content-Type: text/plain; charset=gb2312', '喆镕'.encode('gbk'), '喆镕'),
    ('Content-Type: text/plain; charset=gb2312', '𠮷 你好'.encode('gb18030'), '𠮷 你好'),
    ('Content-Type: text/plain; charset=big5', '訂單問題，請問'.encode(), '訂單問題，請問'),
    ('Content-Type: text/plain; charset=big5', '香港嘅'.encode('big5hkscs'), '香港嘅'),
    ('Content-Type: text/plain; charset=iso-8859-1', 'It’s “5 €”'.encode('cp1252'), 'It’s “5 €”'),
    ('Content-Type: text/plain; charset=iso-8859-1', 'Grüße “quoted” — dash'.encode(), 'Grüße “quoted” — dash'),
    ('Content-Type: text/plain; charset=us-ascii', 'Grüße'.encode(), 'Grüße'),
    ('Content-Type: text/plain; charset=us-ascii', 'Grüße'.encode('latin-1'), 'Grüße'),
    ('Content-Type: text/plain; charset=utf-8', 'Grüße aus Köln für Änne'.encode('latin-1'), 'Grüße aus Köln für Änne'),
    ('Content-Type: text/plain; charset=utf-8', '您好，我的订单还没有收到'.encode('gbk'), '您好，我的订单还没有收到'),
    ('Content-Type: text/plain; charset=utf-8', '日本語のメール'.encode('iso2022_jp'), '日本語のメール'),
    ('Content-Type: text/plain; charset=iso-2022-jp', '日本語のメール'.encode('shift_jis'), '日本語のメール'),
    ('Content-Type: text/plain; charset=iso-2022-jp', '日本語のメール'.encode(), '日本語のメール'),
    ('Content-Type: text/plain; charset=iso-2022-jp', b'\x1b$B-!|b\x1b(B', '①髙'),
    ('Content-Type: text/plain; charset=shift_jis', '①髙～'.encode('cp932'), '①髙～'),
    ('Content-Type: text/plain; charset=euc-jp', '日本語'.encode('euc_jp'), '日本語'),
    ('Content-Type: text/plain; charset=euc-jp', b'\xad\xa1', '①'),
    ('Content-Type: text/plain; charset=euc-kr', '똠방각하'.encode('cp949'), '똠방각하'),
    ('Content-Type: text/plain; charset=x-gbk', '你好'.encode('gbk'), '你好'),
    ('Content-Type: text/plain; charset=foo-bar', '您好，我的订单还没有收到'.encode('gbk'), '您好，我的订单还没有收到'),
    ('Content-Type: text/plain; charset=hz-gb-2312', '你好'.encode('hz'), '你好'),
    ('Content-Type: text/plain; charset=cp-850', 'é'.encode('cp850'), 'é'),
    ('Content-Type: text/plain; charset=ansi_x3.110-1983', 'Grüße'.encode('latin-1'), 'Grüße'),
    ('Content-Type: text/plain; charset=macintosh', 'Grüße'.encode('mac_roman'), 'Grüße'),
    ('Content-Type: text/plain; charset=utf-8', '\ufeffhi', 'hi'),
    ("Content-Transfer-Encoding: base64", b"aGVsbG8gd29ybGQ=", "hello world"),
    ("Content-Transfer-Encoding: BASE64", b"aGVsbG8gd29ybGQ", "hello world"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "charset"), [(text, charset) for text, charsets in UNLABELLED for charset in charsets]
)
@pytest.mark.parametrize("before", ["", "Re: order 5 "])
def test_text_that_nobody_labelled(text: str, charset: str, before: str) -> None:
    assert decode((before + text).encode(charset), "")[0] == before + text


def test_what_tells_the_charset_may_stand_far_behind() -> None:
    text = "An English mail.\n" * 400 + "Где мой заказ?"
    assert decode(text.encode("koi8_r"), "")[0] == text


@pytest.mark.parametrize(("sent", "subject"), ENCODED_WORDS)
def test_encoded_words(sent: str, subject: str) -> None:
    assert parse(f"Subject: {sent}\r\n\r\nx".encode()).subject == subject


@pytest.mark.parametrize(("sent", "subject"), RAW_SUBJECTS)
def test_a_raw_eight_bit_subject(sent: bytes, subject: str) -> None:
    assert parse(b"Subject: " + sent + b"\r\n\r\nx").subject == subject


@pytest.mark.parametrize(("head", "raw", "text"), BODIES)
def test_a_body(head: str, raw: str | bytes, text: str) -> None:
    assert parse(head.encode() + b"\r\n\r\n" + (raw.encode() if isinstance(raw, str) else raw)).text == text
