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

/** What follows at once takes the place of nothing that is still to be read. */
const KEPT = 4

interface Line {
  n: number
  said: string
}

/** One polite live region for the floor, one assertive for what concerns me. */
export function WithLiveRegions({ children }: { children: ReactNode }): ReactNode {
  const { view, person, words, say } = useSession()
  const [polite, sayPolitely] = useLines()
  const [assertive, announce] = useLines()
  const before = useRef<View>(view)
  useMyTime(announce)
  useEffect(() => {
    const found = announcements(before.current, view, person, words, say)
    before.current = view
    found.floor.forEach(sayPolitely)
    found.me.forEach(announce)
  }, [view, person, words, say, sayPolitely, announce])
  return (
    <Announce value={announce}>
      {children}
      <div className="for-readers" role="status" aria-live="polite" aria-atomic="false" data-live="floor"><Lines lines={polite} /></div>
      <div className="for-readers" role="alert" aria-live="assertive" aria-atomic="false" data-live="me"><Lines lines={assertive} /></div>
    </Announce>
  )
}

function useLines(): [readonly Line[], (said: string) => void] {
  const [lines, setLines] = useState<readonly Line[]>([])
  const add = useCallback((said: string) => setLines((all) => [...all, { n: (all.at(-1)?.n ?? 0) + 1, said }].slice(-KEPT)), [])
  return [lines, add]
}

/** Each is an element of its own, which a screen reader reads when it comes, also where the same was said before. */
function Lines({ lines }: { lines: readonly Line[] }): ReactNode {
  return lines.map(({ n, said }) => <p key={n}>{said}</p>)
}
