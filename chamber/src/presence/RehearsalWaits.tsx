import type { ReactNode } from 'react'
import type { Fact } from '../stream/events'
import { useSession } from '../stream/context'
import type { Text } from '../stream/view'
import { at, duration } from '../words/times'
import { useNow } from '../words/useNow'

/** What a rehearsal waits for; the words come with the fact, in every language. */
interface Waits extends Fact {
  kind: 'rehearsal'
  state: 'waits' | 'goes_on'
  whose?: string
  title: Text
  yours: Text
  act: Text
  says: Text
  then: Text
  until?: string
}

/** The script waits for the visitor in a seat: everybody sees for whom and for what, the visitor what to do. */
export function RehearsalWaits(): ReactNode {
  const { facts, person, view, say } = useSession()
  const now = useNow()
  const said = facts.findLast((fact): fact is Waits => fact.kind === 'rehearsal')
  if (said?.until === undefined || view.meeting.phase === 'closed') return null
  const left = at(said.until) - now
  if (left <= 0) return null
  if (said.state === 'goes_on') return <section className="state waits" role="status"><p>{say(said.title)}</p></section>
  const mine = said.whose === person
  return (
    <section className={`state waits ${mine ? 'mine' : ''}`} aria-label={say(said.title)} role={mine ? 'alert' : 'status'}>
      <h2>{mine ? say(said.yours) : say(said.title)}</h2>
      <p className="act">{say(said.act)}</p>
      {mine && say(said.says) !== '' && <p className="small">“{say(said.says)}”</p>}
      <p className="small">{say(said.then)} <span className="left" aria-hidden="true">{duration(left)}</span></p>
    </section>
  )
}
