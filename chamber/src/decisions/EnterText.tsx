import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { EveryLanguage, written } from '../controls/fields'
import { useSession } from '../stream/context'
import type { Text } from '../stream/view'

/** A text that the meeting may decide on is entered, or the next version of one. */
export function EnterText({ id }: { id?: string }): ReactNode {
  const { view, words } = useSession()
  const earlier = id === undefined ? undefined : view.texts[id]
  const [title, setTitle] = useState<Text>(earlier?.title ?? {})
  const [wording, setWording] = useState<Text>(earlier?.words ?? {})
  const label = id === undefined ? words.decisions.enterText : words.decisions.nextVersion
  return (
    <AskFirst does="enterText" target={id ?? ''} title={label} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        const body = { text: id ?? newId(view.texts), version: (earlier?.version ?? 0) + 1, title: written(title), words: written(wording) }
        void send('enterText', body).then((done) => { if (done) close() })
      }}>
        <EveryLanguage label={words.decisions.textTitle} value={title} onChange={setTitle} rows={1} />
        <EveryLanguage label={words.decisions.textItself} value={wording} onChange={setWording} rows={4} />
        <button type="submit" className="press primary" disabled={pending}>{label}</button>
      </form>
    )}>{label}</AskFirst>
  )
}

/** The first of `text-1`, `text-2`, … that no text has. */
function newId(texts: Readonly<Record<string, unknown>>): string {
  let n = 1
  while (`text-${n}` in texts) n += 1
  return `text-${n}`
}
