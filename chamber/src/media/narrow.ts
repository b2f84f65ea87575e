import { number, type Row, rowsOf, sum } from './measuring'
import type { Verdict } from './ladder'

/** What a line is given to carry; `bitrate` is that of the voice in bit/s, and RED sends each of its frames twice. */
export interface Sends {
  pictures: boolean
  /** The voice once more, for listeners whose own line is narrow. */
  thin: boolean
  bitrate: number
  red: boolean
}

/** Below this interpreters have less to work with than they need. */
export const STANDARD = 64_000

/**
 * What gives way, in this order: pictures, then what repeats the voice, then its detail; 20 to 30 kbit/s of packets come
 * on top of each. Before all this the browser itself sends its camera smaller, by its own estimate.
 */
export const STEPS: readonly [Sends, ...Sends[]] = [
  { pictures: true, thin: true, bitrate: 96_000, red: true },
  { pictures: false, thin: true, bitrate: 96_000, red: true },
  { pictures: false, thin: false, bitrate: 64_000, red: false },
  { pictures: false, thin: false, bitrate: 48_000, red: false },
  { pictures: false, thin: false, bitrate: 32_000, red: false },
  { pictures: false, thin: false, bitrate: 24_000, red: false },
]

/** Where most lines that are flooded by the first steps have room left. */
export const SAFE = 4

/** What is asked for of others, in the same way: all, no pictures, and of voices the thin ones. */
export const ASKS = { all: 0, noPictures: 1, thin: 2 } as const

/** Seconds above the line's own delay: what waits in a queue, and what nobody would talk with. */
const QUEUE = 0.1
const LONG_QUEUE = 0.35
/** Shares of packets. A tenth that is lost by chance is what RED is for: it is no reason to send less. */
const SOME_LOST = 0.04
export const MANY_LOST = 0.25
const MOST_LOST = 0.4
/** The share of the sound that had to be made up because nothing came. */
const MADE_UP = 0.05
/** Fewer packets than these in a second are nobody's voice. */
const A_VOICE = 20
/** Milliseconds after which what the far side has said is too old. */
const STALE = 6000

/** What the far side says of what I send: the share that was lost on the way, and the round trips in seconds. */
export interface Arrives {
  loss: number
  rtts: readonly number[]
}

/** Reads the report of my voice; undefined while the far side has said nothing new of it. */
export function arrives(report: Iterable<readonly [string, unknown]>): Arrives | undefined {
  const rows = rowsOf(report)
  const [said] = rows.filter(({ type }) => type === 'remote-inbound-rtp')
  const now = Math.max(...rows.map((row) => number(row['timestamp'])))
  if (said === undefined || now - number(said['timestamp']) > STALE) return undefined
  return { loss: number(said['fractionLost']), rtts: roundTrips([...rows.filter(isUsed), said], 'roundTripTime', 'currentRoundTripTime') }
}

export function sentTooMuch(arrives: Arrives | undefined, queued: number | undefined): Verdict {
  if (arrives === undefined) return 'unknown'
  const { loss } = arrives
  if (loss > MOST_LOST) return 'far_too_much'
  const waits = queued ?? 0
  return loss > MANY_LOST || (loss > SOME_LOST && waits > QUEUE) || waits > LONG_QUEUE ? 'too_much' : 'well'
}

/** What has come of all voices that are heard; counters only grow while they live. */
export interface Comes {
  packets: number
  lost: number
  samples: number
  madeUp: number
  /** Answers to the browser's own checks of the way. */
  answers: number
  rtts: readonly number[]
}

/** Reads the reports of the voices that are heard; undefined where there is no connection. */
export function comes(reports: readonly Iterable<readonly [string, unknown]>[]): Comes | undefined {
  const rows = reports.flatMap((report) => rowsOf(report))
  const pairs = rows.filter(isUsed)
  if (pairs.length === 0) return undefined
  const voices = rows.filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
  return {
    packets: sum(voices, 'packetsReceived'), lost: sum(voices, 'packetsLost'), samples: sum(voices, 'totalSamplesReceived'),
    // What was made up while nothing was to be heard, nobody misses.
    madeUp: sum(voices, 'concealedSamples') - sum(voices, 'silentConcealedSamples'),
    answers: sum(pairs, 'responsesReceived'), rtts: roundTrips(pairs, 'currentRoundTripTime'),
  }
}

/**
 * Whether less is to come. What a speaker's own line loses is missing here too: only where `mine` says that it is my line
 * which is full, by more than this loss, is it taken for that.
 */
export function comesTooMuch(before: Comes | undefined, now: Comes | undefined, queued: number | undefined, mine = false): Verdict {
  if (before === undefined || now === undefined) return 'unknown'
  const [samples, madeUp, loss] = [now.samples - before.samples, now.madeUp - before.madeUp, lostOf(before, now)]
  const waits = queued ?? 0
  // Another voice than before, or none: what counts is whether anything waits.
  if (loss === undefined || samples <= 0) return waits > LONG_QUEUE ? 'too_much' : 'well'
  const full = mine || waits > QUEUE
  if (full && loss > MOST_LOST) return 'far_too_much'
  return (full && (madeUp / samples > MADE_UP || loss > MANY_LOST)) || waits > LONG_QUEUE ? 'too_much' : 'well'
}

/** The share of the voices' packets that was lost; undefined where too few came for a voice. */
export function lostOf(before: Comes | undefined, now: Comes | undefined): number | undefined {
  if (before === undefined || now === undefined) return undefined
  const [packets, lost] = [now.packets - before.packets, Math.max(0, now.lost - before.lost)]
  return packets + lost < A_VOICE ? undefined : lost / (packets + lost)
}

/** Checks are answered every 2.5 s at the latest; a speaker whose own line is flooded sends less after fewer than 5 s. */
const UNANSWERED = 3500
const LASTING = 6000

/** Whether it is my line that loses what does not come: nothing is answered on it, or much is missing for long. */
export class MyLoss {
  private answered: { answers: number; at: number } | undefined
  private begun: number | undefined

  look(before: Comes | undefined, now: Comes | undefined, at: number): boolean {
    if (before === undefined || now === undefined) return false
    if (this.answered?.answers !== now.answers) this.answered = { answers: now.answers, at }
    const [packets, lost] = [now.packets - before.packets, now.lost - before.lost]
    this.begun = lost > MANY_LOST * (packets + lost) ? this.begun ?? at : undefined
    return this.begun !== undefined && (at - this.answered.at > UNANSWERED || at - this.begun > LASTING)
  }
}

function isUsed(row: Row): boolean {
  return row.type === 'candidate-pair' && (row['nominated'] === true || row['selected'] === true)
}

function roundTrips(rows: readonly Row[], ...names: readonly string[]): number[] {
  return rows.flatMap((row) => names.map((name) => row[name])).filter((value) => typeof value === 'number')
}
