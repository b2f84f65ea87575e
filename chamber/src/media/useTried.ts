import { useSyncExternalStore } from 'react'
import type { Tried, TriedNow } from './tried'

export function useTried(tried: Tried): TriedNow {
  return useSyncExternalStore(tried.subscribe, tried.current)
}
