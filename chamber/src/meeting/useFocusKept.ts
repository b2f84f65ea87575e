import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/**
 * A patch may take away the control that has the focus. Then the focus goes to the first control of the same region, from
 * a dialog to the bar, and never to nowhere. `turn` is whatever changes with each patch.
 */
export function useFocusKept(main: RefObject<HTMLElement | null>, turn: number): void {
  const last = useRef<{ element: Element; region: Element | null; asked: boolean }>(undefined)
  useEffect(() => {
    const remember = ({ target }: FocusEvent): void => {
      if (target instanceof Element) last.current = { element: target, region: target.closest('[data-region]'), asked: target.closest('[role=dialog]') !== null }
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [])
  const keep = (): void => {
    const { activeElement } = document
    if (last.current === undefined || (activeElement !== null && activeElement !== document.body)) return
    const { element, region, asked } = last.current
    if (element.isConnected) return
    if (asked) { focusBar(); return }
    const near = region?.isConnected === true ? region : main.current
    const control = near?.querySelector<HTMLElement>('button.press:not(.seat-of)') ?? near
    if (control instanceof HTMLElement) control.focus()
  }
  useLayoutEffect(keep, [turn, main])
  // While a dialog is open all else is inert, until the effects after its end.
  useEffect(keep, [turn, main])
}

/** When a dialog has ended and given the focus back: to the bar where it lies nowhere, or `anyway`. */
export function focusBarAfter(anyway: boolean): void {
  const look = (): void => { if (anyway || document.activeElement === document.body) focusBar() }
  requestAnimationFrame(() => requestAnimationFrame(look))
}

/** The main act of the bar, else its first, else the stage: from there each key acts. */
export function focusBar(): void {
  const bar = document.querySelector('.bar')
  const act = bar?.querySelector<HTMLElement>('.acts .press.primary') ?? bar?.querySelector<HTMLElement>('.press')
  // A closed meeting has no act.
  const place = act ?? document.querySelector('main')
  place?.focus()
}
