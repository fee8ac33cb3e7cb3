"""The words by which mail programs announce a quoted mail, by language: header labels, "wrote", "original message"."""

from typing import Final

from deskbell.mail.reply_text.table import alternatives

# kind of header -> its label in each language (without colon, lower case, blanks removed where a script uses them only to align).
_LABELS: Final = {
    "from": (
        "from", "sender", "von", "absender", "de", "expéditeur", "from/de", "remitente", "da", "mittente", "remetente", "van", "afzender", "od", "nadawca",
        "от", "от кого", "отправитель", "від", "від кого", "відправник", "nuo", "siuntėjas", "no", "sūtītājs", "från", "avsändare", "fra", "avsender",
        "afsender", "lähettäjä", "odesílatel", "feladó", "gönderen", "kimden", "de la", "απο", "από", "发件人", "发信人", "寄件人", "寄件者", "寄信人", "發件人",
        "差出人", "送信者", "보낸 사람", "보낸사람", "발신", "보낸이", "מאת", "من", "จาก", "từ", "dari", "saatja",
        "frá", "odosielateľ", "pošiljatelj", "šalje", "发信者", "보낸 이",
    ),
    "date": (
        "sent", "date", "sent on", "gesendet", "datum", "gesendet am", "envoyé", "envoyé le", "date d'envoi", "message du", "enviado", "enviado el", "fecha",
        "enviado el día", "inviato", "data", "inviata", "data invio", "enviada", "enviado em", "enviada em", "verzonden", "verstuurd", "wysłano", "wysłane",
        "data wysłania", "отправлено", "дата", "отправлен", "надіслано", "відправлено", "išsiųsta", "siųsta", "nosūtīts", "datums", "nosūtīta", "skickat",
        "sendt", "dato", "lähetetty", "päivämäärä", "päiväys", "odesláno", "küldve", "dátum", "gönderildi", "gönderme tarihi", "tarih", "trimis",
        "ημερομηνία", "στάλθηκε", "发送时间", "发送日期", "日期", "时间", "寄件日期", "傳送時間", "傳送日期", "寄送時間", "已傳送", "日時", "送信日時", "送信日", "送信",
        "보낸 날짜", "보낸날짜", "날짜", "보냄", "보낸 시간", "נשלח", "saatmisaeg", "kuupäev", "saadetud", "odoslané", "elküldve", "gönderme zamanı", "изпратено",
        "poslano", "poslato", "dikirim", "đã gửi", "寄送日期", "发件时间", "日付", "보낸 일시", "تاريخ الإرسال", "تم الإرسال", "date sent", "sent at",
    ),
    "to": (
        "to", "an", "empfänger", "à", "a", "destinataire", "pour", "para", "destinatario", "per", "aan", "do", "adresat", "кому", "получатель", "до кого",
        "одержувач", "kam", "gavėjas", "kam/to", "till", "mottagare", "til", "modtager", "mottaker", "vastaanottaja", "komu", "címzett", "kime", "alıcı",
        "către", "προς", "προσ", "收件人", "收信人", "收件者", "宛先", "受信者", "받는 사람", "받는사람", "수신", "받는이", "אל", "إلى", "ถึง", "kepada", "saaja",
        "adressaat", "příjemce", "príjemca", "za", "prima", "до", "받은 사람", "đến",
    ),
    "cc": (
        "cc", "kopie", "copie à", "copie", "copia", "kopia", "do wiadomości", "dw", "копия", "копія", "kopija", "kopi", "kopio", "cópia", "抄送", "副本", "抄送人",
        "참조", "ccc", "bcc", "másolatot kap", "bilgi", "κοιν.", "in kopie", "ak", "kópia", "másolat",
    ),
    "subject": (
        "subject", "betreff", "objet", "sujet", "asunto", "oggetto", "assunto", "onderwerp", "temat", "тема", "tema", "temats", "ämne", "emne", "aihe",
        "předmět", "tárgy", "konu", "subiect", "θέμα", "主题", "标题", "主旨", "主題", "件名", "제목", "נושא", "teema",
        "efni", "predmet", "zadeva", "naslov", "относно", "ogg", "chủ đề", "subjek", "perihal", "เรื่อง", "الموضوع", "dalykas", "betr.",
    ),
    "other": (
        "reply-to", "importance", "priority", "attachments", "wichtigkeit", "antwort an", "répondre à", "importance :", "responder a", "anlagen",
        "pièces jointes", "importancia", "附件", "重要性", "ответить", "size",
    ),
}  # fmt: skip

