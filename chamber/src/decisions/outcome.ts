import type { InSession } from '../stream/context'
import type { Decision, View } from '../stream/view'
import { at } from '../words/times'

/** What was decided last, until something follows it on the stage: somebody has spoken, or another item was opened. */
export function latestDecision({ agenda, decisions, floor: { interventions } }: View): Decision | undefined {
  const latest = decisions.by[decisions.order.at(-1) ?? '']
  if (latest === undefined || latest.item !== agenda.current) return undefined
  const spoken = interventions.order.map((id) => interventions.by[id]).findLast((one) => one !== undefined && one.text === undefined)
  const after = [spoken?.ended, agenda.items[latest.item]?.opened].some((time) => time !== undefined && at(time) > at(latest.at))
  return after ? undefined : latest
}

/** In a sentence, how it ended. */
export function outcome({ view, words, say }: Pick<InSession, 'view' | 'words' | 'say'>): string | undefined {
  const decision = latestDecision(view)
  if (decision === undefined) return undefined
  return words.announce[decision.adopted ? 'adopted' : 'setAside'](say(decision.title))
}
