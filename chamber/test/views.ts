/** Views of one meeting in each of its states and for each role, written by hand after the contract. */
import type { Acts, Kind, Party, Person, Standing, View } from '../src/stream/view'
import { KINDS } from '../src/stream/kinds'

export const STATES = ['scheduled', 'listed', 'speaking', 'last_seconds', 'point', 'text', 'chair_lost', 'suspended', 'closed'] as const
export type StateName = (typeof STATES)[number]
export const ROLES = ['presiding', 'co-chair', 'delegate', 'secretariat', 'rapporteur', 'technician', 'observer'] as const
export type Role = (typeof ROLES)[number]

const NAMES: readonly (readonly [string, string, string, string])[] = [
  ['BRN', 'Brunei Darussalam', 'บรูไนดารุสซาลาม', 'Brunéi Darussalam'], ['KHM', 'Cambodia', 'กัมพูชา', 'Cambodge'], ['CAN', 'Canada', 'แคนาดา', 'Canada'],
  ['IDN', 'Indonesia', 'อินโดนีเซีย', 'Indonésie'], ['LAO', 'Lao PDR', 'สปป. ลาว', 'RDP lao'], ['MYS', 'Malaysia', 'มาเลเซีย', 'Malaisie'],
  ['MMR', 'Myanmar', 'เมียนมา', 'Myanmar'], ['PHL', 'Philippines', 'ฟิลิปปินส์', 'Philippines'], ['SGP', 'Singapore', 'สิงคโปร์', 'Singapour'],
  ['THA', 'Thailand', 'ไทย', 'Thaïlande'], ['VNM', 'Viet Nam', 'เวียดนาม', 'Viet Nam'], ['ASEC', 'ASEAN Secretariat', 'สำนักเลขาธิการอาเซียน', 'Secrétariat de l’ASEAN'],
]
const CODES = NAMES.map(([code]) => code)
const ASEAN = CODES.filter((code) => code !== 'CAN' && code !== 'ASEC')

const parties: Record<string, Party> = Object.fromEntries(NAMES.map(([code, en, th, fr]) => [
  code, { names: { en, th, fr }, decides: code !== 'ASEC', speaks: true, blocs: ASEAN.includes(code) ? ['asean'] : [] },
]))

const head = (code: string): string => `${code.toLowerCase()}-head`
const people: Record<string, Person> = Object.fromEntries(CODES.map((code) => [head(code), {
  delegation: code, standing: 'head', seated: code !== 'BRN', may_speak: true,
  title: { en: 'Deputy Permanent Secretary', th: 'รองปลัดกระทรวง', fr: 'Secrétaire permanent adjoint' },
}]))
for (const staff of ['secretariat', 'rapporteur', 'technician', 'observer'] as const) {
  people[staff] = { delegation: 'secretariat', standing: staff, seated: true, may_speak: staff === 'secretariat', title: { en: `The ${staff}` } }
}
people['tha-adviser'] = { delegation: 'THA', standing: 'adviser', seated: true, may_speak: false, title: { en: 'Counsellor', th: 'ที่ปรึกษา', fr: 'Conseiller' } }

const PERSON: Record<Role, string> = {
  presiding: 'mys-head', 'co-chair': 'can-head', delegate: 'tha-head', secretariat: 'secretariat', rapporteur: 'rapporteur', technician: 'technician', observer: 'observer',
}
const STANDINGS: Record<Role, Standing[]> = {
  presiding: ['head', 'presiding'], 'co-chair': ['head', 'co-chair'], delegate: ['head'], secretariat: ['secretariat'], rapporteur: ['rapporteur'], technician: ['technician'], observer: ['observer'],
}

const ITEMS: readonly (readonly [string, string, number])[] = [
  ['Opening remarks', 'กล่าวเปิดการประชุม', 10], ['Adoption of the agenda', 'การรับรองระเบียบวาระ', 5], ['Review of cooperation', 'การทบทวนความร่วมมือ', 30],
  ['Recovery from COVID-19 and the digital transition', 'การฟื้นฟูจากโควิด-19 และการเปลี่ยนผ่านสู่ดิจิทัล', 45], ['Regional and international issues', 'ประเด็นภูมิภาคและระหว่างประเทศ', 40],
  ['Future direction', 'ทิศทางในอนาคต', 20], ['Other matters', 'เรื่องอื่น ๆ', 5], ['Closing', 'ปิดการประชุม', 5],
]

