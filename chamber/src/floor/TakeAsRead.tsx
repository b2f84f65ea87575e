import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { EveryLanguage, written } from '../controls/fields'
import { useSession } from '../stream/context'
import type { Text } from '../stream/view'

/** A statement handed in to be taken as read; its text goes into the record. */
export function TakeAsRead(): ReactNode {
  const { view, words } = useSession()
  const [text, setText] = useState<Text>({})
  const item = view.agenda.current
  if (item === undefined || view.meeting.phase !== 'open') return null
  return (
    <AskFirst does="takeAsRead" target={item} title={words.floor.takeAsRead} tone="quiet" form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        void send('takeAsRead', { item, text: written(text) }).then((done) => { if (done) { setText({}); close() } })
      }}>
        <p>{words.floor.takeAsReadMeans}</p>
        <EveryLanguage label={words.floor.statementText} value={text} onChange={setText} rows={4} />
        <button type="submit" className="press primary" disabled={pending}>{words.floor.handIn}</button>
      </form>
    )}>{words.floor.takeAsRead}</AskFirst>
  )
}
