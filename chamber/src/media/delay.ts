import { MANY_LOST } from './narrow'

const LOOKED_BACK = 60
/** Looks over which a share of lost packets is read: in one second a handful is chance. */
const LOOKS = 2
/** Milliseconds after which what less was sent or asked for shows. */
const SHOWS = 2000
/** What a step on a full line does: less than this part still waits, or as much less is lost. */
const STILL_WAITS = 0.8
const LESS_LOST = 0.08

/** Seconds of waiting, and the share of packets that was lost; each the greatest of both directions. */
interface Bad {
  waits: number
  loss: number
}

/**
 * The line's own delay: the least that was seen within the last minute. A delay that is new looks like a queue; but where
 * less was sent and as much waits and is lost as before, nothing of it is a queue of ours, and it is the line's own.
 */
export class Delay {
  private seen: number[] = []
  private losses: number[] = []
  private tried: { at: number; then: Bad } | undefined

  /** Seconds of waiting at `at` milliseconds, by the round trips that were measured and the shares that were lost now. */
  queued(rtts: readonly number[], losses: readonly number[], at: number): number | undefined {
    this.losses = [...this.losses, Math.max(0, ...losses)].slice(-LOOKS)
    if (rtts.length === 0) return undefined
    const rtt = Math.max(...rtts)
    this.seen = [...this.seen, rtt].slice(-LOOKED_BACK)
    // What one of them measured before the step, the other one knows better.
    if (this.inVain(at, { waits: this.over(Math.min(...rtts)), loss: this.loss })) this.seen = [rtt]
    return this.over(rtt)
  }

  /** Less is sent or asked for from now on, since so much waited. */
  less(waits: number | undefined, at: number): void {
    this.tried ??= { at, then: { waits: waits ?? 0, loss: this.loss } }
    this.losses = []
  }

  /** Whether what was tried shows by now, and has changed nothing. */
  private inVain(at: number, { waits, loss }: Bad): boolean {
    if (this.tried === undefined || at - this.tried.at < SHOWS) return false
    const { then } = this.tried
    this.tried = undefined
    return waits > 0 && waits >= STILL_WAITS * then.waits && loss > then.loss - LESS_LOST && loss < MANY_LOST
  }

  private over(rtt: number): number {
    return Math.max(0, rtt - Math.min(...this.seen))
  }

  private get loss(): number {
    return this.losses.length === 0 ? 0 : this.losses.reduce((one, other) => one + other, 0) / this.losses.length
  }
}
