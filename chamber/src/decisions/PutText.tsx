import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { Words } from '../controls/fields'
import { useSession } from '../stream/context'
import { undotted } from '../words'

/** The chair puts a version of a text to the meeting, with its objection period. */
export function PutText({ id, version }: { id: string; version: number }): ReactNode {
  const { view, words, say } = useSession()
  const [seconds, setSeconds] = useState(String(view.rules.objection_period))
  return (
    <AskFirst does="putTextToMeeting" target={id} title={words.decisions.put} tone="primary" form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        void send('putTextToMeeting', { text: id, version, seconds: Number(seconds) }).then((done) => { if (done) close() })
      }}>
        <p><strong>{say(view.texts[id]?.title)}</strong> · {words.decisions.version(version)}</p>
        <Words label={words.decisions.seconds} value={seconds} onChange={setSeconds} rows={1} />
        <button type="submit" className="press primary" disabled={pending || !/^\d{1,4}$/.test(seconds)}>{undotted(words.decisions.put)}</button>
      </form>
    )}>{words.decisions.put}</AskFirst>
  )
}
