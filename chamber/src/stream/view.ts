/** The view of one meeting for one audience, as the live plane sends it; nothing in it is null. */
export type Text = Readonly<Record<string, string>>
/** ISO 8601, UTC. */
export type Time = string
export type Code = string
export type PersonId = string
type ById<T> = Readonly<Record<string, T>>
export interface Listed<T> {
  order: readonly string[]
  by: ById<T>
}

export type Phase = 'scheduled' | 'open' | 'suspended' | 'closed'
export type Kind = 'statement' | 'for_bloc' | 'right_of_reply' | 'point_of_order' | 'secretariat'
export type Standing =
  | 'presiding' | 'co-chair' | 'head' | 'alternate' | 'adviser'
  | 'secretariat' | 'rapporteur' | 'technician' | 'observer'
export type Verb = 'discussed' | 'exchanged_views' | 'noted' | 'stressed' | 'supported' | 'committed' | 'next_step'
export type Permission = true | string
export type Acts = ById<Permission | ById<Permission>>

/** Expected at max(now, from) plus so many seconds. */
export interface Due {
  from: Time
  plus: number
}

/** `limit` in seconds; `spent` in ms up to `since`, from when it runs. */
export interface Clock {
  limit?: number
  spent: number
  since?: Time
}

export interface Meeting {
  id: string
  ref: string
  title: Text
  series?: Text
  ordinal?: number
  zone: string
  languages: readonly string[]
  preset: string
  rehearsal: boolean
  shift: number
  phase: Phase
  scheduled: Time
  presiding: PersonId
  acting: boolean
  chairs: readonly PersonId[]
  chair_lost?: Time
  began?: Time
  locked: boolean
  reason?: Text
  quorum: { present: number; members: number; to_open?: number; to_decide?: number; met: boolean }
  epoch: number
}

export interface Rules {
  limits: Readonly<Partial<Record<Kind, number>>>
  warnings: readonly number[]
  when_over: 'signal' | 'take_back'
  grace: number
  replies_per_item: number
  objection_period: number
  chair_line_grace: number
}

export interface Party {
  names: Text
  decides: boolean
  speaks: boolean
  blocs: readonly string[]
}

export interface Bloc {
  names: Text
  members: readonly Code[]
}

export interface Delegation {
  presence: 'away' | 'here' | 'lost'
  since?: Time
  people: readonly PersonId[]
  spoken: number
  place?: number
}

export interface Person {
  delegation: Code
  standing: Standing
  seated: boolean
  may_speak: boolean
  name?: Text
  honorific?: Text
  title?: Text
  department?: Text
  capacity?: { text: Text; since?: string; until?: string }
}

export interface Item {
  number: string
  title: Text
  minutes: number
  parent?: string
  preliminary: boolean
  status: 'to_come' | 'open' | 'closed' | 'postponed'
  opened?: Time
  spent: number
  due?: Due
}

export interface Turn {
  delegation: Code
  speaker: PersonId
  kind: Kind
  item?: string
  bloc?: string
  aligned?: readonly Code[]
  began: Time
  clock: Clock
}

export interface FloorRequest {
  delegation: Code
  speaker: PersonId
  kind: Kind
  bloc?: string
  aligned?: readonly Code[]
  asked: Time
  due?: Due
}

export interface ListOfSpeakers {
  open: boolean
  by_hand: boolean
  order: readonly string[]
  requests: ById<FloorRequest>
}

export interface Intervention {
  delegation: Code
  speaker: PersonId
  kind: Kind
  item?: string
  began: Time
  ended: Time
  spent: number
  ending?: string
  bloc?: string
  aligned?: readonly Code[]
  text?: Text
}

export type StandsStill = 'suspended' | 'chair_line' | 'line' | 'interrupted' | 'point_of_order'

export interface Floor {
  holder?: Turn
  held_over?: Turn
  point?: { delegation: Code; speaker: PersonId; raised: Time; heard: boolean }
  interrupted: boolean
  runs: boolean
  stands?: StandsStill
  on_deck?: string
  lists: ById<ListOfSpeakers>
  interventions: Listed<Intervention>
  spoken: ById<number>
  spoken_for: ById<number>
  replies: ById<ById<number>>
}

export interface Area {
  title: Text
  text: Text
  points: readonly Text[]
}

export interface Proposal {
  delegation: Code
  item: string
  title: Text
  areas: readonly Area[]
  supporters: readonly Code[]
  withdrawn: boolean
  tabled: Time
}

export interface TextVersion {
  version: number
  title: Text
  words: Text
}

export interface Objection {
  reason: Text
  at: Time
}

export interface Before extends TextVersion {
  text: string
  item: string
  clock: Clock
  runs: boolean
  stands?: 'missing' | 'quorum' | 'objection' | 'suspended' | 'chair_line' | 'point_of_order'
  entitled: readonly Code[]
  confirmed: readonly Code[]
  waived: readonly Code[]
  missing: readonly Code[]
  objections: ById<Objection>
  to_chair?: ById<Objection>
  objected?: true
  over: boolean
}

export interface Decision extends TextVersion {
  text: string
  item: string
  at: Time
  adopted: boolean
  reason?: Text
  objectors: readonly Code[]
  without: readonly Code[]
  reservations: ById<Text>
  explanations: ById<Text>
}

export interface Conclusion {
  item: string
  verb: Verb
  text: Text
  points: readonly Text[]
  attributed: string
  stands: 'entered' | 'confirmed' | 'sent_back' | 'corrected'
  entered: Time
  confirmed?: Time
  reason?: Text
  corrects?: string
  corrected_by?: string
}

export interface View {
  seq: number
  at: Time
  meeting: Meeting
  rules: Rules
  me: { standings: readonly Standing[]; delegation?: Code; leave: boolean }
  parties: ById<Party>
  blocs: ById<Bloc>
  seats: { order: readonly Code[]; how?: { order: string; language: string; seed: string } }
  delegations: ById<Delegation>
  people: ById<Person>
  agenda: { order: readonly string[]; adopted?: Time; current?: string; items: ById<Item> }
  floor: Floor
  proposals: Listed<Proposal>
  texts: ById<TextVersion>
  before?: Before
  decisions: Listed<Decision>
  conclusions: Listed<Conclusion>
  media: {
    epoch: number
    microphone: readonly PersonId[]
    camera: readonly PersonId[]
    screen: readonly PersonId[]
    heard: readonly PersonId[]
    ducked: readonly PersonId[]
    /** Under which name the media engine knows each of them. */
    lines: ById<string>
  }
  acts: Acts
  head?: string
}
