import { createContext, type KeyboardEvent, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { type Action, actionFor, GIVEN, keepKeys, type Keys, keptKeys } from './keys'

interface KeysInUse {
  keys: Keys
  change: (keys: Keys) => void
  keyOf: (action: Action) => string | undefined
  /** For a landmark: what is pressed inside it presses the button that carries the action. */
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

const InUse = createContext<KeysInUse>({ keys: GIVEN, change: () => undefined, keyOf: () => undefined, onKeyDown: () => undefined })

export function useKeys(): KeysInUse {
  return useContext(InUse)
}

export function WithKeys({ children }: { children: ReactNode }): ReactNode {
  const [keys, setKeys] = useState(keptKeys)
  const onKeyDown = useCallback((event: KeyboardEvent<HTMLElement>) => {
    // React lets events of dialogs, which are elsewhere in the page, rise through here.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return
    const action = actionFor(keys, event.nativeEvent)
    const button = action === undefined ? null : document.querySelector<HTMLElement>(`[data-action="${action}"]`)
    if (button === null) return
    event.preventDefault()
    button.click()
  }, [keys])
  const inUse = useMemo(() => ({
    keys,
    change: (changed: Keys) => { keepKeys(changed); setKeys(changed) },
    keyOf: (action: Action) => (keys.on ? keys.of[action] : undefined),
    onKeyDown,
  }), [keys, onKeyDown])
  return <InUse value={inUse}>{children}</InUse>
}
