/** What one look at a connection says of it; counters only grow while it lives. */
export interface Look {
  at: number
  packets: number
  lost: number
  /** Everything that came in on the connection, also answers to its checks. */
  came: number
  /** Seconds. */
  rtt: number
  jitter: number
}

/** In ms, and from 0 to 1, as the technician's panel shows it. */
export interface Quality {
  rtt: number
  loss: number
  jitter: number
}

export interface Row { type: string; [name: string]: unknown }

/** Reads a report of the browser; undefined where it says nothing of a connection. */
export function look(report: Iterable<readonly [string, unknown]>, at: number): Look | undefined {
  const rows = rowsOf(report)
  const pairs = rows.filter((row) => row.type === 'candidate-pair' && (row['nominated'] === true || row['selected'] === true))
  if (pairs.length === 0) return undefined
  const inbound = rows.filter((row) => row.type === 'inbound-rtp')
  return {
    at,
    packets: sum(inbound, 'packetsReceived'), lost: sum(inbound, 'packetsLost'),
    came: sum(pairs, 'bytesReceived') + sum(pairs, 'responsesReceived') + sum(pairs, 'requestsReceived') + sum(inbound, 'packetsReceived'),
    rtt: Math.max(...pairs.map((row) => number(row['currentRoundTripTime']))),
    jitter: Math.max(0, ...inbound.map((row) => number(row['jitter']))),
  }
}

export function quality(before: Look, now: Look): Quality {
  const came = Math.max(0, now.packets - before.packets)
  const lost = Math.max(0, now.lost - before.lost)
  return { rtt: now.rtt * 1000, loss: came + lost === 0 ? 0 : lost / (came + lost), jitter: now.jitter * 1000 }
}

/** Longer than this nothing at all came: the link is lost. Browsers check a quiet connection every 2.5 s. */
const SILENT_FOR = 4000

/** Tells a connection on which nothing comes any more from one on which nobody speaks. */
export class Flow {
  private grew: Look | undefined
  private longest = 0

  /** Whether anything still comes, by this look. */
  flows(now: Look): boolean {
    if (this.grew === undefined || now.came !== this.grew.came) {
      if (this.grew !== undefined) this.longest = Math.max(this.longest, now.at - this.grew.at)
      this.grew = now
      return true
    }
    // A browser that checks more seldom than others is given the time that it was seen to take.
    return now.at - this.grew.at < Math.max(SILENT_FOR, 1.5 * Math.min(this.longest, SILENT_FOR))
  }
}

export function rowsOf(report: Iterable<readonly [string, unknown]>): Row[] {
  return [...report].map(([, row]) => row as Row)
}

export function sum(rows: readonly Row[], name: string): number {
  return rows.reduce((total, row) => total + number(row[name]), 0)
}

export function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
