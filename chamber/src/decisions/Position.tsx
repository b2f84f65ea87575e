import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { EveryLanguage, written } from '../controls/fields'
import { useSession } from '../stream/context'
import type { Text } from '../stream/view'

/** A reservation on an adopted text, or an explanation of position. */
export function Position({ does, text }: { does: 'enterReservation' | 'explainPosition'; text: string }): ReactNode {
  const { words } = useSession()
  const [statement, setStatement] = useState<Text>({})
  const title = words.decisions[does]
  return (
    <AskFirst does={does} target={text} title={title} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        void send(does, { text, statement: written(statement) }).then((done) => { if (done) { setStatement({}); close() } })
      }}>
        <EveryLanguage label={words.decisions.statement} value={statement} onChange={setStatement} rows={3} />
        <button type="submit" className="press primary" disabled={pending}>{title}</button>
      </form>
    )}>{title}</AskFirst>
  )
}
