/** What one look says of a line: more is sent on it than it carries, it carries what is sent, or nothing can be told. */
export type Verdict = 'far_too_much' | 'too_much' | 'well' | 'unknown'

const BAD_LOOKS = 2
/** Milliseconds in which what is seen is still what was sent before the last step. */
const SETTLES = 2000
/** Far too much twice within so many milliseconds is no hiccup. */
const NO_HICCUP = 3000
/** Milliseconds without complaint after which more is tried; twice as long after each trial that failed. */
const FIRST_WAIT = 10_000
const LONGEST_WAIT = 160_000
/** Milliseconds between two steps up as long as nothing speaks against it. */
const NEXT_WAIT = 2000
/** Milliseconds for which a step up is on trial; after as long at the top a failed one is forgotten. */
const TRIAL = 15_000
const FORGOTTEN = 60_000

/**
 * Steps from everything (0) down to `lowest`: down within a few looks, up only after a while, and ever more seldom on a
 * line that never carries more. Where far too much is sent it goes down to `safe` at once: while a line is full, whatever
 * else has to get through it is lost.
 */
export class Ladder {
  step = 0
  private bad = 0
  private since: number | undefined
  private flooded: number | undefined
  private settled = 0
  private wait = FIRST_WAIT
  private raised: number | undefined
  private climbs = false
  private failed = false

  constructor(private readonly lowest: number, private readonly safe = lowest) {}

  /** One look a second or so, at `at` milliseconds; returns whether the step is another one now. */
  look(verdict: Verdict, at: number): boolean {
    if (verdict === 'far_too_much' && this.floods(at)) {
      if (this.onTrial(at)) return this.down(this.step + 1, at)
      // Of what was sent before the leap nothing more follows; but a trial that failed is followed by what it sent.
      if (this.step < this.safe && (at >= this.settled || !this.failed)) return this.down(this.safe, at)
    }
    if (at < this.settled) return false
    if (verdict === 'unknown') {
      this.bad = 0
      this.since = undefined
      return false
    }
    if (verdict === 'well') return this.well(at)
    this.since = undefined
    this.bad += verdict === 'far_too_much' ? BAD_LOOKS : 1
    return this.bad >= BAD_LOOKS && this.down(this.step + 1, at)
  }

  /** Whether this is not the first such look. */
  private floods(at: number): boolean {
    const before = this.flooded
    this.flooded = at
    return before !== undefined && at - before < NO_HICCUP
  }

  private onTrial(at: number): boolean {
    return this.raised !== undefined && at - this.raised <= TRIAL
  }

  private well(at: number): boolean {
    this.bad = 0
    this.since ??= at
    const calm = at - this.since
    if (this.step === 0) {
      if (calm >= FORGOTTEN) this.wait = FIRST_WAIT
      return false
    }
    if (calm < (this.climbs ? NEXT_WAIT : this.wait)) return false
    this.climbs = true
    this.raised = at
    return this.to(this.step - 1, at)
  }

  private down(step: number, at: number): boolean {
    if (this.step === this.lowest) return false
    this.failed = this.onTrial(at)
    if (this.failed) this.wait = Math.min(2 * this.wait, LONGEST_WAIT)
    this.raised = undefined
    this.climbs = false
    return this.to(step, at)
  }

  private to(step: number, at: number): boolean {
    this.step = step
    this.settled = at + SETTLES
    this.bad = 0
    this.since = undefined
    return true
  }
}
