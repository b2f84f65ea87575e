import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { useSession } from '../stream/context'
import type { View } from '../stream/view'
import { announcements } from './announcements'
import { useMyTime } from './useMyTime'

const Announce = createContext<(words: string) => void>(() => undefined)

/** Says something that concerns me to my screen reader, at once. */
export function useAnnounce(): (words: string) => void {
  return useContext(Announce)
}

/** One polite live region for the floor, one assertive for what concerns me. */
export function WithLiveRegions({ children }: { children: ReactNode }): ReactNode {
  const { view, person, words, say } = useSession()
  const [polite, setPolite] = useState('')
  const [assertive, setAssertive] = useState('')
  const before = useRef<View>(view)
  const announce = useCallback((said: string) => setAssertive(said), [])
  useMyTime(announce)
  useEffect(() => {
    const found = announcements(before.current, view, person, words, say)
    before.current = view
    if (found.floor.length > 0) setPolite(found.floor.join(' '))
    if (found.me.length > 0) setAssertive(found.me.join(' '))
  }, [view, person, words, say])
  return (
    <Announce value={announce}>
      {children}
      <div className="for-readers" role="status" aria-live="polite" data-live="floor">{polite}</div>
      <div className="for-readers" role="alert" aria-live="assertive" data-live="me">{assertive}</div>
    </Announce>
  )
}
