import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { Words } from '../controls/fields'
import { useSession } from '../stream/context'
import { undotted } from '../words'

/** The chair takes the text back from the meeting, and says why. */
export function SetAside(): ReactNode {
  const { words, language } = useSession()
  const [reason, setReason] = useState('')
  return (
    <AskFirst does="setTextAside" title={words.decisions.setAside} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        void send('setTextAside', { reason: { [language]: reason } }).then((done) => { if (done) close() })
      }}>
        <Words label={words.decisions.whySetAside} value={reason} onChange={setReason} />
        <button type="submit" className="press primary" disabled={pending || reason.trim() === ''}>{undotted(words.decisions.setAside)}</button>
      </form>
    )}>{words.decisions.setAside}</AskFirst>
  )
}
