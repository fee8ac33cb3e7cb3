"""Words that stand in every letter and tell nothing of what it is about, in the languages that a desk comes with."""

from typing import Final

from deskbell.rules.folding import fold

_ENGLISH: Final = """
the and for you your our ours are was were been being but not this that these those with from have has had having will would can could should may might
must shall than then them they their there here what when where which who whom whose why how all any some many much more most other another such only own
same very just also too into onto about again still yet since while because please thank thanks hello dear regards best kind sincerely want wanted like get
got give given make made know let say said tell told two does did doing done don doesn didn isn aren wasn won couldn now today yesterday tomorrow
"""
_RUSSIAN: Final = """
что как это эта этот эти этого все всё для при или если уже ещё мне мной мой моя моё мои моего моей меня вам вас ваш ваша ваше ваши вашего вашей нам нас наш
наша наше наши нашего они она оно его кто где когда куда почему чтобы тоже также только очень просто был была было были быть есть нет без под над про через
после перед между потому поэтому сейчас теперь сегодня вчера завтра здравствуйте добрый день спасибо пожалуйста уважением можно могу можете может хочу нужно
надо два две раз
"""
_LITHUANIAN: Final = """
kad kaip bet arba yra buvo bus būti nėra tai tas šis šie šią šio man mano mane mums mūsų jums jūs jūsų savo kas kur kada kodėl kuris kuri kurie kurią labai dar
jau tik taip pat per prie nuo iki dėl apie prieš tarp nes todėl dabar šiandien vakar rytoj laba diena sveiki ačiū prašau pagarbiai galiu galite gali galima
noriu norėčiau reikia vis visi visas
"""
_GERMAN: Final = """
der das den dem des ein eine einen einem einer und oder aber nicht ist sind waren wird werden habe haben hatte ich sie wir ihr mich mir uns ihnen ihre ihren
mein meine unser unsere mit von für auf bei nach vor aus über unter zum zur als wie wer wann warum wenn dass weil auch noch schon nur sehr mehr kann können
möchte bitte danke vielen dank guten hallo grüße freundlichen
"""
_CHINESE: Final = """
你好 您好 请问 請問 谢谢 謝謝 我们 我們 你们 你們 可以 已经 已經 还没 還沒 没有 沒有 一直 什么 什麼 怎么 怎麼 时候 時候 这个 這個 那个 那個 因为 因為 所以 但是 如果
还是 還是 就是 不是 现在 現在 今天 昨天 麻烦 麻煩 一下 帮我 幫我 非常 感谢 感謝 能否 是否
"""

EMPTY_WORDS: Final = frozenset(map(fold, f"{_ENGLISH} {_RUSSIAN} {_LITHUANIAN} {_GERMAN} {_CHINESE}".split()))
"""All of them, folded. A few are words of their own in another of these languages, as *fur*, *bet* and *kind*; *die* and *tag*, which would be missed more, are not here."""