KIND_OF_LABEL: Final = {
    label.replace(" ", "").rstrip(":"): kind for kind, labels in _LABELS.items() for label in labels
}

# "wrote" where it stands at the end of the attribution, before the colon. RE2 syntax.
WROTE_AT_END: Final = alternatives(r"""
    \bwrote | \bwrites | \ba écrit | \bécrivait | \béscribió | \bescribió | \bescribio | \bha escrito | \bha scritto | \bescreveu
    \bhet volgende geschreven | \bgeschreven | \bschreef | \bnapisał(?:\(a\)|a)? | \bpisze | \bnapisał/a | пишет | писал(?:\(а\)|а)?
    написал(?:\(а\)|а|\(a\))? | пише | написав(?:\(ла\))? | написала | \brašė | \bparašė | \brakstīja | \buzrakstīja | \bskrev
    \bskrev följande | \bkirjoitti | \bnapsal(?:\(a\)|a)? | \bnapísal(?:\(a\)|a)? | \bírta | \bshkroi | \ba scris | \bşunu yazdı
    \byazdı | έγραψε | 写道 | 寫道 | 寫了 | 写到 | のメッセージ | のメール | は書きました | が書きました | さんからのメール | wrote ?[-—]+ | 작성 | 썼습니다 | 님이 작성
    \bkirjutas | \bkirjutas järgmist | \bschrieb | \bschrieb folgendes | \bgeschrieben | \bnapisao je | \bje napisal | \bđã viết
    \bmenulis | เขียนว่า | כתב | כתב/ה | كتب | 쓴 글 | \bşunları yazdı | \bnapisa(?:l|la|o|o/la) je | написа
    \bje oseba [^:]{1,200} napisala?
""")

# "wrote" followed by the name: "Am … schrieb Jane Doe <jane@example.com>:".
WROTE_INSIDE: Final = alternatives(r"""
    \bschrieb\b | \bschreef\b | \bskrev\b | \bnapisana przez | \bezt írta | \bşunları yazdı | \bheeft | \bpisze | \bnapisał | \bhat geschrieben | \bhat [^:]{1,80} geschrieben | \ba écrit | \bescribió
    \bha scritto | \bescreveu | \brašė | написал | пишет | 님이
""")

