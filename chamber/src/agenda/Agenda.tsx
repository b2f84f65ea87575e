import type { ReactNode } from 'react'
import { Act } from '../controls/Act'
import { useSession } from '../stream/context'
import type { Item } from '../stream/view'
import { Hour } from '../words/Hour'
import { Said } from '../words/Said'
import { duration, expected } from '../words/times'
import { useNow } from '../words/useNow'
import { AddItem, ReviseItem } from './Draft'

/** The items in the order of the paper, with when those to come can be expected. */
export function Agenda(): ReactNode {
  const { view, words } = useSession()
  const { agenda } = view
  return (
    <section aria-label={words.tabs.agenda}>
      <h2>{words.agenda.title}</h2>
      <p className={`open-mark ${agenda.adopted === undefined ? 'closed' : 'open'}`}>{agenda.adopted === undefined ? words.agenda.provisional : words.agenda.adopted}</p>
      {agenda.adopted === undefined && <div className="row-acts"><Act does="adoptAgenda" body={{}} tone="primary">{words.agenda.adopt}</Act></div>}
      <ol className="items">
        {agenda.order.map((id) => {
          const item = agenda.items[id]
          return item === undefined ? null : <Row key={id} id={id} item={item} />
        })}
      </ol>
      {agenda.adopted === undefined && <AddItem />}
    </section>
  )
}

/** Taking an item up and leaving it; before the meeting is open there is nothing to take up. */
function Taking({ id, item }: { id: string; item: Item }): ReactNode {
  const { words } = useSession()
  return (
    <>
      {item.status === 'open'
        ? <Act does="closeAgendaItem" body={{}}>{words.agenda.closeItem}</Act>
        : <Act does="openAgendaItem" target={id} body={{ item: id }}>{item.status === 'to_come' ? words.agenda.open : words.agenda.returnTo}</Act>}
      {(item.status === 'open' || item.status === 'to_come') && <Act does="postponeAgendaItem" target={id} body={{ item: id }}>{words.agenda.postpone}</Act>}
    </>
  )
}

function Row({ id, item }: { id: string; item: Item }): ReactNode {
  const { view, words } = useSession()
  const now = useNow(10_000)
  return (
    <li data-status={item.status} data-sub={item.parent !== undefined || undefined} aria-current={item.status === 'open' ? 'step' : undefined}>
      <span className="place">{item.number}</span>
      <div className="who">
        <p className="name"><Said text={item.title} /></p>
        <p className="kind">
          {words.agenda.status[item.status]} · {words.agenda.minutes(item.minutes)}
          {item.spent > 0 && ` · ${words.agenda.spent(duration(item.spent))}`}
        </p>
      </div>
      {item.status === 'to_come' && item.due !== undefined && <Hour at={expected(item.due, now)} />}
      <div className="row-acts">
        {view.meeting.phase === 'open' && <Taking id={id} item={item} />}
        {view.agenda.adopted === undefined && (
          <>
            <ReviseItem id={id} item={item} />
            <Act does="removeAgendaItem" target={id} body={{ item: id }}>{words.agenda.remove}</Act>
          </>
        )}
      </div>
    </li>
  )
}
