import { type ReactNode, useState } from 'react'
import { Press } from '../controls/Act'
import { useSession } from '../stream/context'
import { callsIn, type CallState } from './calls'

/** One press for everybody; the button says how far the call has come. */
export function CallSecretariat(): ReactNode {
  const { view, facts, words, tellFact } = useSession()
  const [mine, setMine] = useState<{ call: string; told: boolean }>()
  if (view.me.standings.includes('secretariat') || view.meeting.phase === 'closed') return null
  const state: CallState | 'failed' | undefined = mine === undefined
    ? undefined
    : callsIn(facts).find(({ call }) => call === mine.call)?.state ?? (mine.told ? 'sent' : 'failed')
  const ring = (): void => {
    const call = crypto.randomUUID()
    setMine({ call, told: true })
    void tellFact({ kind: 'call_secretariat', call, state: 'sent' }).then((told) => setMine({ call, told }))
  }
  const called = state !== undefined && state !== 'failed' && state !== 'done'
  const finish = (): void => {
    if (mine !== undefined) void tellFact({ kind: 'call_secretariat', call: mine.call, state: 'done' })
    setMine(undefined)
  }
  return (
    <span className="call" data-call={state}>
      <Press permission={true} onPress={called ? finish : ring} name="callSecretariat" action="call" tone="quiet">{called ? words.presence.finish : words.presence.call}</Press>
      {state !== undefined && state !== 'done' && <span className="call-state" role="status">{words.presence.states[state]}</span>}
    </span>
  )
}
