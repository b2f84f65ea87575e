import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { Words } from '../controls/fields'
import { useSession } from '../stream/context'
import type { Before } from '../stream/view'

/** The largest control on the screen; the second press says before whom. */
export function ObjectToText({ before }: { before: Before }): ReactNode {
  const { words, language } = useSession()
  const [reason, setReason] = useState('')
  return (
    <AskFirst does="objectToText" title={words.decisions.objectTitle} tone="danger" className="object" action="object" form={({ send, pending }, close) => {
      const object = (openly: boolean): void => {
        const why = reason.trim() === '' ? {} : { reason: { [language]: reason } }
        void send('objectToText', { text: before.text, version: before.version, openly, ...why }).then((done) => { if (done) { setReason(''); close() } })
      }
      return (
        <form onSubmit={(event) => event.preventDefault()}>
          <div className="choices">
            {/* Whoever presses Object has little time: the next Enter must object. */}
            <button type="button" autoFocus className="press danger" disabled={pending} onClick={() => object(true)}>
              <span className="words">{words.decisions.objectOpenly}<small>{words.decisions.objectOpenlyMeans}</small></span>
            </button>
            <button type="button" className="press" disabled={pending} onClick={() => object(false)}>
              <span className="words">{words.decisions.objectToChair}<small>{words.decisions.objectToChairMeans}</small></span>
            </button>
          </div>
          <Words label={words.decisions.objectReason} value={reason} onChange={setReason} rows={2} />
        </form>
      )
    }}>{words.decisions.object}</AskFirst>
  )
}