# The heading of a quoted or forwarded mail. Between dashes, or alone in its line where it cannot be anything else.
ORIGINAL_MESSAGE: Final = alternatives(r"""
    original message | original mail | original e-?mail | original appointment | reply message | replied message | reply above
    ursprüngliche nachricht | originalnachricht | original-nachricht | originalmail | message d'origine | message original
    message d’origine | message initial | mail original | mensaje original | messaggio originale | messaggio originario
    mensagem original | oorspronkelijk bericht | oorspronkelijke bericht | originele bericht | wiadomość oryginalna
    oryginalna wiadomość | wiadomość pierwotna | исходное сообщение | оригинальное сообщение | пересылаемое сообщение
    вихідне повідомлення | оригінальне повідомлення | первоначальное сообщение | pradinis laiškas | pirminis laiškas
    originalus laiškas | pradinė žinutė | originali žinutė | oriģinālais ziņojums | sākotnējais ziņojums | oriģināla ziņa
    ursprungligt meddelande | originalmeddelande | ursprungsmeddelande | oprindelig meddelelse | oprindelig besked
    opprinnelig melding | original melding | alkuperäinen viesti | původní zpráva | původní e-mail | pôvodná správa | eredeti üzenet
    邮件原文 | 郵件原文 | 원본 이메일 | izvorna poruka | izvirno sporočilo | оригинално съобщение | upprunaleg skilaboð | algne kiri | algne sõnum
    orijinal mesaj | mesaj original | αρχικό μήνυμα | 原始邮件 | 原邮件 | 回复的原邮件 | 原始郵件 | 原始信件 | 原始信息 | 原始訊息 | 邮件原件 | 回复邮件 | 元のメッセージ
    オリジナルメッセージ | 원본 메시지 | 원본 메일 | 원본 메세지 | 원본메시지 | sākotnējā ziņa
""")
FORWARDED: Final = alternatives(r"""
    forwarded message | begin forwarded message | forwarded mail | forwarded by .{1,80} | weitergeleitete nachricht
    anfang der weitergeleiteten nachricht | weitergeleitet von .{1,80} | message transféré | début du message transféré
    message réexpédié | mensaje reenviado | inicio del mensaje reenviado | messaggio inoltrato | inizio messaggio inoltrato
    mensagem encaminhada | mensagem reencaminhada | início da mensagem (?:reencaminhada|encaminhada) | doorgestuurd bericht
    begin doorgestuurd bericht | wiadomość przekazana dalej | przekazana wiadomość | treść przekazanej wiadomości
    пересланное сообщение | переадресованное сообщение | начало переадресованного сообщения | переслане повідомлення
    переадресоване повідомлення | persiųstas laiškas | persiunčiamas laiškas | pārsūtīts ziņojums | pārsūtītā ziņa
    vidarebefordrat meddelande | vidarebefordrat brev | videresendt meddelelse | videresendt besked | videresendt melding
    välitetty viesti | edelleenlähetetty viesti | přeposlaná zpráva | továbbított üzenet | iletilen mesaj | 转发的邮件 | 转发邮件 | 轉寄的郵件
    轉寄郵件 | 转发邮件信息 | 轉寄訊息 | 已转发邮件 | 転送されたメッセージ | 転送メッセージ | 전달된 메시지 | 전달된 메일 | 전달된메세지
""")

# The line above a mail that Apple's programs pass on. It stands alone, without dashes.
FORWARDED_ALONE: Final = alternatives(r"""
    begin forwarded message | anfang der weitergeleiteten (?:nachricht|e-mail) | début du message (?:transféré|réexpédié)
    inicio del mensaje reenviado | inizio (?:del )?messaggio inoltrato | início da mensagem (?:reencaminhada|encaminhada)
    begin doorgestuurd bericht | start van doorgestuurd bericht | początek przekazywanej wiadomości | początek przekazanej wiadomości
    начало переадресованного сообщения | початок (?:переадресованого|переспрямованого|пересланого) (?:повідомлення|листа)
    persiunčiamo laiško pradžia | vidarebefordrat brev | start på videresendt (?:besked|melding|meddelelse) | videresendt (?:besked|melding|meddelelse)
    edelleenlähetetty viesti alkaa | začátek přeposílané zprávy | začátek přeposlané zprávy | továbbított levél kezdete | iletilen ileti başlangıcı
    начало на препратено съобщение | început mesaj redirecționat | έναρξη προωθημένου μηνύματος
    以下是转发的邮件 | 下面是被转发的邮件 | 以下是被轉寄的郵件 | 以下是轉寄的郵件 | 転送されたメッセージ | 전달된 메시지 시작 | 전달된 메시지
""")

REPLY_ABOVE: Final = alternatives(r"""
    (?:please )?(?:type|write|enter)? ?(?:your )?(?:reply|response|answer)s? above this line
    bitte (?:antworten sie )?oberhalb dieser (?:linie|zeile) | répondre au-dessus de cette ligne | 請在此線上方回覆 | 请在此行上方回复
    ответьте выше этой (?:строки|линии) | escriba su respuesta (?:encima|por encima) de esta línea
""")

