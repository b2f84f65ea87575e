import type { Chamber } from '../stream/chamber'
import type { Look } from './measuring'

/** Milliseconds of one look to the next. */
export const FELT_EVERY = 250
/** A gap is judged by those of so many milliseconds before it: what came until now says what should come. */
const REMEMBERED = 10_000
/** Milliseconds more than the longest of those gaps, before it is asked whether the server can be reached, and before it is believed. */
const ASKED_AFTER = 200
const BELIEVED_AFTER = 500
const SHORTEST = 1000
/** Browsers check a quiet line every 2.5 s: who only listens to somebody who fell silent hears nothing else. */
const CHECKED_WITHIN = 2900
/** A hint that the network has changed is worth something for so long. */
const DOUBTED_FOR = 4000

interface Gap { ended: number; lasted: number }

/**
 * Sooner than a line is lost: nothing came for longer than it is used to, and the server can be reached all the same. Then
 * media have lost their way (another address, another firewall) and will not find it by waiting, as they do after a moment
 * without any line. `dead` is said once; the next time only after something came.
 */
export class Pulse {
  private last: Look | undefined
  private gaps: Gap[] = []
  private mine = false
  private doubted = -Infinity
  private asking = false
  private reached = false
  private said = false

  constructor(private readonly reaches: () => Promise<boolean>, private readonly dead: () => void) {}

  /** Another connection: what was felt before says nothing of it. */
  anew(): void {
    this.last = undefined
    this.gaps = []
    this.reached = this.said = false
  }

  /** The stream broke, or the browser says that it is on another network. */
  doubt(at: number): void {
    this.doubted = at
  }

  /** `mine`: my own microphone is open, so that its receiver's reports come whatever others do. */
  feel(now: Look, mine: boolean): void {
    if (mine !== this.mine) this.anew()
    this.mine = mine
    const { last } = this
    if (last?.came === now.came) {
      this.judge(now.at - last.at, now.at)
      return
    }
    // What was said dead and came back by being found anew is no gap that this line is used to.
    if (last !== undefined && !this.said) this.gaps = [...this.gaps, { ended: now.at, lasted: now.at - last.at }]
    this.gaps = this.gaps.filter(({ ended }) => now.at - ended < REMEMBERED)
    this.last = now
    this.reached = this.said = false
  }

  private judge(silent: number, at: number): void {
    const longest = this.longest(at)
    if (longest === undefined || this.said) return
    if (this.reached && silent >= longest + BELIEVED_AFTER) {
      this.said = true
      this.dead()
    } else if (!this.reached && !this.asking && silent >= longest + ASKED_AFTER) {
      void this.ask(this.last)
    }
  }

  /** The longest gap that is nothing out of the ordinary; undefined as long as too little was felt. */
  private longest(at: number): number | undefined {
    if (this.gaps.length < 4) return undefined
    const seen = Math.max(SHORTEST - BELIEVED_AFTER, ...this.gaps.map(({ lasted }) => lasted))
    return this.mine || at - this.doubted < DOUBTED_FOR ? seen : Math.max(CHECKED_WITHIN - BELIEVED_AFTER, seen)
  }

  private async ask(since: Look | undefined): Promise<void> {
    this.asking = true
    const reached = await this.reaches()
    this.asking = false
    if (reached && this.last === since) this.reached = true
  }
}

const ASKED_WITHIN = 1000

/** Whether the server answers anything, soon. */
export async function answers(): Promise<boolean> {
  try {
    await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(ASKED_WITHIN) })
    return true
  } catch {
    return false
  }
}

/** Doubt when the stream breaks, or when the browser says that its network is another one; until the returned is called. */
export function doubtWhenMoved(pulse: Pulse, chamber: Chamber): () => void {
  const doubt = (): void => pulse.doubt(performance.now())
  const { connection } = navigator as { connection?: EventTarget }
  chamber.onBroken = doubt
  window.addEventListener('online', doubt)
  connection?.addEventListener('typechange', doubt)
  return () => {
    chamber.onBroken = () => undefined
    window.removeEventListener('online', doubt)
    connection?.removeEventListener('typechange', doubt)
  }
}
