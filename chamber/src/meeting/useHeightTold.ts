import { type RefObject, useEffect, useRef } from 'react'

/** On a phone the head and the bar lie over the chamber, which has to know how high they are. */
export function useHeightTold(as: '--head' | '--bar'): RefObject<HTMLElement | null> {
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    const told = place.current
    if (told === null) return undefined
    const seen = new ResizeObserver(() => told.parentElement?.style.setProperty(as, `${told.offsetHeight}px`))
    seen.observe(told)
    return () => seen.disconnect()
  }, [as])
  return place
}
