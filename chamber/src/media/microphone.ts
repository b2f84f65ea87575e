import type { PersonId, View } from '../stream/view'

/** Why a microphone cannot be had: the browser or its user refuses, there is none, another program has it, or I chose so. */
export type Obstacle = 'blocked' | 'missing' | 'busy' | 'elsewhere' | 'listening_only'

export type MicrophoneState =
  | { is: 'off' } | { is: 'preparing' } | { is: 'ready' } | { is: 'open' }
  | { is: 'cannot'; why: Obstacle }

/** What decides whether it is there and open; each is true of this moment. */
export interface Facts {
  /** The view lets me publish one. */
  granted: boolean
  published: boolean
  heard: boolean
  /** I want it open. */
  on: boolean
  obstacle?: Obstacle | undefined
}

export function stateOf({ granted, published, heard, on, obstacle }: Facts): MicrophoneState {
  if (!granted) return { is: 'off' }
  if (obstacle !== undefined) return { is: 'cannot', why: obstacle }
  if (!published) return { is: 'preparing' }
  return { is: on && heard ? 'open' : 'ready' }
}

/**
 * What I want of my microphone, kept through reloads. `asked`: by asking for the floor I agreed to be opened when it is
 * given, which the chair may do before my browser has the answer. `turn`: the turn (by its beginning) for which that
 * agreement was used.
 */
export interface Will {
  on: boolean
  asked: boolean
  turn?: string
}

export const NO_WILL: Will = { on: false, asked: false }

/** By these acts one agrees that one's microphone opens when the floor is given. */
export const AGREES: ReadonlySet<string> = new Set(['requestFloor', 'requestRightOfReply', 'raisePointOfOrder'])

/** Whether I may open my microphone by hand: as the speaker, or presiding. Nobody else can open it for me. */
export function mayOpen(view: View, me: PersonId): boolean {
  return view.media.heard.includes(me) && (view.floor.holder?.speaker === me || view.meeting.presiding === me)
}

/** What is left of my will in the next view: it ends with my turn, with the chair, and with the sitting. */
export function willAfter(will: Will, view: View, me: PersonId, before?: View): Will {
  const { holder, held_over: heldOver } = view.floor
  const mine = [holder, heldOver].find((turn) => turn?.speaker === me)
  const presides = view.meeting.presiding === me
  const stays = view.meeting.phase === 'open' && (mine !== undefined || presides)
  // After a reload, nobody knows what was before; while it was away, a request may have been struck.
  const struck = mine === undefined && !waits(view, me) && (before === undefined || waits(before, me))
  const asked = will.asked && !struck
  if (!stays) return { on: false, asked }
  if (holder?.speaker === me && will.turn !== holder.began) {
    return { on: will.asked || (presides && will.on), asked: false, turn: holder.began }
  }
  if (mine === undefined) {
    // Who presides and had the floor besides keeps what they chose.
    return { on: will.on && presides, asked }
  }
  return { ...will, asked }
}

/** My will once I ask for the floor, and once that is answered: by the seq to which it is entered, or refused. */
export function willAgreed(will: Will, view: View, me: PersonId, answer?: number | 'refused'): Will {
  if (answer === undefined) return { ...will, asked: true }
  const stands = waits(view, me)
  if (answer === 'refused') return { ...will, asked: will.asked && stands }
  // Meanwhile something else may have been refused or struck; or the floor was given for this already, and all is over.
  return { ...will, asked: will.asked || stands || view.seq < answer }
}

/** Whether I am on a list of speakers, or up on a point of order. */
function waits(view: View, me: PersonId): boolean {
  return view.floor.point?.speaker === me
    || Object.values(view.floor.lists).some(({ requests }) => Object.values(requests).some(({ speaker }) => speaker === me))
}
