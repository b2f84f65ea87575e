import type { ReactNode } from 'react'
import { SoundBadge } from '../media/SoundStates'
import { useSession } from '../stream/context'
import { Hour } from '../words/Hour'
import { Said } from '../words/Said'
import { at, hourWithSeconds, zoneMark, zoneName } from '../words/times'
import { useNow } from '../words/useNow'
import { TakeSeat } from '../delegations/TakeSeat'
import { Leave } from './Leave'
import { Settings } from './Settings'
import { useHeightTold } from './useHeightTold'

/** What meeting this is, where it stands, and what time it is. */
export function Head(): ReactNode {
  const { view, words, link, lookingOn } = useSession()
  const { meeting, agenda } = view
  const item = agenda.current === undefined ? undefined : agenda.items[agenda.current]
  const place = useHeightTold('--head')
  const tops = agenda.order.filter((id) => agenda.items[id]?.parent === undefined).length
  return (
    <header ref={place} className="head">
      <div className="title">
        <h1><Said text={meeting.title} /></h1>
        <p className="item">
          {item === undefined
            ? words.phases[meeting.phase]
            : <><span className="number">{item.parent === undefined ? words.head.itemOf(item.number, tops) : words.agenda.item(item.number)}</span> <Said text={item.title} /></>}
        </p>
      </div>
      <ul className="badges">
        {meeting.rehearsal && <li className="badge rehearsal">{words.head.rehearsal}</li>}
        <li className={`badge link ${link}`}>{words.link.state[link]}</li>
        {lookingOn > 0 && <li className="badge looking-on" title={words.head.lookingOnMeans}>{words.head.lookingOn(lookingOn)}</li>}
        <SoundBadge />
        {item?.opened !== undefined && meeting.phase !== 'closed' && <ItemEnds opened={item.opened} minutes={item.minutes} spent={item.spent} />}
        {meeting.phase !== 'closed' && <MeetingClock />}
      </ul>
      <TakeSeat />
      <Leave />
      <Settings />
    </header>
  )
}

function ItemEnds({ opened, minutes, spent }: { opened: string; minutes: number; spent: number }): ReactNode {
  const { words } = useSession()
  const now = useNow(10_000)
  if (minutes === 0) return null
  const end = at(opened) + minutes * 60_000 - spent
  return <li className="badge ends">{now > end ? words.head.itemEnded : words.head.itemEnds} <Hour at={end} /></li>
}

function MeetingClock(): ReactNode {
  const { view, language } = useSession()
  const now = useNow()
  const { zone } = view.meeting
  return (
    <li className="badge clock">
      <time dateTime={new Date(now).toISOString()} title={zoneName(now, zone, language)}>{hourWithSeconds(now, zone, language)}</time>
      <span className="zone">{zoneMark(now, zone)}</span>
    </li>
  )
}
