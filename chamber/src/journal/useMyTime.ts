import { useEffect, useRef } from 'react'
import { warningAt } from '../floor/TimeLeft'
import { useSession } from '../stream/context'
import { leftOf, length } from '../words/times'
import { useNow } from '../words/useNow'

/** Tells me, while I speak, each warning of the meeting's rules and that my time is over; each once a turn. */
export function useMyTime(announce: (words: string) => void): void {
  const { view, person, words, language } = useSession()
  const now = useNow()
  const turn = view.floor.holder?.speaker === person ? view.floor.holder : undefined
  const left = turn === undefined ? undefined : leftOf(turn.clock, now)
  const { near, at } = warningAt(left ?? Infinity, view.rules.warnings)
  const told = useRef(Infinity)
  useEffect(() => {
    const before = told.current
    told.current = at
    if (at === before || near === 'ample') return
    const { timeLeft, secondsLeft, timeOver } = words.announce
    announce({ soon: timeLeft(length(at, language)), last: secondsLeft, over: timeOver }[near])
  }, [near, at, announce, words, language])
}
