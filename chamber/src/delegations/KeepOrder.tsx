import { type MouseEvent, type ReactNode, useState } from 'react'
import { Act } from '../controls/Act'
import { Words } from '../controls/fields'
import { GiveFloor } from '../floor/GiveFloor'
import { useSession } from '../stream/context'
import type { Code, PersonId, Text } from '../stream/view'
import { delegationName, personName, standingLine } from './names'

/** Milliseconds: the second half of a double press, which may fall on what has just opened, sends nobody out. */
const SETTLES = 400

/** What the podium can do about one delegation. Two presses expel: its seat in the hall, then the button that says whom. */
export function KeepOrder({ code, close }: { code: Code; close: () => void }): ReactNode {
  const session = useSession()
  const { view, words, language } = session
  const [opened] = useState(() => performance.now())
  const [written, write] = useState('')
  const reason: { reason?: Text } = written.trim() === '' ? {} : { reason: { [language]: written } }
  const settle = (event: MouseEvent): void => {
    // A press of the keyboard has no detail.
    if (event.detail > 0 && performance.now() - opened < SETTLES) event.stopPropagation()
  }
  const people = (view.delegations[code]?.people ?? []).filter((id) => id in view.people)
  return (
    <div className="form" onClickCapture={settle}>
      <div className="row-acts">
        {view.floor.holder?.delegation !== code && <GiveFloor to={code}>{words.floor.giveTo(delegationName(session, code))}</GiveFloor>}
        <Act does="callToOrder" target={code} body={{ delegation: code, ...reason }} onDone={close}>{words.floor.callToOrder}</Act>
      </div>
      <Words label={words.meeting.reason} hint={words.meeting.reasonHint} value={written} onChange={write} rows={1} />
      <ul className="in-order">
        {people.map((id) => <Member key={id} id={id} reason={reason} close={close} />)}
      </ul>
      {people.length > 0 && <p className="hint">{words.delegations.expelMeans}</p>}
    </div>
  )
}

function Member({ id, reason, close }: { id: PersonId; reason: { reason?: Text }; close: () => void }): ReactNode {
  const session = useSession()
  const { view, words, say } = session
  const person = view.people[id]
  if (person === undefined) return null
  const name = personName(session, id)
  // A title alone is the same in many delegations.
  const who = say(person.name) === '' ? `${name}, ${delegationName(session, person.delegation)}` : name
  return (
    <li>
      <div>
        <p className="name">{name}</p>
        <p className="kind">{standingLine(session, id)}</p>
      </div>
      <Act does="expelPerson" target={id} body={{ person: id, reason: {}, ...reason }} tone="danger" className="outlined" onDone={close}>
        {words.delegations.expelWho(who)}
      </Act>
    </li>
  )
}