/** Commands of the installation, the door and the clock, and the one that only a program gives: no control gives them. */
export const WITHOUT_CONTROL = [
  'meeting.create_meeting', 'meeting.report_chair_line_lost', 'meeting.report_chair_line_restored',
  'meeting.report_chair_absence', 'meeting.report_clock_step', 'delegations.accredit_person', 'delegations.seat_person', 'delegations.erase_nameplate',
  'lines.report_arrival', 'lines.report_line_lost', 'lines.report_line_restored', 'lines.report_departure',
  'decisions.conclude_objection_period',
] as const

/** Which commands a role never gives; the rest follow the state below. */
const MAY: Record<Role, RegExp> = {
  presiding: /^(meeting\.(?!hand|take)|agenda|floor|proposals|decisions\.(?!enter_text)|conclusions\.(confirm|send)|delegations\.(arrange|expel|lock|unlock|allow))/,
  'co-chair': /^(meeting\.take|floor\.(request|withdraw|take_as|yield|raise)|proposals|decisions\.(confirm|object|enter_res|explain)|delegations\.allow)/,
  delegate: /^(floor\.(request|withdraw|take_as|yield|raise)|proposals|decisions\.(confirm|object|enter_res|explain)|delegations\.allow)/,
  secretariat: /^(meeting\.(suspend|hand)|agenda\.(add|revise|remove)|floor\.(request_floor|withdraw_request|add|remove|reorder|close|reopen|give|yield|take_floor|extend)|decisions\.enter_text|delegations\.(?!allow|seat|erase))/,
  rapporteur: /^(conclusions\.(enter|correct)|decisions\.enter_text)/,
  technician: /^$/,
  observer: /^$/,
}

export const NOW = Date.parse('2022-06-21T07:07:12.000Z')
const iso = (ms: number): string => new Date(ms).toISOString()

