import { useEffect, useState } from 'react'
import { useSession } from '../stream/context'

/** The server's time, renewed as each of its seconds (or other step) begins, so that all clocks of a chamber turn together. */
export function useNow(step = 1000): number {
  const { serverNow } = useSession()
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const turn = (): void => {
      const at = serverNow()
      setNow(at)
      // A little after the boundary, so that a timer that fires early does not show the second before.
      timer = setTimeout(turn, step - (at % step) + 8)
    }
    turn()
    return () => clearTimeout(timer)
  }, [serverNow, step])
  return now
}
