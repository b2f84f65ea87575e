"""What a rehearsal says on the terminal beside the sentences of its record, in English, Thai and French."""

from collections.abc import Mapping

SAID: Mapping[str, Mapping[str, str]] = {
    "natural_speed": {
        "en": "Sound and pictures have their natural speed: for another one, hold it with --no-media.",
        "th": "เสียงและภาพมีความเร็วตามธรรมชาติเท่านั้น หากต้องการความเร็วอื่น โปรดใช้ --no-media",
        "fr": "Le son et l’image vont à leur vitesse naturelle\u00a0; pour une autre, ajoutez --no-media.",
    },
    "voices": {
        "en": "Preparing what will be said: {done} of {of}",
        "th": "กำลังเตรียมถ้อยคำที่จะกล่าว: {done} จาก {of}",
        "fr": "Préparation de ce qui sera dit\u00a0: {done} sur {of}",
    },
    "no_voices": {
        "en": "Nobody can speak: {why}. Install espeak-ng, or hold it with --no-media.",
        "th": "ไม่มีเสียงพูด: {why} โปรดติดตั้ง espeak-ng หรือใช้ --no-media",
        "fr": "Personne ne peut parler\u00a0: {why}. Installez espeak-ng, ou ajoutez --no-media.",
    },
    "unheard": {
        "en": "{person} had the floor and was not heard for {seconds} s.",
        "th": "{person} ได้กล่าวแต่ไม่มีเสียงเป็นเวลา {seconds} วินาที",
        "fr": "On n’a pas entendu {person} pendant {seconds} s, alors que la parole lui était donnée.",
    },
    "astray": {
        "en": "{person} was heard for {seconds} s without having the floor.",
        "th": "ได้ยินเสียง {person} เป็นเวลา {seconds} วินาทีโดยไม่ได้รับอนุญาตให้กล่าว",
        "fr": "On a entendu {person} pendant {seconds} s sans que la parole lui soit donnée.",
    },
    "all_heard": {
        "en": "Listened all the time: whoever spoke was heard, and nobody else.",
        "th": "ตรวจฟังตลอดการประชุม: ผู้กล่าวทุกรายมีเสียง และไม่มีเสียงผู้อื่น",
        "fr": "À l’écoute tout du long\u00a0: qui parlait était entendu, et personne d’autre.",
    },
    "no_script": {
        "en": "{path} holds no script: there is nothing to rehearse.",
        "th": "{path} ไม่มีบท จึงไม่มีสิ่งที่จะซ้อม",
        "fr": "{path} ne contient pas de scénario\u00a0: il n’y a rien à répéter.",
    },
    "rehearsal": {
        "en": "Rehearsal, simulated: {title}",
        "th": "การซ้อม เป็นสถานการณ์จำลอง: {title}",
        "fr": "Répétition, simulée\u00a0: {title}",
    },
    "wrong_time": {
        "en": "“{found}” is no time such as 2022-06-21T09:00+07:00",
        "th": "“{found}” ไม่ใช่เวลา เช่น 2022-06-21T09:00+07:00",
        "fr": "«\u00a0{found}\u00a0» n’est pas une heure comme 2022-06-21T09:00+07:00",
    },
    "wrong_speed": {
        "en": "“{found}” is neither a number above 0 nor 0 or max (as fast as possible)",
        "th": "“{found}” ไม่ใช่จำนวนที่มากกว่า 0 และไม่ใช่ 0 หรือ max (เร็วที่สุด)",
        "fr": "«\u00a0{found}\u00a0» n’est ni un nombre au-dessus de 0, ni 0 ou max (au plus vite)",
    },
    "departed": {
        "en": "Step {number} ({by}: {do}) was to meet {expected}, and met {met}.",
        "th": "ขั้นที่ {number} ({by}: {do}) ควรพบ {expected} แต่พบ {met}",
        "fr": "L’étape {number} ({by}\u00a0: {do}) devait rencontrer {expected}\u00a0; elle a rencontré {met}.",
    },
    "refused": {
        "en": "{who} tried “{do}”, which the rules refuse: “{why}”",
        "th": "{who} สั่ง “{do}” แต่ข้อบังคับไม่อนุญาต: “{why}”",
        "fr": "{who} a tenté «\u00a0{do}\u00a0», que le règlement refuse\u00a0: «\u00a0{why}\u00a0»",
    },
    "waits": {"en": "{title}: {act}", "th": "{title}: {act}", "fr": "{title}\u00a0: {act}"},
    "no_refusal": {"en": "no refusal", "th": "การยอมรับ", "fr": "aucun refus"},
    "ended": {
        "en": "{ref} stands in the journal with {entries} entries; its head is\n  {digest}",
        "th": "{ref} อยู่ในบันทึกรายการ {entries} รายการ ค่าแฮชท้ายสุดคือ\n  {digest}",
        "fr": "{ref} est au journal, {entries} inscriptions\u00a0; l’empreinte de la dernière est\n  {digest}",
    },
    "address": {
        "en": "Verify it:  prachum verify {id}\nRead it:    prachum export {id} --for public\nHold again: {again}",
        "th": "ตรวจสอบ:   prachum verify {id}\nอ่าน:      prachum export {id} --for public\nซ้อมอีกครั้ง: {again}",
        "fr": "Vérifier\u00a0:  prachum verify {id}\nLire\u00a0:      prachum export {id} --for public"
        "\nRefaire\u00a0:   {again}",
    },
}


def said(what: str, language: str, **values: object) -> str:
    """The sentence in the reader's language."""
    return SAID[what][language].format(**values)
