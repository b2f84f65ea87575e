"""What a meeting file should hold at each place, said in English, Thai and French."""

from collections.abc import Mapping

from prachum.projections.wording import typeset

SENTENCE: Mapping[str, str] = {
    "en": "{where}: found {found}, expected {expected}",
    "th": "{where}: พบ {found} แต่ควรเป็น {expected}",
    "fr": "{where}\u00a0: trouvé {found}, attendu {expected}",
}
NOTHING: Mapping[str, str] = {"en": "nothing", "th": "ความว่างเปล่า", "fr": "rien"}


def _said(en: str, th: str, fr: str) -> Mapping[str, str]:
    return typeset({"en": en, "th": th, "fr": fr})


EXPECTED: Mapping[str, Mapping[str, str]] = {
    "yaml": _said("YAML ({problem})", "YAML ที่ถูกต้อง ({problem})", "du YAML ({problem})"),
    "utf8": _said("text in UTF-8", "ข้อความแบบ UTF-8", "du texte en UTF-8"),
    "size": _said("at most {limit} bytes", "ไม่เกิน {limit} ไบต์", "au plus {limit} octets"),
    "values": _said("at most {limit} values", "ไม่เกิน {limit} ค่า", "au plus {limit} valeurs"),
    "depth": _said("at most {limit} levels", "ไม่เกิน {limit} ชั้น", "au plus {limit} niveaux"),
    "anchor": _said(
        "the words themselves: anchors and aliases are not taken",
        "ถ้อยคำจริง ไม่รับ anchor และ alias",
        "les mots eux-mêmes : ni ancre ni alias",
    ),
    "tag": _said("a value without a tag", "ค่าที่ไม่มี tag", "une valeur sans étiquette"),
    "document": _said("one meeting in one file", "หนึ่งการประชุมต่อหนึ่งไฟล์", "une réunion par fichier"),
    "twice": _said(
        "each of these once; the first is in line {line}",
        "ใช้ได้ครั้งเดียว ครั้งแรกอยู่บรรทัด {line}",
        "une seule fois ; la première est à la ligne {line}",
    ),
    "key": _said("a word as the key", "คีย์เป็นคำ", "un mot comme clé"),
    "missing": _said("{key}", "{key}", "{key}"),
    "known_key": _said("one of {known}", "อย่างใดอย่างหนึ่งใน {known}", "l’une de ces clés : {known}"),
    "one_of": _said("one of {known}", "อย่างใดอย่างหนึ่งใน {known}", "l’un de : {known}"),
    "string": _said("words", "ข้อความ", "du texte"),
    "integer": _said("a whole number", "จำนวนเต็ม", "un nombre entier"),
    "boolean": _said("true or false", "true หรือ false", "true ou false"),
    "list": _said("a list", "รายการ", "une liste"),
    "mapping": _said("keys and values", "คู่คีย์กับค่า", "des clés et des valeurs"),
    "id": _said(
        "a short id of letters, digits, `-`, `_` and `.`",
        "รหัสสั้นที่มีแต่ตัวอักษรอังกฤษ ตัวเลข `-` `_` และ `.`",
        "un identifiant court : lettres, chiffres, `-`, `_` et `.`",
    ),
    "pattern": _said("something like {pattern}", "รูปแบบ {pattern}", "quelque chose comme {pattern}"),
    "turning": _said(
        "words without control codes and marks that turn the direction of what follows",
        "ข้อความที่ไม่มีรหัสควบคุมหรือเครื่องหมายกลับทิศทางข้อความ",
        "un texte sans codes de commande ni marques qui changent le sens de lecture",
    ),
    "one_line": _said("a name on one line", "ชื่อในบรรทัดเดียว", "un nom sur une seule ligne"),
    "one_script": _said(
        "a word written in one script; this one mixes {scripts}",
        "คำที่เขียนด้วยอักษรชุดเดียว คำนี้ปน {scripts}",
        "un mot d’une seule écriture ; celui-ci mêle {scripts}",
    ),
    "look_alike": _said(
        "a name that is not taken for “{other}”, which stands for somebody else here",
        "ชื่อที่ไม่ทำให้เข้าใจผิดว่าเป็น “{other}” ซึ่งเป็นของผู้อื่นในการประชุมนี้",
        "un nom qu’on ne prenne pas pour « {other} », qui désigne quelqu’un d’autre ici",
    ),
    "at_least": _said("at least {limit}", "อย่างน้อย {limit}", "au moins {limit}"),
    "at_most": _said("at most {limit}", "ไม่เกิน {limit}", "au plus {limit}"),
    "datetime": _said(
        "a date and time such as 2022-06-21T09:00, with an offset or in the meeting's zone",
        "วันเวลา เช่น 2022-06-21T09:00 มี offset หรือเป็นเวลาในเขตเวลาของการประชุม",
        "une date et une heure comme 2022-06-21T09:00, avec décalage ou dans le fuseau de la réunion",
    ),
    "date": _said("a date such as 2022-06-21", "วันที่ เช่น 2022-06-21", "une date comme 2022-06-21"),
    "zone": _said(
        "a name of the IANA time zone database such as Asia/Bangkok",
        "ชื่อเขตเวลาในฐานข้อมูล IANA เช่น Asia/Bangkok",
        "un nom de la base de fuseaux IANA comme Asia/Bangkok",
    ),
    "language": _said(
        "a language of this meeting: {known}",
        "ภาษาของการประชุมนี้: {known}",
        "une langue de cette réunion : {known}",
    ),
    "words": _said(
        "the words in one language at least",
        "ข้อความอย่างน้อยหนึ่งภาษา",
        "le texte dans une langue au moins",
    ),
    "person": _said("a person of this file", "บุคคลในไฟล์นี้", "une personne de ce fichier"),
    "chair": _said(
        "a head or alternate, who can preside",
        "หัวหน้าหรือผู้แทนสำรองซึ่งเป็นประธานได้",
        "un chef ou un suppléant, qui peut présider",
    ),
    "chairs": _said(
        "as many chairs as the rules have: {count}",
        "จำนวนประธานตามข้อบังคับ: {count}",
        "autant de présidents que le veut le règlement : {count}",
    ),
    "party": _said("the code of a party of this file", "รหัสภาคีในไฟล์นี้", "le code d’une partie de ce fichier"),
    "delegation": _said(
        "a party's code, `secretariat` or `presidency`",
        "รหัสภาคี `secretariat` หรือ `presidency`",
        "le code d’une partie, `secretariat` ou `presidency`",
    ),
    "rank": _said(
        "a rank that {delegation} has: {known}",
        "ตำแหน่งที่ {delegation} มีได้: {known}",
        "un rang possible pour {delegation} : {known}",
    ),
    "bloc": _said("a bloc of this file", "กลุ่มในไฟล์นี้", "un groupe de ce fichier"),
    "item": _said("an agenda item of this file", "วาระในไฟล์นี้", "un point de l’ordre du jour de ce fichier"),
    "names": _said(
        "names: {code} is no country's alpha-3 code",
        "names เพราะ {code} ไม่ใช่รหัสประเทศสามตัวอักษร",
        "names : {code} n’est pas le code alpha-3 d’un pays",
    ),
    "command": _said(
        "a command that a script may give, perhaps {close}",
        "คำสั่งที่บทใช้ได้ อาจหมายถึง {close}",
        "un acte permis dans un scénario, peut-être {close}",
    ),
    "prepared": _said(
        "a proposal of this file, and only with `table-proposal` and without `with`",
        "ข้อเสนอในไฟล์นี้ ใช้กับ `table-proposal` เท่านั้นและไม่มี `with`",
        "une proposition de ce fichier, seulement avec `table-proposal` et sans `with`",
    ),
    "deed": _said("`do`, `says` or `until`", "`do` `says` หรือ `until`", "`do`, `says` ou `until`"),
    "lot": _said("a seed for the lot", "ค่าตั้งต้นของการจับสลาก", "une graine pour le tirage"),
    "part": _said(
        "a part that is not more than the whole",
        "ส่วนที่ไม่เกินทั้งหมด",
        "une part qui ne dépasse pas le tout",
    ),
}
