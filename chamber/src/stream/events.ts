import type { Head } from './kept'
import type { Json } from './mergePatch'
import type { View } from './view'

/** What the live plane sends, and what a leading tab passes on to the others of its browser. */
export type Message =
  /** From the server, facts follow until it is `here`; a leading tab has them `facts` already. */
  | { event: 'view'; view: View; now: string; person: string; head?: Head | undefined; facts?: readonly Fact[] }
  | { event: 'patch'; patch: Json; from: number; now: string; head?: Head | undefined }
  | { event: 'here'; now: string; seq: number; digest: string; looking_on: number }
  /** The journal does not have the entry that this browser has seen; it stands at another `head`. */
  | { event: 'back'; seen: Head; head: Head }
  /** Between tabs: somebody has read that. */
  | { event: 'accepted' }
  | { event: 'presence'; fact: Fact }
  | { event: 'seat'; person: string }
  | { event: 'gone'; code: string }
  /** From this client itself: a stream on which something was heard is over. */
  | { event: 'broke' }

/** An ephemeral fact about a person's or a delegation's line, devices or calls. */
export interface Fact {
  kind: string
  person?: string
  delegation?: string
  /** Seconds for which it is true when it is not said again. */
  lasts?: number
  /** The server's time when it was heard here. */
  heard?: number
  [detail: string]: unknown
}

/** Whether nobody need have said it again by now, the server's time. */
export function isSo({ heard, lasts }: Fact, now: number): boolean {
  return heard === undefined || lasts === undefined || now < heard + lasts * 1000
}

const HEAD = /^(\d{1,15}):([0-9a-f]{64})$/

/** An event's id, `SEQ:DIGEST`. */
function headOf(id: string | undefined): Head | undefined {
  const [, seq, digest] = HEAD.exec(id ?? '') ?? []
  return digest === undefined ? undefined : { seq: Number(seq), digest }
}

/** One server-sent event as a message; what this client does not know is left out. */
export function messageOf(event: string | undefined, id: string | undefined, text: string): Message | undefined {
  // The live plane is ours and its documents are checked there; the types below are generated from the same schema.
  const data = JSON.parse(text) as Record<string, unknown>
  switch (event) {
    case 'here':
    case 'back':
    case 'seat':
    case 'gone':
      return { event, ...data } as Message
    case 'view':
    case 'patch':
      return { event, head: headOf(id), ...data } as Message
    case 'presence':
      return { event, fact: data as Fact }
    default:
      return undefined
  }
}
