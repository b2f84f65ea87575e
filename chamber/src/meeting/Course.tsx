import type { ReactNode } from 'react'
import { Act } from '../controls/Act'
import { permissionOf } from '../controls/permission'
import { useSession } from '../stream/context'

/** The one next step of the meeting's course that is possible now, large: open, resume, adopt the agenda, open the next item. */
export function Course(): ReactNode {
  const { view, words, say } = useSession()
  const { acts, agenda, meeting } = view
  if (meeting.phase === 'scheduled') return <Act does="openMeeting" body={{}} tone="primary">{words.meeting.open}</Act>
  if (meeting.phase === 'suspended') return <Act does="resumeMeeting" body={{}} tone="primary">{words.meeting.resume}</Act>
  if (meeting.phase === 'closed' || agenda.current !== undefined) return null
  if (agenda.adopted === undefined && permissionOf(acts, 'agenda.adopt_agenda') === true) {
    return <Act does="adoptAgenda" body={{}} tone="primary">{words.agenda.adopt}</Act>
  }
  const next = agenda.order.find((id) => agenda.items[id]?.status === 'to_come' && permissionOf(acts, 'agenda.open_agenda_item', id) === true)
  const item = next === undefined ? undefined : agenda.items[next]
  if (next === undefined || item === undefined) return null
  return (
    <Act does="openAgendaItem" target={next} body={{ item: next }} tone="primary" label={`${words.agenda.openItem(item.number)}: ${say(item.title)}`}>
      {words.agenda.openItem(item.number)}
    </Act>
  )
}
