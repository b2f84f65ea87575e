import { type RefObject, useEffect, useRef } from 'react'
import { permissionOf } from '../controls/permission'
import { useSession } from '../stream/context'
import type { Before } from '../stream/view'

const ENOUGH = 0.5
/** Milliseconds after which what did not get through is said again: the meeting waits for it. */
const AGAIN = 3000

/**
 * Tells the meeting that this delegation's screen shows the text, and only when it does: in a visible tab, at least half
 * of the paper (or of the window) is to be seen. That is a fact about a screen, not consent.
 */
export function useConfirmed(paper: RefObject<HTMLElement | null>, before: Before): void {
  const { view, act } = useSession()
  const may = permissionOf(view.acts, 'decisions.confirm_text') === true
  const acting = useRef(act)
  useEffect(() => { acting.current = act }, [act])
  const { text, version } = before
  useEffect(() => {
    const element = paper.current
    if (!may || element === null) return undefined
    let told = false
    let seen = false
    const tell = (): void => {
      if (told || !seen || document.visibilityState !== 'visible') return
      told = true
      acting.current('confirmText', { text, version }).catch(() => {
        told = false
        setTimeout(tell, AGAIN)
      })
    }
    const observer = new IntersectionObserver((entries) => {
      seen = entries.some(isShown)
      tell()
    }, { threshold: [0, 0.25, ENOUGH, 0.75, 1] })
    observer.observe(element)
    document.addEventListener('visibilitychange', tell)
    return () => {
      // A try that is still under way may fail after this, and is then over too.
      seen = false
      observer.disconnect()
      document.removeEventListener('visibilitychange', tell)
    }
  }, [may, paper, text, version])
}

/** Half of it, or half of the window full of it. */
export function isShown({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry): boolean {
  if (!isIntersecting) return false
  return intersectionRatio >= ENOUGH || (rootBounds !== null && intersectionRect.height >= rootBounds.height * ENOUGH)
}
