import { type ReactNode, useState } from 'react'
import { Act } from '../controls/Act'
import { AskFirst } from '../controls/AskFirst'
import { Choice, Words } from '../controls/fields'
import { useSession } from '../stream/context'
import type { Code, PersonId } from '../stream/view'
import { delegationName, personName, standingLine } from './names'
import { undotted } from '../words'

/** Who is accredited and seated, by delegation; order is kept here. */
export function People(): ReactNode {
  const session = useSession()
  const { view, words } = session
  const others = Object.keys(view.delegations).filter((code) => !view.seats.order.includes(code))
  return (
    <section aria-label={words.tabs.people}>
      <h2>{words.delegations.people}</h2>
      <div className="row-acts">
        {view.meeting.locked
          ? <Act does="unlockMeeting" body={{}}>{words.delegations.unlock}</Act>
          : <Act does="lockMeeting" body={{}}>{words.delegations.lock}</Act>}
        <Arrange />
      </div>
      {view.meeting.locked && <p className="open-mark closed">{words.delegations.locked}</p>}
      {[...view.seats.order, ...others].map((code) => (
        <section key={code} className="delegation">
          <h3>{delegationName(session, code)} {view.meeting.phase !== 'closed' && <Presence code={code} />}</h3>
          <ul>{(view.delegations[code]?.people ?? []).map((id) => <Row key={id} id={id} />)}</ul>
        </section>
      ))}
    </section>
  )
}

function Presence({ code }: { code: Code }): ReactNode {
  const { view, words } = useSession()
  const presence = view.delegations[code]?.presence ?? 'away'
  return <span className="presence" data-presence={presence}>{words.delegations.presence[presence]}</span>
}

function Row({ id }: { id: PersonId }): ReactNode {
  const session = useSession()
  const { view, words } = session
  const person = view.people[id]
  if (person === undefined) return null
  const adviser = person.standing === 'adviser' && view.me.delegation === person.delegation
  return (
    <li>
      <p className="name">{personName(session, id)}</p>
      <p className="kind">{[standingLine(session, id), person.seated ? '' : words.delegations.notSeated].filter(Boolean).join(' · ')}</p>
      <div className="row-acts">
        {adviser && (
          <Act does="allowAdviser" target={id} body={{ adviser: id, may_speak: !person.may_speak }}>
            {person.may_speak ? words.delegations.silenceAdviser : words.delegations.allowAdviser}
          </Act>
        )}
        <Expel id={id} />
        <Withdraw id={id} />
      </div>
    </li>
  )
}

function Expel({ id }: { id: PersonId }): ReactNode {
  const session = useSession()
  const { words, language } = session
  const [reason, setReason] = useState('')
  return (
    <AskFirst does="expelPerson" target={id} title={`${words.delegations.expel} · ${personName(session, id)}`} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        void send('expelPerson', { person: id, reason: reason.trim() === '' ? {} : { [language]: reason } }).then((done) => { if (done) close() })
      }}>
        <p>{words.delegations.expelMeans}</p>
        <Words label={words.meeting.reason} value={reason} onChange={setReason} rows={2} />
        <button type="submit" className="press danger" disabled={pending}>{words.delegations.expelWho(personName(session, id))}</button>
      </form>
    )}>{words.delegations.expel}</AskFirst>
  )
}

function Withdraw({ id }: { id: PersonId }): ReactNode {
  const session = useSession()
  const { words } = session
  return (
    <AskFirst does="withdrawAccreditation" target={id} title={`${words.delegations.withdraw} · ${personName(session, id)}`} form={(_, close) => (
      <div className="form">
        <p>{words.delegations.withdrawMeans}</p>
        <Act does="withdrawAccreditation" target={id} body={{ person: id }} tone="danger" onDone={close}>{undotted(words.delegations.withdraw)}</Act>
      </div>
    )}>{words.delegations.withdraw}</AskFirst>
  )
}

type Order = 'alphabetical' | 'precedence' | 'lot'

function Arrange(): ReactNode {
  const { view, words, language } = useSession()
  const [order, setOrder] = useState<Order>('alphabetical')
  const [seed, setSeed] = useState('')
  const { how } = view.seats
  return (
    <AskFirst does="arrangeSeats" title={words.delegations.arrange} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        void send('arrangeSeats', { order, language, seed }).then((done) => { if (done) close() })
      }}>
        {how?.seed !== undefined && how.seed !== '' && <p>{words.delegations.drawnWith(how.seed)}</p>}
        <Choice label={words.delegations.seatOrder} value={order} onChange={setOrder} options={Object.entries(words.delegations.orders) as [Order, string][]} />
        {order === 'lot' && <Words label={words.delegations.seed} hint={words.delegations.seedHint} value={seed} onChange={setSeed} rows={1} />}
        <button type="submit" className="press primary" disabled={pending}>{undotted(words.delegations.arrange)}</button>
      </form>
    )}>{words.delegations.arrange}</AskFirst>
  )
}
