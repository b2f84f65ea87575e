import { delegationName } from '../delegations/names'
import type { InSession } from '../stream/context'
import type { View } from '../stream/view'
import type { Words } from '../words'

export interface Announced {
  /** For the polite region: what happens on the floor. */
  floor: string[]
  /** For the assertive one: what concerns me. */
  me: string[]
}

/** What is to be said aloud of the difference between two views of one person. */
export function announcements(before: View, after: View, person: string, words: Words, say: InSession['say']): Announced {
  if (before.seq === after.seq) return { floor: [], me: [] }
  const session = { view: after, words, say }
  const parts = [ofPhase(before, after, words), ofFloor(before, after, person, session), ofInterruption(before, after, person, words), ofPoint(before, after, person, session), ofText(before, after, session)]
  return { floor: parts.flatMap(({ floor }) => floor), me: parts.flatMap(({ me }) => me) }
}

type Speaking = Pick<InSession, 'view' | 'words' | 'say'>

function ofPhase(before: View, after: View, words: Words): Announced {
  const floor: string[] = []
  const me: string[] = []
  if (before.meeting.phase !== after.meeting.phase) floor.push(words.announce.phases[after.meeting.phase])
  if (before.meeting.chair_lost === undefined && after.meeting.chair_lost !== undefined) me.push(words.meeting.chairLineLost)
  if (before.agenda.current !== after.agenda.current && after.agenda.current !== undefined) {
    floor.push(words.announce.item(after.agenda.items[after.agenda.current]?.number ?? ''))
  }
  return { floor, me }
}

function ofFloor(before: View, after: View, person: string, session: Speaking): Announced {
  const { words } = session
  const floor: string[] = []
  const me: string[] = []
  const [was, is] = [before.floor.holder, after.floor.holder]
  if (is !== undefined && (was?.delegation !== is.delegation || was.began !== is.began)) {
    if (is.speaker === person) me.push(words.announce.youHaveFloor)
    else floor.push(words.announce.hasFloor(delegationName(session, is.delegation)))
  }
  if (was !== undefined && is === undefined && was.speaker === person && after.floor.held_over === undefined) me.push(words.announce.floorEnded)
  const mine = after.me.delegation
  if (mine !== undefined && before.delegations[mine]?.place !== 1 && after.delegations[mine]?.place === 1) me.push(words.announce.youAreNext)
  return { floor, me }
}

function ofInterruption(before: View, after: View, person: string, words: Words): Announced {
  const begins = after.floor.interrupted && !before.floor.interrupted
  return { floor: [], me: begins && after.floor.holder?.speaker === person ? [words.announce.interrupted] : [] }
}

function ofPoint(before: View, after: View, person: string, session: Speaking): Announced {
  const { words } = session
  const { point } = after.floor
  if (point === undefined || before.floor.point !== undefined) return { floor: [], me: [] }
  const said = words.announce.point(delegationName(session, point.delegation))
  return after.meeting.presiding === person ? { floor: [], me: [said] } : { floor: [said], me: [] }
}

function ofText(before: View, after: View, { words, say }: Speaking): Announced {
  if (after.before !== undefined && before.before?.text !== after.before.text) {
    const put = words.announce.textPut(say(after.before.title))
    return after.before.entitled.includes(after.me.delegation ?? '') ? { floor: [], me: [put] } : { floor: [put], me: [] }
  }
  const latest = after.decisions.order.at(-1)
  const decision = latest === undefined ? undefined : after.decisions.by[latest]
  if (decision === undefined || after.decisions.order.length === before.decisions.order.length) return { floor: [], me: [] }
  return { floor: [decision.adopted ? words.announce.adopted(say(decision.title)) : words.announce.setAside(say(decision.title))], me: [] }
}
