import { type ReactNode, useState } from 'react'
import type { Sending } from '../controls/Act'
import { AskFirst } from '../controls/AskFirst'
import { EveryLanguage, Words, written } from '../controls/fields'
import { useSession } from '../stream/context'
import type { Item, Text } from '../stream/view'

/** Another title or another time for an item, before adoption. */
export function ReviseItem({ id, item }: { id: string; item: Item }): ReactNode {
  const { words } = useSession()
  return (
    <AskFirst does="reviseAgendaItem" target={id} title={words.agenda.reviseItem(item.number)} form={(sending, close) => (
      <ItemForm id={id} item={item} sending={sending} close={close} />
    )}>{words.agenda.revise}</AskFirst>
  )
}

/** It begins with the item as it is when the form is opened. */
function ItemForm({ id, item, sending: { send, pending }, close }: { id: string; item: Item; sending: Sending; close: () => void }): ReactNode {
  const { words } = useSession()
  const [title, setTitle] = useState<Text>(item.title)
  const [minutes, setMinutes] = useState(String(item.minutes))
  return (
    <form onSubmit={(event) => {
      event.preventDefault()
      void send('reviseAgendaItem', { item: id, title: written(title), minutes: Number(minutes) }).then((done) => { if (done) close() })
    }}>
      <EveryLanguage label={words.agenda.itemTitle} value={title} onChange={setTitle} rows={1} />
      <Words label={words.agenda.minutesAllotted} value={minutes} onChange={setMinutes} rows={1} />
      <button type="submit" className="press primary" disabled={pending || !isMinutes(minutes)}>{words.agenda.revise}</button>
    </form>
  )
}

/** One more item, before adoption. */
export function AddItem(): ReactNode {
  const { words } = useSession()
  const [number, setNumber] = useState('')
  const [title, setTitle] = useState<Text>({})
  const [minutes, setMinutes] = useState('15')
  return (
    <AskFirst does="addAgendaItem" title={words.agenda.addItem} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        const item = { item: `item-${number.trim()}`, number: number.trim(), title: written(title), minutes: Number(minutes) }
        void send('addAgendaItem', item).then((done) => { if (done) { setTitle({}); setNumber(''); close() } })
      }}>
        <Words label={words.agenda.number} value={number} onChange={setNumber} rows={1} />
        <EveryLanguage label={words.agenda.itemTitle} value={title} onChange={setTitle} rows={1} />
        <Words label={words.agenda.minutesAllotted} value={minutes} onChange={setMinutes} rows={1} />
        <button type="submit" className="press primary" disabled={pending || !isMinutes(minutes)}>{words.agenda.addItem}</button>
      </form>
    )}>{words.agenda.addItem}</AskFirst>
  )
}

/** Whether it is a number at all; how many minutes there may be, the rules say. */
function isMinutes(said: string): boolean {
  return /^\d{1,9}$/.test(said.trim())
}
