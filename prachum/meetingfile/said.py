"""What the commands about meeting files say on the terminal, in English, Thai and French."""

from collections.abc import Mapping

SAID: Mapping[str, Mapping[str, str]] = {
    "which_file": {
        "en": "Name a meeting file.",
        "th": "ระบุไฟล์การประชุม",
        "fr": "Indiquez un fichier de réunion.",
    },
    "checked": {
        "en": "{path}: {ref} is well formed: {parties} parties, {people} people, {items} agenda items, {steps} steps.",
        "th": "{path}: {ref} ถูกต้อง มี {parties} ภาคี {people} คน {items} วาระ {steps} ขั้นตอนในบท",
        "fr": "{path}\u00a0: {ref} est bien formé\u00a0: {parties} parties, {people} personnes, {items} points,"
        " {steps} étapes.",
    },
    "entering": {"en": "Entering {ref} …", "th": "กำลังบันทึก {ref} …", "fr": "Inscription de {ref} …"},
    "ref_taken": {
        "en": "There is a meeting {ref} already; nothing was entered.",
        "th": "มีการประชุม {ref} อยู่แล้ว ไม่มีการบันทึกใด ๆ",
        "fr": "Il y a déjà une réunion {ref}\u00a0; rien n’a été inscrit.",
    },
    "refused": {
        "en": "The rules of procedure refuse it ({code}); nothing was entered.",
        "th": "ขัดข้อบังคับการประชุม ({code}) ไม่มีการบันทึกใด ๆ",
        "fr": "Le règlement intérieur s’y oppose ({code})\u00a0; rien n’a été inscrit.",
    },
    "entered": {
        "en": "Entered {ref} ({id}): {people} people, {items} agenda items, {texts} texts;"
        " {proposals} prepared proposals wait for their delegations.",
        "th": "บันทึก {ref} ({id}) แล้ว: {people} คน {items} วาระ {texts} เอกสาร"
        " ข้อเสนอที่เตรียมไว้ {proposals} ฉบับรอคณะผู้แทนเสนอ",
        "fr": "{ref} ({id}) est inscrite\u00a0: {people} personnes, {items} points, {texts} textes\u00a0;"
        " {proposals} propositions préparées attendent leurs délégations.",
    },
    "what_follows": {
        "en": "Nameplates are entered on the day, as people take their seats. `prachum export-file {ref}` writes the"
        " meeting back to a file; `prachum verify {ref}` checks its journal.",
        "th": "ป้ายชื่อจะบันทึกในวันประชุมเมื่อเข้านั่งที่ `prachum export-file {ref}` เขียนกลับเป็นไฟล์"
        " และ `prachum verify {ref}` ตรวจบันทึกรายการ",
        "fr": "Les plaques sont inscrites le jour même, quand chacun prend place. `prachum export-file {ref}` récrit le"
        " fichier\u00a0; `prachum verify {ref}` vérifie le journal.",
    },
    "no_such_meeting": {
        "en": "There is no meeting {ref}.",
        "th": "ไม่มีการประชุม {ref}",
        "fr": "Il n’y a pas de réunion {ref}.",
    },
}


def said(what: str, language: str, **values: object) -> str:
    """The sentence in the reader's language."""
    return SAID[what][language].format(**values)