/** The time is `now`; everything else is before or after it. */
export function viewOf(state: StateName, role: Role, now = NOW): View {
  const phase = state === 'scheduled' || state === 'suspended' || state === 'closed' ? state : 'open'
  const speaking = state === 'speaking' || state === 'last_seconds' || state === 'chair_lost' || state === 'suspended'
  const turn = {
    delegation: 'THA', speaker: 'tha-head', kind: 'statement' as Kind, item: 'i4', began: iso(now - 114_000),
    clock: { limit: 300, spent: state === 'last_seconds' ? 282_000 : 114_000, ...(state === 'speaking' || state === 'last_seconds' ? { since: iso(now) } : {}) },
  }
  const listed = state !== 'scheduled' && state !== 'closed'
  const request = (delegation: string, kind: Kind, plus: number): object => ({ delegation, speaker: head(delegation), kind, asked: iso(now - 400_000), due: { from: iso(now), plus } })
  const confirmed = CODES.filter((code) => code !== 'ASEC' && code !== 'BRN')
  const view: View = {
    seq: 120, at: iso(now - 2000),
    meeting: {
      id: `${state}.${role}`, ref: 'asean-canada-som-19', title: { en: '19th ASEAN–Canada Senior Officials’ Meeting', th: 'การประชุมเจ้าหน้าที่อาวุโสอาเซียน-แคนาดา ครั้งที่ 19', fr: '19e réunion des hauts fonctionnaires ASEAN-Canada' },
      zone: 'Asia/Bangkok', languages: ['en', 'th', 'fr'], preset: 'asean-dialogue', rehearsal: true, shift: 0, phase, scheduled: iso(now + 600_000), presiding: 'mys-head', acting: false,
      chairs: ['mys-head', 'can-head'], locked: false, quorum: { present: 10, members: 11, to_open: 6, met: true }, epoch: 1,
      ...(state === 'chair_lost' ? { chair_lost: iso(now - 8000) } : {}),
      ...(state === 'suspended' ? { reason: { en: 'Coffee break until 14:30', th: 'พักรับประทานกาแฟถึง 14.30 น.', fr: 'Pause café jusqu’à 14 h 30' } } : {}),
    },
    rules: { limits: { statement: 300, right_of_reply: 180 }, warnings: [60, 10], when_over: 'signal', grace: 15, replies_per_item: 2, objection_period: 30, chair_line_grace: 20 },
    me: { standings: STANDINGS[role], ...(people[PERSON[role]] === undefined ? {} : { delegation: people[PERSON[role]]?.delegation ?? '' }), leave: false },
    parties, blocs: { asean: { names: { en: 'ASEAN', th: 'อาเซียน', fr: 'ASEAN' }, members: ASEAN } }, seats: { order: CODES },
    delegations: {
      ...Object.fromEntries(CODES.map((code) => [code, {
        presence: code === 'BRN' ? 'away' : code === 'MYS' && state === 'chair_lost' ? 'lost' : 'here', people: Object.keys(people).filter((id) => people[id]?.delegation === code), spoken: code === 'CAN' ? 241_000 : 0,
        ...(listed && code === 'VNM' ? { place: 1 } : {}), ...(listed && code === 'LAO' ? { place: 2 } : {}), ...(listed && code === 'SGP' ? { place: 3 } : {}),
      } as const])),
      secretariat: { presence: 'here', people: ['secretariat', 'rapporteur', 'technician', 'observer'], spoken: 0 },
    },
    people,
    agenda: {
      order: ITEMS.map((_, n) => `i${n + 1}`), ...(state === 'scheduled' ? {} : { adopted: iso(now - 3_600_000), ...(state === 'closed' ? {} : { current: 'i4' }) }),
      items: Object.fromEntries(ITEMS.map(([en, th, minutes], n) => [`i${n + 1}`, {
        number: String(n + 1), title: { en, th }, minutes, preliminary: n < 2, spent: state !== 'scheduled' && n < 3 ? minutes * 58_000 : 0,
        status: state === 'scheduled' ? 'to_come' : state === 'closed' || n < 3 ? 'closed' : n === 3 ? 'open' : 'to_come',
        ...(n === 3 && state !== 'scheduled' ? { opened: iso(now - 27 * 60_000) } : {}), ...(n > 3 ? { due: { from: iso(now), plus: (n - 3) * 1200 } } : {}),
      } as const])),
    },
    floor: {
      interrupted: false, runs: state === 'speaking' || state === 'last_seconds',
      ...(speaking ? { holder: turn } : {}), ...(state === 'point' ? { held_over: turn, point: { delegation: 'LAO', speaker: 'lao-head', raised: iso(now - 4000), heard: false }, stands: 'point_of_order' } : {}),
      ...(state === 'chair_lost' ? { stands: 'chair_line' } : state === 'suspended' ? { stands: 'suspended' } : {}), ...(listed ? { on_deck: 'VNM' } : {}),
      lists: listed ? { i4: { open: true, by_hand: false, order: ['VNM', 'LAO', 'SGP.reply'], requests: {
        VNM: request('VNM', 'statement', 186), LAO: { ...request('LAO', 'for_bloc', 486), bloc: 'asean', aligned: ['KHM', 'MMR', 'VNM', 'THA'] }, 'SGP.reply': request('SGP', 'right_of_reply', 906),
      } as never } } : {},
      interventions: { order: ['1'], by: { 1: { delegation: 'CAN', speaker: 'can-head', kind: 'statement', item: 'i4', began: iso(now - 600_000), ended: iso(now - 359_000), spent: 241_000, ending: 'yielded' } } },
      spoken: { CAN: 241_000 }, spoken_for: {}, replies: {},
    },
    proposals: { order: ['p1'], by: { p1: {
      delegation: 'THA', item: 'i4', title: { en: 'Cooperation for recovery', th: 'ความร่วมมือเพื่อการฟื้นฟู' }, supporters: ['LAO', 'KHM', 'VNM', 'IDN'], withdrawn: false, tabled: iso(now - 60_000),
      areas: [
        { title: { en: 'Digital transition', th: 'การเปลี่ยนผ่านสู่ดิจิทัล' }, text: { en: 'Infrastructure, workforce and start-ups.' }, points: [{ en: 'digital infrastructure' }, { en: 'a digital workforce' }] },
        { title: { en: 'Green growth', th: 'การเติบโตสีเขียว' }, text: { en: 'A way to work together towards recovery.' }, points: [] },
      ],
    } } },
    texts: { takes_note: { version: 3, title: { en: 'Taking note of proposals', th: 'การรับทราบข้อเสนอ' }, words: TEXT } },
    ...(state === 'text' ? { before: {
      text: 'takes_note', version: 3, title: { en: 'Taking note of proposals', th: 'การรับทราบข้อเสนอ' }, words: TEXT, item: 'i4', clock: { limit: 30, spent: 6000 }, runs: false, stands: 'missing' as const,
      entitled: CODES.filter((code) => code !== 'ASEC'), confirmed, waived: [], missing: ['BRN'], objections: {}, over: false,
    } } : {}),
    decisions: { order: [], by: {} },
    conclusions: { order: ['c1', 'c2'], by: {
      c1: { item: 'i3', verb: 'noted', text: { en: 'the progress made under the current plan of action', th: 'ความคืบหน้าตามแผนปฏิบัติการปัจจุบัน' }, points: [], attributed: 'meeting', stands: 'confirmed', entered: iso(now - 900_000), confirmed: iso(now - 800_000) },
      ...(role === 'presiding' || role === 'rapporteur' || role === 'co-chair' || role === 'secretariat'
        ? { c2: { item: 'i4', verb: 'stressed', text: { en: 'the value of an open digital economy', th: 'คุณค่าของเศรษฐกิจดิจิทัลที่เปิดกว้าง' }, points: [], attributed: 'both', stands: 'entered', entered: iso(now - 100_000) } as const } : {}),
    } },
    media: { epoch: 1, microphone: [], camera: [], screen: [], heard: [], ducked: [], lines: {} },
    acts: actsOf(state, role),
    ...(state === 'closed' ? { head: '9f2c4b0e7d11a6f3c58e20b4d9a7713fe0c8a2b65d4419e7f0b3c6d2a81e5f90' } : {}),
  }
  return view
}

