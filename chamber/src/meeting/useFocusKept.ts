import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/**
 * A patch may take away the control that has the focus. Then the focus goes to the first control of the same region,
 * and never to nowhere. `turn` is whatever changes with each patch.
 */
export function useFocusKept(main: RefObject<HTMLElement | null>, turn: number): void {
  const last = useRef<{ element: Element; region: Element | null }>(undefined)
  useEffect(() => {
    const remember = ({ target }: FocusEvent): void => {
      if (target instanceof Element) last.current = { element: target, region: target.closest('[data-region]') }
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [])
  useLayoutEffect(() => {
    const { activeElement } = document
    if (last.current === undefined || (activeElement !== null && activeElement !== document.body)) return
    const { element, region } = last.current
    if (element.isConnected) return
    const near = region?.isConnected === true ? region : main.current
    const control = near?.querySelector<HTMLElement>('button.press:not(.seat-of)') ?? near
    if (control instanceof HTMLElement) control.focus()
  }, [turn, main])
}
