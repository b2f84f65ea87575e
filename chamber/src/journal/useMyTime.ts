import { useEffect, useRef } from 'react'
import { type Warning, warningAt } from '../floor/TimeLeft'
import { useSession } from '../stream/context'
import { leftOf } from '../words/times'
import { useNow } from '../words/useNow'

/** Tells me, while I speak, when the last minute and the last seconds begin and when my time is over; each once a turn. */
export function useMyTime(announce: (words: string) => void): void {
  const { view, person, words } = useSession()
  const now = useNow()
  const turn = view.floor.holder?.speaker === person ? view.floor.holder : undefined
  const left = turn === undefined ? undefined : leftOf(turn.clock, now)
  const warning: Warning = left === undefined ? 'ample' : warningAt(left, view.rules.warnings)
  const told = useRef<Warning>('ample')
  useEffect(() => {
    const before = told.current
    told.current = warning
    if (warning === before || warning === 'ample') return
    announce({ minute: words.announce.minuteLeft, seconds: words.announce.secondsLeft, over: words.announce.timeOver }[warning])
  }, [warning, announce, words])
}
