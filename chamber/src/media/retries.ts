const PAUSES = [0, 100, 300, 700, 1000]
/** After a first try that is generous to a slow line, short ones: what was sent into a dead line is not waited for. */
const CONNECTS = [5000, 2000, 2000, 2000]

/** Milliseconds before trying for the `tries`-th time again (from 0); it never ends while the tab is open. */
export function pauseBefore(tries: number): number {
  return PAUSES[Math.min(tries, PAUSES.length - 1)] ?? 1000
}

/** Milliseconds that the `tries`-th try (from 0) has for its signalling; every fourth is for a slow line again. */
export function connectsWithin(tries: number): number {
  return CONNECTS[tries % CONNECTS.length] ?? 5000
}
