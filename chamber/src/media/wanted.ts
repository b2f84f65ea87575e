import { onDeck } from '../floor/lists'
import type { PersonId, View } from '../stream/view'

export type Source = 'microphone' | 'thin_microphone' | 'camera' | 'screen' | 'screen_sound'

/** What a line has room for. */
export interface RoomFor {
  pictures: boolean
  /** Whole voices; where there are none but thin ones, those are taken all the same. */
  whole: boolean
}

const EVERYTHING: RoomFor = { pictures: true, whole: true }

/** What somebody sends: `id` is the engine's. */
export interface Publication {
  id: string
  person: PersonId
  source: Source
  /** Not shut by whose it is. */
  open?: boolean
  /** It is here. */
  flows?: boolean
}

/** `enabled: false`: kept ready, and nothing of it flows. */
export interface Wish {
  subscribed: boolean
  enabled: boolean
}

const NOT_AT_ALL: Wish = { subscribed: false, enabled: false }

/** Whom this screen shows large: the speaker, who presides, the other chairs, and who is next. */
export function large(view: View): ReadonlySet<PersonId> {
  const { floor, meeting } = view
  const speaker = (floor.holder ?? floor.held_over)?.speaker
  return new Set([speaker, meeting.presiding, ...meeting.chairs, onDeck(view)?.speaker].filter((person) => person !== undefined))
}

/**
 * What this client wants of each publication, by the view alone, so that it can be said again at any time. Every
 * microphone that may open soon is kept ready, and flows only while its person is heard. Nothing of one's own comes back.
 * A voice comes whole or thin, and never twice.
 */
export function wanted(
  view: View, me: PersonId, publications: readonly Publication[], besides: ReadonlySet<PersonId> = new Set(), roomFor: RoomFor = EVERYTHING,
): ReadonlyMap<string, Wish> {
  const shown = large(view)
  const { microphone, camera, screen, heard } = view.media
  const { pictures, whole } = roomFor
  const thin = thinVoices(publications, whole)
  const wish = ({ person, source }: Publication): Wish => {
    if (person === me) return NOT_AT_ALL
    switch (source) {
      case 'microphone':
        return { subscribed: microphone.includes(person), enabled: heard.includes(person) && !thin.has(person) }
      case 'thin_microphone':
        return whole ? NOT_AT_ALL : { subscribed: microphone.includes(person), enabled: heard.includes(person) }
      case 'screen_sound':
        return { subscribed: screen.includes(person), enabled: heard.includes(person) }
      case 'screen':
        return seen(pictures && screen.includes(person))
      case 'camera':
        return seen(pictures && camera.includes(person) && (shown.has(person) || besides.has(person)))
    }
  }
  return new Map(publications.map((one) => [one.id, wish(one)]))
}

/** Whose voice is heard by the thin one; the whole one waits for nothing, since on a full line the other would never come. */
export function thinVoices(publications: readonly Publication[], whole: boolean): ReadonlySet<PersonId> {
  if (whole) return new Set()
  return new Set(publications.filter(({ source, open }) => source === 'thin_microphone' && open === true).map(({ person }) => person))
}

function seen(yes: boolean): Wish {
  return yes ? { subscribed: true, enabled: true } : NOT_AT_ALL
}

/** Whose a line is, by the name under which the engine knows it. */
export function personOf(view: View, identity: string): PersonId | undefined {
  return Object.entries(view.media.lines).find(([, line]) => line === identity)?.[0]
}
