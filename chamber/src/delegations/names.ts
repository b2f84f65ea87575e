import type { InSession } from '../stream/context'
import type { Code, Person, PersonId, View } from '../stream/view'
import { named } from '../words'

type Speaking = Pick<InSession, 'view' | 'words' | 'say'>

/** What a delegation is called: the party's name, or which of the two that are no party. */
export function delegationName({ view, words, say }: Speaking, code: Code): string {
  if (code === 'secretariat') return words.delegations.secretariat
  if (code === 'presidency') return words.delegations.presidency
  return say(view.parties[code]?.names) || code
}

export function personName({ view, words, say }: Speaking, id: PersonId): string {
  const person = view.people[id]
  if (person === undefined) return id
  const called = named(say(person.honorific), say(person.name))
  return called || say(person.title) || words.standings[person.standing]
}

/** The delegations in the order of their seats; whoever has none comes last. */
export function seated({ seats: { order } }: View, codes: readonly Code[]): readonly Code[] {
  const at = (code: Code): number => (order.includes(code) ? order.indexOf(code) : order.length)
  return [...codes].sort((one, other) => at(one) - at(other))
}

/** Several delegations by name, in that order. */
export function delegationNames(session: Speaking, codes: readonly Code[]): string {
  return seated(session.view, codes).map((code) => delegationName(session, code)).join(', ')
}

/** Title, department and capacity, as far as the nameplate has them. */
export function plateLines({ say }: Speaking, person: Person | undefined): string[] {
  if (person === undefined) return []
  return [say(person.title), say(person.department), say(person.capacity?.text)].filter(Boolean)
}

/** As what somebody is here, and what the nameplate says besides the name; nothing twice. */
export function standingLine(session: Speaking, id: PersonId): string {
  const person = session.view.people[id]
  if (person === undefined) return ''
  const lines = [session.words.standings[person.standing], ...plateLines(session, person)]
  return [...new Set(lines)].filter((line) => line !== personName(session, id)).join(' · ')
}

/** Who would speak for a delegation when nobody was named: the first of it who may. */
export function voiceOf(view: View, code: Code): PersonId {
  const people = Object.entries(view.people).filter(([, person]) => person.delegation === code)
  return (people.find(([, person]) => person.may_speak) ?? people[0])?.[0] ?? ''
}