# Programs that quote without a date: "Quoting Ona <ona@desk.example>:".
QUOTING: Final = alternatives(r"""
    quoting | zitat von | zitiere | citando a? | citando | citerar | siteraus | cytowanie | cytuję | цитирование | цитую | citēts | cituoju | citace
    citation de | citeren van | citát | idézet
""")

# The sender says that the answers stand inside the quoted mail: then nothing of it is hidden.
ANSWERS_INSIDE: Final = alternatives(r"""
    \b(?:answer(?:s|ed)?|repl(?:y|ies|ied)|respon(?:ses?|d|ded)|comment(?:s|ed)?)\b.{0,40}\b(?:under|underneath|beneath|next to|after (?:each|every|your)|to each|between the lines)
    \b(?:answers?|repl(?:y|ies)|comments?|responses?|marked|written|wrote|typed|added)\b.{0,40}\bin (?:yellow|orange|purple|pink|magenta|italics?|capitals|another colou?r|a different colou?r)
    \b(?:see|read|find|found) my (?:answers?|repl(?:y|ies)|comments?|responses?|notes|remarks)\b
    \b(?:answers?|repl(?:y|ies)|comments?|responses?|notes|remarks)\b.{0,30}\b(?:between|within|marked|highlighted|in the (?:e-?mail|text|body|thread|message))
    \b(?:antwort\S*|kommentar\S*|anmerkung\S*)\b.{0,40}\b(?:in der mail|dazwischen|eingefügt|inline|farbig|fett|markiert|gross|groß)
    \b(?:antwort\S*|kommentar\S*)\b.{0,40}\b(?:unter|hinter|bei|neben|zwischen|darunter|dahinter|nach) | hineingeschrieben | reingeschrieben | dazugeschrieben
    \b(?:répond(?:u|s)|réponses?)\b.{0,40}(?:sous|après|en[- ]dessous|à la suite|directement|entre les lignes|ci-dessous)
    \b(?:respond[oí]|contest[oó]|respuestas?)\b.{0,40}(?:entre líneas|abajo|debajo|tras|después de cada|en línea)
    \b(?:rispond[oe]|risposto|risposte)\b.{0,40}(?:sotto|di seguito|tra le righe|dopo ogni|nel testo) | \b(?:respond[oi]|respostas)\b.{0,40}(?:abaixo|entre as linhas|depois de cada)
    \b(?:ik )?(?:antwoord(?:en)?|beantwoord)\b.{0,40}\b(?:tussen|onder|achter|bij) | \bodpowiad\S*.{0,30}(?:poniżej|w treści|pod|między) | \bodpovíd\S*.{0,30}(?:níže|v textu|pod)
    отвеча\S*.{0,30}(?:ниже|по пунктам|по тексту|в тексте|под) | ответ\S*.{0,30}(?:под|после) | відповіда\S*.{0,30}(?:нижче|по пунктах|в тексті|під)
    \batsak\S*.{0,30}(?:žemiau|tekste|po kiekvienu|po klausimais|prie) | \batbild\S*.{0,30}(?:zemāk|tekstā|pie|aiz) | \bsvarar\b.{0,30}(?:nedan|under|i texten|i din text)
    \bvasta\S*.{0,30}\b(?:alla|alle|tekstin|väliin) | (?:回答|回复|回覆|答复|答覆)(?:就)?(?:在|見|见|如)(?:下|文) | (?:下記|以下|下部|文中|本文中)(?:に|へ|の通り|のとおり).{0,4}(?:回答|返信|記入|追記|コメント)
    \bréponses?\b.{0,40}\b(?:dans (?:le|votre) (?:mail|message|corps)|en vert|en majuscules|inline|ci-après)
    \brespuestas?\b.{0,40}\b(?:en (?:el|tu|su) (?:correo|mensaje)|en verde|en negrita|en mayúsculas|entre líneas)
    \brispost[ae]\b.{0,40}\b(?:in (?:verde|grassetto|maiuscolo)|nella mail|tra le righe|inline)
    \brespostas?\b.{0,40}\b(?:em (?:verde|negrito|maiúsculas)|no e-?mail|no corpo)
    \bodpowied\S*.{0,40}(?:w mailu|kolorem|pogrubion|między|w tekście) | \bodpově\S*.{0,40}(?:v mailu|tučně|modře|mezi)
    (?:ответ|комментар)\S*.{0,40}(?:внутри|в письме|зел[её]ным|жирным|в теле|между строк)
    (?:відповід|коментар)\S*.{0,40}(?:всередині|в листі|у листі|синім|зеленим)
    \batsakym\S*.{0,40}(?:laiške|tarp|mėlynai|žaliai|paryškint)
    \bsvar\S*.{0,40}(?:i mailet|i mejlet|i blått|i grönt|i fetstil|mellan raderna|med rødt|med blåt)
    \b(?:my )?(?:answers?|repl(?:y|ies)|comments?|responses?|notes?)\b.{0,30}\b(?:below|inline|in-line|in line|in red|in blue|in green|in bold|in caps)
    \b(?:see|found|find)\b.{0,25}\b(?:inline|in-line|in line|in red|in blue|in green|below)
    \b(?:inline|in-line)\b.{0,30}\b(?:answers?|repl(?:y|ies)|comments?|below)
    ^(?:answered )?(?:inline|in-line|below|see below)\W*$ | \banswered (?:in ?line|below) | \b(?:siehe|s\.) unten
    \bantworten?\b.{0,40}\b(?:unten|im text|in rot|in blau|direkt) | \bunten im text
    \bin (?:rot|blau|grün) (?:markiert|geschrieben|beantwortet)
    \b(?:réponses?|commentaires?)\b.{0,40}\b(?:ci-dessous|dans le texte|en rouge|en bleu|en gras) | \bvoir (?:ci-dessous|plus bas)
    \brespuestas?\b.{0,40}\b(?:abajo|debajo|a continuación|en rojo|en azul|en el texto) | \bver (?:más )?abajo
    \brispost[ae]\b.{0,40}\b(?:sotto|di seguito|in rosso|in blu|nel testo) | \bvedi sotto
    \brespostas?\b.{0,40}\b(?:abaixo|em vermelho|em azul|no texto)
    \b(?:zie|antwoord(?:en)?)\b.{0,30}\b(?:hieronder|onder|in rood|in blauw|in de tekst)
    \b(?:odpowied\S+|patrz)\b.{0,30}\b(?:poniżej|na czerwono|w treści) | ответ\S*.{0,40}(?:ниже|в тексте|красным|синим|по тексту)
    см\. ?ниже | по тексту (?:письма|ниже) | відповід\S*.{0,40}(?:нижче|в тексті|червоним)
    \batsakym\S*.{0,40}(?:žemiau|raudonai|tekste|apačioje) | \batbild\S*.{0,40}(?:zemāk|sarkan|tekstā)
    \bsvar\b.{0,40}\b(?:nedan|nedenfor|under|i rött|i rødt|i teksten|i texten) | \bse (?:nedan|nedenfor)
    \b(?:vastaukset|vastaukseni)\b.{0,30}\b(?:alla|tekstissä|punaisella) | \bodpověd\S*.{0,40}\b(?:níže|červeně|v textu)
    (?:见|請見|请见|详见|如)下(?:文|方|面)?(?:红|紅|蓝|藍)? | (?:红|紅|蓝|藍)(?:字|色的?(?:文?字|部分|標|标|回|答|註|注|筆|笔|處|处)) | (?:標|标)(?:示|為|为|成|註|注|記|记){0,2}(?:红|紅|蓝|藍)色 | (?:下文|正文|行内|行內|邮件中|郵件中)(?:回复|回覆|答复)
    (?:インライン|文中|赤字|青字)(?:に|で|にて) | 以下(?:に|、)(?:回答|返信) | (?:아래|본문|빨간)[^.]{0,12}(?:답변|회신|글씨|표시)
""")
