"""A meeting file that is well formed, and small enough to be made wrong in one place."""

SMALL = """\
ref: small
title: {en: Small meeting, th: การประชุมเล็ก}
starts: 2022-06-21T09:00
zone: Asia/Bangkok
languages: [en, th]
rules: {preset: asean-dialogue, limits: {statement: 60}}
parties:
  - code: THA
  - code: CAN
  - {code: ASEC, names: {en: ASEAN Secretariat}, decides: false}
blocs:
  - {code: B, names: {en: Both}, members: [THA, CAN]}
people:
  - {id: tha, delegation: THA, language: th, nameplate: {title: {en: Head, th: หัวหน้า}}}
  - {id: can, delegation: CAN, nameplate: {title: {en: Head}, capacity: {text: {en: host}, since: "2022-01-01"}}}
  - {id: rap, delegation: secretariat, rank: rapporteur, nameplate: {title: {en: Rapporteur}}}
chairs: [tha, can]
seating: {order: lot, language: th, seed: drawn}
agenda:
  - id: a
    number: "1"
    title: {en: First, th: แรก}
    minutes: 5
    items:
      - {id: a1, number: "1.1", title: {en: Part}, minutes: 2, statement_seconds: 30}
  - {id: b, number: "2", title: {en: Second}, minutes: 5, preliminary: true}
facts:
  - {id: years, number: 45, text: {en: it is the 45th year}, approved_by: {en: Desk}, party: THA}
texts:
  - {id: t, title: {en: Text}, words: {en: We agree., th: เห็นชอบ}}
proposals:
  - id: p
    delegation: THA
    item: a
    title: {en: Proposal}
    areas: [{title: {en: Area}, points: [{en: point}]}]
script:
  - {by: tha, do: open-meeting, says: {th: เปิดประชุม}}
  - {by: can, do: floor.request_floor, with: {item: b, bloc: B, aligned: [THA]}, after: 1}
  - {by: can, do: yield-floor, expect: floor.does_not_hold}
"""


def changed(old: str, new: str) -> bytes:
    """The small file with the one place that reads `old` changed."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new).encode()
