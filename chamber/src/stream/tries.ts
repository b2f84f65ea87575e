const PAUSES = [200, 500, 1000, 2000, 3000]
/** Now and then a try has time for a slow line or a busy server; the others do not wait for what was sent into a dead line. */
const OPENS = [4500, 1500, 1500, 1500]
const SHORTEST = 100
const EVERY = 1000

/** Milliseconds; of all whose lines were lost at once, some come a little sooner than others. */
export function pauseBefore(failures: number, chance = Math.random()): number {
  return (PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 3000) * (0.5 + chance)
}

/** Milliseconds after a try that took so many and got no answer from anybody: it costs nobody anything to ask each second. */
export function pauseWithoutAnswer(took: number, chance = Math.random()): number {
  return Math.max(SHORTEST, EVERY - took) * (0.5 + chance)
}

/** Milliseconds that a try has until its answer begins, after so many that had none. */
export function opensWithin(failures: number): number {
  return OPENS[failures % OPENS.length] ?? 4500
}
