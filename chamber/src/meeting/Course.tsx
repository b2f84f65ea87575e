import type { ReactNode } from 'react'
import { Act } from '../controls/Act'
import { permissionOf } from '../controls/permission'
import { useSession } from '../stream/context'

/** The one next step of the meeting's course, large: open, resume, open the next item, adopt the agenda; or close the item. */
export function Course(): ReactNode {
  const { view, words } = useSession()
  const { agenda, meeting } = view
  if (meeting.phase === 'scheduled') return <Act does="openMeeting" body={{}} tone="primary">{words.meeting.open}</Act>
  if (meeting.phase === 'suspended') return <Act does="resumeMeeting" body={{}} tone="primary">{words.meeting.resume}</Act>
  if (meeting.phase === 'closed') return null
  return agenda.current === undefined ? <NextItem /> : <ThisItem item={agenda.current} />
}

function NextItem(): ReactNode {
  const { view, words, say } = useSession()
  const { acts, agenda } = view
  const next = agenda.order.find((id) => agenda.items[id]?.status === 'to_come' && permissionOf(acts, 'agenda.open_agenda_item', id) === true)
  const item = next === undefined ? undefined : agenda.items[next]
  if (next === undefined || item === undefined) return agenda.adopted === undefined ? <Adopt /> : null
  return (
    <Act does="openAgendaItem" target={next} body={{ item: next }} tone="primary" label={`${words.agenda.openItem(item.number)}: ${say(item.title)}`}>
      {words.agenda.openItem(item.number)}
    </Act>
  )
}

/** Under the last item that may come before the agenda is adopted, that is what the meeting is at. */
function ThisItem({ item }: { item: string }): ReactNode {
  const { view, words } = useSession()
  const { agenda, floor } = view
  const items = agenda.order.map((id) => agenda.items[id])
  const last = agenda.adopted === undefined && !items.some((other) => other?.preliminary === true && other.status === 'to_come')
  if (last) return <Adopt />
  const waits = (floor.lists[item]?.order.length ?? 0) > 0 || floor.holder !== undefined || floor.point !== undefined || view.before !== undefined
  return waits ? null : <Act does="closeAgendaItem" body={{}} tone="primary">{words.agenda.closeItem}</Act>
}

function Adopt(): ReactNode {
  const { words } = useSession()
  return <Act does="adoptAgenda" body={{}} tone="primary">{words.agenda.adopt}</Act>
}
