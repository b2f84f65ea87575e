import type { Json } from './mergePatch'
import type { View } from './view'

/** What the live plane sends, and what a leading tab passes on to the others of its browser. */
export type Message =
  | { event: 'view'; view: View; now: string; person: string }
  | { event: 'patch'; patch: Json; seq: number; from: number; now: string }
  | { event: 'here'; now: string; seq: number; digest: string }
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

/** One server-sent event as a message; what this client does not know is left out. */
export function messageOf(event: string | undefined, id: string | undefined, text: string): Message | undefined {
  // The live plane is ours and its documents are checked there; the types below are generated from the same schema.
  const data = JSON.parse(text) as Record<string, unknown>
  switch (event) {
    case 'view':
    case 'here':
    case 'seat':
    case 'gone':
      return { event, ...data } as Message
    case 'patch':
      return { event, seq: Number(id), ...data } as Message
    case 'presence':
      return { event, fact: data as Fact }
    default:
      return undefined
  }
}
