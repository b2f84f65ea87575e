import { type ReactNode, useState } from 'react'
import { Press } from '../controls/Act'
import { useSession } from '../stream/context'
import { callsIn, type CallState } from './calls'

interface Mine {
  call: string
  told: boolean
  heard?: boolean
}

/** One press for everybody; the button says how far the call has come. */
export function CallSecretariat(): ReactNode {
  const { view, facts, words, tellFact } = useSession()
  const [mine, setMine] = useState<Mine>()
  if (view.me.standings.includes('secretariat') || view.meeting.phase === 'closed') return null
  const heard = callsIn(facts).find(({ call }) => call === mine?.call)?.state
  if (mine !== undefined && heard !== undefined && mine.heard !== true) setMine({ ...mine, heard: true })
  const state = stateOf(mine, heard)
  const ring = (): void => {
    const call = crypto.randomUUID()
    setMine({ call, told: true })
    void tellFact({ kind: 'call_secretariat', call, state: 'sent' }).then((told) => setMine((now) => (now?.call === call ? { ...now, told } : now)))
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

function stateOf(mine: Mine | undefined, heard: CallState | undefined): CallState | 'failed' | undefined {
  if (mine === undefined || heard !== undefined) return heard
  // Nobody says it any more: it was done while this line was lost.
  if (mine.heard === true) return 'done'
  return mine.told ? 'sent' : 'failed'
}
