import type { ReactNode } from 'react'
import { useSession } from '../stream/context'
import type { Clock } from '../stream/view'
import { duration, leftOf, leftShown, spentOf } from '../words/times'
import { useNow } from '../words/useNow'

export type Warning = 'ample' | 'minute' | 'seconds' | 'over'

/** How near the end is, by the meeting's own warnings (seconds, the larger first). */
export function warningAt(left: number, warnings: readonly number[]): Warning {
  const [minute = 60, seconds = 10] = [...warnings].sort((a, b) => b - a)
  if (left <= 0) return 'over'
  if (left <= seconds * 1000) return 'seconds'
  return left <= minute * 1000 ? 'minute' : 'ample'
}

/** Time left as number and bar; that it runs out is told by a word and a shape, not by colour alone. */
export function TimeLeft({ clock, what, stands }: { clock: Clock; what: string; stands?: string | undefined }): ReactNode {
  const { view, words } = useSession()
  const now = useNow()
  const left = leftOf(clock, now)
  if (left === undefined || clock.limit === undefined) {
    return (
      <div className="time-left free">
        <p className="number" role="timer">{duration(spentOf(clock, now))}</p>
        <p className="of">{words.floor.noLimit} · {what}</p>
      </div>
    )
  }
  const warning = warningAt(left, view.rules.warnings)
  const share = Math.max(0, Math.min(1, left / (clock.limit * 1000)))
  return (
    <div className="time-left" data-warning={warning} data-stands={stands !== undefined || undefined}>
      <p className="number" role="timer">{leftShown(left)}</p>
      <p className="of">{left > 0 ? words.floor.leftOf(duration(clock.limit * 1000)) : words.floor.overOf(duration(clock.limit * 1000))} · {what}</p>
      <div className="gauge" aria-hidden="true"><span style={{ transform: `scaleX(${share})` }} /></div>
      {stands !== undefined && <p className="stands"><span aria-hidden="true">❚❚ </span>{stands}</p>}
      {stands === undefined && warning !== 'ample' && (
        <p className={`warning ${warning}`}><span aria-hidden="true">{warning === 'minute' ? '◔ ' : warning === 'seconds' ? '▲ ' : '■ '}</span>{words.floor.warnings[warning]}</p>
      )}
    </div>
  )
}
