import type { Verdict } from './ladder'

/** Milliseconds without anything: on a line with a voice something comes every few hundredths of a second. */
const NOTHING = 700
/** Milliseconds after which what is told of a line is no longer of the time without one. */
const OVER = 3000

/**
 * A line that was away for a moment is not a full one, on which something still comes: what is seen of it then says nothing
 * of how much it carries.
 */
export class Away {
  private came: number | undefined
  private grew = 0
  private last = -Infinity

  /** One look at `at` milliseconds; `came` is all that has come on the line so far, undefined where nothing can be told. */
  look(came: number | undefined, at: number): void {
    if (came === undefined) return
    if (came !== this.came) {
      this.came = came
      this.grew = at
    } else if (at - this.grew > NOTHING) {
      this.last = at
    }
  }

  /** What is left of a verdict: whatever was bad is not known to be so. */
  fair(verdict: Verdict, at: number): Verdict {
    return at - this.last < OVER && verdict !== 'well' ? 'unknown' : verdict
  }
}
