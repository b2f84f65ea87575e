import type { ReactNode } from 'react'
import { Opens } from '../controls/Opens'
import { cookie } from '../stream/commands'
import { useSession } from '../stream/context'
import { Sign } from './Sign'

/** Out of the meeting, on a phone by a sign alone: a seat is given up by a press and a second one, since somebody may be waiting for its holder. */
export function Leave(): ReactNode {
  const { page, person, view, words } = useSession()
  const { leave, home } = page
  if (leave === undefined || home === undefined) return null
  // A seat may have been taken since the page was loaded.
  if (!(person in view.people)) return <a className="press quiet leave" href={home} aria-label={words.meeting.toMeetings}><Sign name="leave" /><span className="words">{words.meeting.toMeetings}</span></a>
  const go = (): void => {
    const gone = (): void => { location.href = home }
    fetch(leave, { method: 'POST', headers: { Accept: 'application/json', 'X-CSRFToken': cookie('csrftoken') } }).then(gone, gone)
  }
  return (
    <Opens title={words.meeting.leave} name="leave" tone="quiet" className="leave" label={words.meeting.leave} content={(close) => (
      <div className="form">
        <p>{words.meeting.leaveMeans}</p>
        <div className="pair">
          <button type="button" className="press primary" onClick={go}>{words.meeting.leave}</button>
          <button type="button" className="press" onClick={close}>{words.meeting.stay}</button>
        </div>
      </div>
    )}><Sign name="leave" /><span>{words.meeting.leave}</span></Opens>
  )
}
