import { type ReactNode, useState } from 'react'
import { Act } from '../controls/Act'
import { AskFirst } from '../controls/AskFirst'
import { Words } from '../controls/fields'
import { permissionOf } from '../controls/permission'
import { CallToOrder } from '../floor/CallToOrder'
import { useSession } from '../stream/context'
import { HandTheChair, PassTheChair } from './HandTheChair'

/** What halts or ends a sitting, and where the gavel goes: all but the halt, which one press undoes, ask first. */
export function CloseMenu({ close }: { close: () => void }): ReactNode {
  const { view, words } = useSession()
  const { phase } = view.meeting
  if (phase === 'scheduled') return <PassTheChair />
  return (
    <>
      {phase === 'open' && <Act does="suspendMeeting" body={{}} onDone={close}>{words.meeting.suspendNow}</Act>}
      {phase === 'open' && permissionOf(view.acts, 'meeting.suspend_meeting') === true && <SuspendWithReason />}
      <CallToOrder />
      <PassTheChair />
      {view.meeting.chair_lost === undefined && <HandTheChairWhenLost />}
      <CloseMeeting />
    </>
  )
}

/** The secretariat sees this only while it means something: when the line is lost it is in the state's own place. */
function HandTheChairWhenLost(): ReactNode {
  const { view } = useSession()
  return view.me.standings.includes('secretariat') ? <HandTheChair /> : null
}

function SuspendWithReason(): ReactNode {
  const { words, language, say, view } = useSession()
  const [reason, setReason] = useState(say(view.meeting.reason))
  return (
    <AskFirst does="suspendMeeting" title={words.meeting.suspend} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        const body = reason.trim() === '' ? {} : { reason: { [language]: reason } }
        void send('suspendMeeting', body).then((done) => { if (done) close() })
      }}>
        <Words label={words.meeting.reason} hint={words.meeting.reasonHint} value={reason} onChange={setReason} rows={2} />
        <button type="submit" className="press primary" disabled={pending}>{words.meeting.suspend}</button>
      </form>
    )}>{words.meeting.suspendWith}</AskFirst>
  )
}

function CloseMeeting(): ReactNode {
  const { words } = useSession()
  return (
    <AskFirst does="closeMeeting" title={words.meeting.close} tone="danger" className="outlined" form={(_, close) => (
      <div className="form">
        <p>{words.meeting.closeMeans}</p>
        <Act does="closeMeeting" body={{}} tone="danger" onDone={close}>{words.meeting.close}</Act>
      </div>
    )}>{words.meeting.close}</AskFirst>
  )
}
