import type { ReactNode } from 'react'
import { useSession } from '../stream/context'
import { hour, zoneMark } from './times'

/** A time of day with its zone. */
export function Hour({ at }: { at: number }): ReactNode {
  const { view, language } = useSession()
  const { zone } = view.meeting
  return (
    <time className="hour" dateTime={new Date(at).toISOString()}>
      {hour(at, zone, language)}<span className="zone"> {zoneMark(at, zone)}</span>
    </time>
  )
}
