import type { Fact } from '../stream/events'

export type CallState = 'sent' | 'seen' | 'coming' | 'done'
export interface Call {
  call: string
  person?: string
  delegation?: string
  state: CallState
}

/** The calls for the secretariat, each in its latest state, the newest last; who called is whoever sent it first. */
export function callsIn(facts: readonly Fact[]): Call[] {
  const calls = new Map<string, Call>()
  for (const fact of facts) {
    if (fact.kind !== 'call_secretariat' || typeof fact['call'] !== 'string') continue
    const state = fact['state'] as CallState
    const known = calls.get(fact['call'])
    calls.set(fact['call'], known === undefined ? { ...callerOf(fact), call: fact['call'], state } : { ...known, state })
  }
  return [...calls.values()]
}

function callerOf({ person, delegation }: Fact): Pick<Call, 'person' | 'delegation'> {
  return { ...(person === undefined ? {} : { person }), ...(delegation === undefined ? {} : { delegation }) }
}
