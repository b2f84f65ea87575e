import { type ReactNode, useRef, useState } from 'react'
import type { Sending } from '../controls/Act'
import { AskFirst } from '../controls/AskFirst'
import { EveryLanguage, isEmpty, written } from '../controls/fields'
import { useSession } from '../stream/context'
import type { Text } from '../stream/view'

/** What is written, from this version on. */
interface Draft {
  version: number
  title: Text
  words: Text
}

const NOTHING: Draft = { version: 0, title: {}, words: {} }

/** A text that the meeting may decide on is entered, or the next version of one. */
export function EnterText({ id }: { id?: string }): ReactNode {
  const { view, words } = useSession()
  const [kept, keep] = useState<Draft>()
  const present = (id === undefined ? undefined : view.texts[id]) ?? NOTHING
  // What was left half written is of no use once somebody else has entered a version.
  const begin = kept?.version === present.version ? kept : present
  const label = id === undefined ? words.decisions.enterText : words.decisions.nextVersion
  return (
    <AskFirst does="enterText" target={id ?? ''} title={label} form={(sending, close) => (
      <TextForm text={id ?? newId(view.texts)} begin={begin} keep={keep} label={label} sending={sending} close={close} />
    )}>{label}</AskFirst>
  )
}

/** Whoever writes goes on from the version that was there when they began; entered is only what follows that one. */
function TextForm({ text, begin, keep, label, sending: { send, pending }, close }: {
  text: string
  begin: Draft
  keep: (draft: Draft | undefined) => void
  label: string
  sending: Sending
  close: () => void
}): ReactNode {
  const { words } = useSession()
  const [draft, setDraft] = useState(begin)
  const [asked, ask] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const write = (more: Partial<Draft>): void => {
    setDraft({ ...draft, ...more })
    keep({ ...draft, ...more })
  }
  return (
    <form ref={form} onSubmit={(event) => {
      event.preventDefault()
      if (isEmpty(draft.title) || isEmpty(draft.words)) {
        ask(true)
        form.current?.querySelectorAll('fieldset')[isEmpty(draft.title) ? 0 : 1]?.querySelector<HTMLElement>('input, textarea')?.focus()
      }
      const body = { text, version: draft.version + 1, title: written(draft.title), words: written(draft.words) }
      void send('enterText', body).then((done) => { if (done) { keep(undefined); close() } })
    }}>
      <EveryLanguage label={words.decisions.textTitle} value={draft.title} onChange={(title) => write({ title })} rows={1} asked={asked} />
      <EveryLanguage label={words.decisions.textItself} value={draft.words} onChange={(wording) => write({ words: wording })} rows={4} asked={asked} />
      <button type="submit" className="press primary" disabled={pending}>{label}</button>
    </form>
  )
}

/** The first of `text-1`, `text-2`, … that no text has. */
function newId(texts: Readonly<Record<string, unknown>>): string {
  let n = 1
  while (`text-${n}` in texts) n += 1
  return `text-${n}`
}
