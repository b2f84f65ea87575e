const PAUSES = [0, 100, 300, 700, 1000]

/** Milliseconds before trying for the `tries`-th time again (from 0); it never ends while the tab is open. */
export function pauseBefore(tries: number): number {
  return PAUSES[Math.min(tries, PAUSES.length - 1)] ?? 1000
}