const TEXT = {
  en: 'Senior officials took note of the proposals tabled under item 4 and asked the co-chairs to reflect them in their summary of the meeting. This text is part of a rehearsal.',
  th: 'เจ้าหน้าที่อาวุโสรับทราบข้อเสนอที่ยื่นภายใต้วาระที่ 4 และขอให้ประธานร่วมสะท้อนข้อเสนอเหล่านั้นไว้ในสรุปการประชุม ข้อความนี้เป็นส่วนหนึ่งของการซ้อม',
  fr: 'Les hauts fonctionnaires ont pris note des propositions déposées sous le point 4 et ont prié les coprésidents d’en rendre compte dans leur résumé. Ce texte fait partie d’une répétition.',
}

function actsOf(state: StateName, role: Role): Acts {
  const acts: Record<string, true | string | Record<string, true | string>> = {}
  for (const kind of [...KINDS, ...WITHOUT_CONTROL]) {
    const chapter = kind.slice(0, kind.indexOf('.'))
    const mine = !(WITHOUT_CONTROL as readonly string[]).includes(kind) && MAY[role].test(kind)
    acts[kind] = !mine ? `${chapter}.not_in_your_role` : refusalIn(state, kind) ?? true
  }
  return acts
}

/** What the state alone refuses, roughly as the rules do: enough for the grey to be seen. */
function refusalIn(state: StateName, kind: string): string | undefined {
  if (state === 'closed') return 'meeting.closed'
  const only: Record<string, readonly StateName[]> = {
    'meeting.open_meeting': ['scheduled'], 'meeting.resume_meeting': ['suspended'], 'meeting.take_the_chair': ['chair_lost'], 'meeting.hand_the_chair': [],
    'floor.rule_on_point_of_order': ['point'], 'floor.withdraw_point_of_order': [], 'floor.yield_floor': ['speaking', 'last_seconds'], 'floor.end_interruption': [],
    'decisions.object_to_text': ['text'], 'decisions.confirm_text': [], 'decisions.set_text_aside': ['text'], 'decisions.proceed_without': ['text'], 'decisions.put_text_to_meeting': ['listed'],
    'delegations.unlock_meeting': [], 'floor.reopen_list_of_speakers': [], 'decisions.enter_reservation': [], 'decisions.explain_position': [], 'agenda.adopt_agenda': [],
  }
  if (kind in only) return only[kind]?.includes(state) === true ? undefined : REFUSALS[kind] ?? 'floor.nobody_has_it'
  if (state === 'scheduled' && !/^(meeting\.pass|floor\.request_floor|delegations)/.test(kind)) return 'meeting.not_open'
  if (state === 'suspended' && /^(floor\.(give|raise|interrupt)|agenda|proposals)/.test(kind)) return 'meeting.not_open'
  if (state === 'chair_lost' && /^(floor\.(give|raise|interrupt)|agenda|proposals)/.test(kind)) return 'meeting.chair_line_lost'
  if (state === 'point' && /^(floor\.(request|take_as|add|remove|reorder|close|extend)|agenda|proposals|conclusions)/.test(kind)) return 'floor.point_of_order_pending'
  return undefined
}

const REFUSALS: Record<string, string> = { 'floor.yield_floor': 'floor.does_not_hold', 'meeting.take_the_chair': 'meeting.chair_on_line', 'decisions.object_to_text': 'decisions.no_text_before_meeting' }
export const REASONS = {
  'floor.does_not_hold': { text: 'That delegation does not have the floor.', rule: 'floor.4' },
  'floor.point_of_order_pending': { text: 'A point of order is pending; the chair rules first.', rule: 'floor.19' },
  'meeting.not_open': { text: 'The meeting is not open.', rule: 'meeting.2' },
  'meeting.closed': { text: 'The meeting is closed.', rule: 'meeting.9' },
  'meeting.chair_line_lost': { text: 'The chair’s line is lost; nothing goes on until somebody presides.', rule: 'meeting.12' },
}
export const personOf = (role: Role): string => PERSON[role]
