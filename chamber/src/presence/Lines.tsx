import type { ReactNode } from 'react'
import { delegationName, personName } from '../delegations/names'
import { useSession } from '../stream/context'
import { type Fact, isSo } from '../stream/events'
import { useNow } from '../words/useNow'
import { type Call, callsIn } from './calls'

/** For those who keep lines up: who calls for help, who is on which line, and how good it is. */
export function Lines(): ReactNode {
  const session = useSession()
  const { view, words, facts: all } = session
  const now = useNow(5000)
  const facts = all.filter((fact) => isSo(fact, now))
  const calls = callsIn(facts).filter(({ state }) => state !== 'done')
  const codes = [...view.seats.order, ...Object.keys(view.delegations).filter((code) => !view.seats.order.includes(code))]
  return (
    <section aria-label={words.tabs.lines}>
      <h2>{words.presence.calls}</h2>
      {calls.length === 0 ? <p className="quiet">{words.presence.noCalls}</p> : <ul className="calls">{calls.map((call) => <CallRow key={call.call} call={call} />)}</ul>}
      <h2>{words.presence.lines}</h2>
      <table className="lines">
        <thead><tr><th scope="col">{words.presence.delegation}</th><th scope="col">{words.presence.line}</th><th scope="col">{words.presence.delay}</th><th scope="col">{words.presence.loss}</th><th scope="col">{words.presence.level}</th></tr></thead>
        <tbody>
          {codes.map((code) => {
            const line = latest(facts, view.delegations[code]?.people ?? [], code, 'line')
            const level = latest(facts, view.delegations[code]?.people ?? [], code, 'level')
            const presence = view.delegations[code]?.presence ?? 'away'
            const gives = line?.['gives_way']
            return (
              <tr key={code}>
                <th scope="row"><abbr title={delegationName(session, code)}>{code.length <= 4 ? code : delegationName(session, code)}</abbr></th>
                <td><span className="presence" data-presence={presence}>{words.delegations.presence[presence]}</span>{(gives === 'pictures' || gives === 'detail') && <small className="gives-way"> {words.sound.givesWay[gives]}</small>}</td>
                <td><Figure of={line?.['rtt']} unit=" ms" /></td>
                <td><Figure of={line?.['loss']} unit=" %" times={100} /></td>
                <td><Figure of={level?.['dbfs']} unit=" dB" /></td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="quiet small" aria-hidden="true">– {words.presence.notMeasured}</p>
    </section>
  )
}

function CallRow({ call }: { call: Call }): ReactNode {
  const session = useSession()
  const { view, words, tellFact } = session
  const code = call.delegation ?? view.people[call.person ?? '']?.delegation
  const who = [code === undefined ? '' : delegationName(session, code), call.person === undefined ? '' : personName(session, call.person)].filter(Boolean).join(' · ')
  return (
    <li data-call={call.state}>
      <p className="name">{who || words.presence.somebody}</p>
      <div className="row-acts">
        {call.state === 'sent' && <button type="button" className="press" onClick={() => void tellFact({ kind: 'call_secretariat', call: call.call, state: 'seen' })}>{words.presence.see}</button>}
        {call.state !== 'coming' && <button type="button" className="press primary" onClick={() => void tellFact({ kind: 'call_secretariat', call: call.call, state: 'coming' })}>{words.presence.come}</button>}
        {call.state === 'coming' && <button type="button" className="press" onClick={() => void tellFact({ kind: 'call_secretariat', call: call.call, state: 'done' })}>{words.presence.finish}</button>}
      </div>
    </li>
  )
}

function latest(facts: readonly Fact[], people: readonly string[], code: string, kind: string): Fact | undefined {
  return facts.findLast((fact) => fact.kind === kind && (fact.delegation === code || (fact.person !== undefined && people.includes(fact.person))))
}

function Figure({ of, unit, times = 1 }: { of: unknown; unit: string; times?: number }): ReactNode {
  const { words } = useSession()
  if (typeof of === 'number') return `${Math.round(of * times * 10) / 10}${unit}`
  return <span title={words.presence.notMeasured}><span aria-hidden="true">–</span><span className="for-readers">{words.presence.notMeasured}</span></span>
}
