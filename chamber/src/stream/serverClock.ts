/** The server's time, from what it says of it: the median of the last offsets, so that one slow message moves nothing. */
const KEPT = 15

export class ServerClock {
  private offsets: number[] = []
  private median = 0

  constructor(private readonly local: () => number = monotonic) {}

  /** The server said at this moment that its time was `now`. */
  heard(now: string): void {
    this.offsets = [...this.offsets, Date.parse(now) - this.local()].slice(-KEPT)
    const sorted = [...this.offsets].sort((a, b) => a - b)
    const middle = Math.floor(sorted.length / 2)
    const upper = sorted[middle] ?? 0
    this.median = sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
  }

  /** Forget what was heard before a sleep or a long silence. */
  restart(): void {
    this.offsets = []
  }

  /** Milliseconds since 1970, by the server. */
  readonly now = (): number => this.local() + this.median
}

/** Does not jump when somebody sets this machine's clock. */
export function monotonic(): number {
  return performance.timeOrigin + performance.now()
}
