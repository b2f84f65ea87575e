import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { Choice } from '../controls/fields'
import { permissionOf } from '../controls/permission'
import { delegationName, personName } from '../delegations/names'
import { useSession } from '../stream/context'

/** The gavel to somebody else: passed by the presiding chair, or handed by the secretariat when the line is lost. */
export function HandTheChair(): ReactNode {
  return <Gavel does="handTheChair" kind="meeting.hand_the_chair" />
}

export function PassTheChair(): ReactNode {
  return <Gavel does="passTheChair" kind="meeting.pass_the_chair" />
}

function Gavel({ does, kind }: { does: 'handTheChair' | 'passTheChair'; kind: string }): ReactNode {
  const session = useSession()
  const { view, words } = session
  const able = Object.keys(view.people).filter((person) => permissionOf(view.acts, kind, person) === true)
  const [chosen, choose] = useState('')
  const to = able.includes(chosen) ? chosen : (able[0] ?? '')
  const title = words.meeting[does]
  return (
    <AskFirst does={does} title={title} form={({ send, pending }, close) => (
      <form onSubmit={(event) => { event.preventDefault(); void send(does, { to }).then((done) => { if (done) close() }) }}>
        <Choice
          label={words.meeting.toWhom} value={to} onChange={choose}
          options={able.map((id) => [id, `${delegationName(session, view.people[id]?.delegation ?? '')} · ${personName(session, id)}`])}
        />
        <button type="submit" className="press primary" disabled={pending || to === ''}>{title}</button>
      </form>
    )}>{title}</AskFirst>
  )
}
