import type { ReactNode } from 'react'
import { useSession } from '../stream/context'
import type { Clock } from '../stream/view'
import { duration, leftOf, leftShown, length, spentOf } from '../words/times'
import { useNow } from '../words/useNow'

export type Nearness = 'ample' | 'soon' | 'last' | 'over'

/** How near the end is, by the meeting's own warnings (seconds before it), and the seconds of the last that has come. */
export function warningAt(left: number, warnings: readonly number[]): { near: Nearness; at: number } {
  const come = warnings.filter((one) => left <= one * 1000)
  const at = Math.min(...come)
  if (left <= 0) return { near: 'over', at: 0 }
  if (come.length === 0) return { near: 'ample', at }
  return { near: come.length === warnings.length && warnings.length > 1 ? 'last' : 'soon', at }
}

const SHAPES: Readonly<Record<Exclude<Nearness, 'ample'>, string>> = { soon: '◔', last: '▲', over: '■' }

/** Time left as number and bar; that it runs out is told by a word and a shape, not by colour alone. */
export function TimeLeft({ clock, what, stands }: { clock: Clock; what: string; stands?: string | undefined }): ReactNode {
  const { view, words, language } = useSession()
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
  const { near, at } = warningAt(left, view.rules.warnings)
  const share = Math.max(0, Math.min(1, left / (clock.limit * 1000)))
  return (
    <div className="time-left" data-warning={near} data-stands={stands !== undefined || undefined}>
      <p className="number" role="timer">{leftShown(left)}</p>
      <p className="of">{left > 0 ? words.floor.leftOf(duration(clock.limit * 1000)) : words.floor.overOf(duration(clock.limit * 1000))} · {what}</p>
      <div className="gauge" aria-hidden="true"><span style={{ transform: `scaleX(${share})` }} /></div>
      {stands !== undefined && <p className="stands"><span aria-hidden="true">❚❚ </span>{stands}</p>}
      {stands === undefined && near !== 'ample' && (
        <p className={`warning ${near}`}><span aria-hidden="true">{SHAPES[near]} </span>{near === 'soon' ? words.floor.lessThan(length(at, language)) : words.floor.warnings[near]}</p>
      )}
    </div>
  )
}
