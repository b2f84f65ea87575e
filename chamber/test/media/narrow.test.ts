import { describe, expect, it } from 'vitest'
import { Delay } from '../../src/media/delay'
import { Ladder } from '../../src/media/ladder'
import { arrives, type Comes, comes, comesTooMuch, lostOf, MyLoss, SAFE, sentTooMuch, STANDARD, STEPS } from '../../src/media/narrow'

const PACKETS = 26_000
const CAMERA = 1_700_000
const needs = (step: number): number => {
  const { pictures, bitrate, red } = STEPS[step] ?? STEPS[0]
  return (pictures ? CAMERA : 0) + bitrate * (red ? 2 : 1) + PACKETS
}

interface Line {
  loss: number
  rtt: number
}

/** The steps of 300 seconds on a line that answers each step, after a good one. */
function steps(line: (step: number, second: number) => Line): number[] {
  const [ladder, delay] = [new Ladder(STEPS.length - 1, SAFE), new Delay()]
  delay.queued([0.05], [0], -1000)
  return [...Array(300).keys()].map((second) => {
    const [{ loss, rtt }, before, at] = [line(ladder.step, second), ladder.step, second * 1000]
    const queued = delay.queued([rtt], [loss], at)
    ladder.look(sentTooMuch({ loss, rtts: [rtt] }, queued), at)
    if (ladder.step > before) delay.less(queued, at)
    return ladder.step
  })
}

/** The step on which a line of so many bit/s is most of the time, which queues for half a second and drops the rest. */
function settles(bits: number): number {
  const seconds = STEPS.map(() => 0)
  for (const step of steps((at) => needs(at) > bits ? { loss: 1 - bits / needs(at), rtt: 0.55 } : { loss: 0, rtt: 0.05 }).slice(100)) {
    seconds[step] = (seconds[step] ?? 0) + 1
  }
  return seconds.indexOf(Math.max(...seconds))
}

/** Shares of fifty packets a second of which each is lost by chance, always the same ones by this seed. */
function chances(share: number, seed: number): (second: number) => number {
  let state = seed
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  const all = Array.from({ length: 300 }, () => Array.from({ length: 50 }, next).filter((one) => one < share).length / 50)
  return (second) => all[second] ?? share
}

describe('on a narrow line', () => {
  it('pictures give way first, then the repetition of the voice, then its detail, and never the voice', () => {
    expect(STEPS.map(({ pictures }) => pictures)).toEqual([true, false, false, false, false, false])
    expect(STEPS.every(({ bitrate }, at) => at === 0 || bitrate <= (STEPS[at - 1]?.bitrate ?? 0))).toBe(true)
    expect(STEPS.at(-1)?.bitrate).toBeGreaterThanOrEqual(24_000)
    expect(STEPS.filter(({ red }) => red).every(({ bitrate }) => bitrate > STANDARD)).toBe(true)
  })

  it.each([[3_000_000, 0], [300_000, 1], [128_000, 2], [80_000, 3], [64_000, 4], [52_000, 5], [20_000, 5]])('of %i bit/s, what is sent is step %i', (bits, step) => {
    expect(settles(bits)).toBe(step)
  })
})

describe('on a line that is suddenly long', () => {
  it.each([[0, 0.65], [0.1, 0.35], [0.1, 0.65]])('and loses %d, the voice keeps its repetition, and pictures are soon back', (share, rtt) => {
    const worst = [...Array(20).keys()].map((seed) => {
      const lost = chances(share, seed + 1)
      return steps((_, second) => second < 20 ? { loss: 0, rtt: 0.05 } : { loss: lost(second), rtt })
    })
    const [kept, back] = [worst.filter((one) => Math.max(...one) <= 1), worst.filter((one) => one.slice(60).every((step) => step === 0))]
    expect(Math.max(...worst.flat())).toBeGreaterThan(0)
    // By chance less is lost just then, now and then.
    expect([kept.length, back.length].every((many) => many >= 18)).toBe(true)
  })
})

describe('what the far side says of my voice', () => {
  const report = (over: object = {}, pair: object = {}): Map<string, object> => new Map(Object.entries({
    pair: { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.04, timestamp: 10_000, ...pair },
    idle: { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9, timestamp: 10_000 },
    voice: { type: 'outbound-rtp', packetsSent: 500, timestamp: 10_000 },
    said: { type: 'remote-inbound-rtp', fractionLost: 0.1, roundTripTime: 0.3, timestamp: 9000, ...over },
  }))

  it('is the share that was lost and the round trips', () => {
    expect(arrives(report())).toEqual({ loss: 0.1, rtts: [0.04, 0.3] })
    expect(arrives(report({ roundTripTime: undefined }))).toEqual({ loss: 0.1, rtts: [0.04] })
  })

  it('is nothing once it is old, or was never said', () => {
    expect(arrives(report({ timestamp: 1000 }))).toBeUndefined()
    expect(arrives(new Map([['voice', { type: 'outbound-rtp', timestamp: 1 }]]))).toBeUndefined()
    expect(sentTooMuch(undefined, undefined)).toBe('unknown')
  })

  it('is no reason to send less when a tenth is lost by chance, however long the line', () => {
    const delay = new Delay()
    for (let second = 0; second < 100; second += 1) expect(sentTooMuch({ loss: 0.1, rtts: [0.3] }, delay.queued([0.3], [0.1], 1000 * second))).toBe('well')
  })

  it('is one when packets wait and are lost, when very many are lost, and when they wait for long', () => {
    expect(sentTooMuch({ loss: 0.1, rtts: [0.3] }, 0.2)).toBe('too_much')
    expect(sentTooMuch({ loss: 0.3, rtts: [0.05] }, 0)).toBe('too_much')
    expect(sentTooMuch({ loss: 0.5, rtts: [0.05] }, 0)).toBe('far_too_much')
    expect(sentTooMuch({ loss: 0, rtts: [0.5] }, 0.4)).toBe('too_much')
  })

  it('takes a line that is long for a minute for one that is long by itself', () => {
    const delay = new Delay()
    delay.queued([0.02], [0], 0)
    expect(delay.queued([0.6], [0], 1000)).toBeCloseTo(0.58)
    for (let second = 2; second < 62; second += 1) delay.queued([0.6], [0], 1000 * second)
    expect(delay.queued([0.6], [0], 62_000)).toBe(0)
  })

  const tried = (rtts: number[], loss: number): number | undefined => {
    const delay = new Delay()
    delay.queued([0.05], [0], 0)
    for (const second of [1, 2]) delay.queued([0.55], [0.2], 1000 * second)
    delay.less(0.5, 2000)
    expect(delay.queued(rtts, [loss], 3000)).toBeCloseTo(Math.max(...rtts) - 0.05)
    return delay.queued(rtts, [loss], 4000)
  }

  it('takes one that is as long and as bad as before with less on it for one that is long by itself', () => {
    expect(tried([0.55], 0.2)).toBe(0)
    expect(tried([0.54], 0.13)).toBe(0)
  })

  it('but not where less waits since, by either round trip, or where less or very much is lost', () => {
    expect(tried([0.3], 0.2)).toBeCloseTo(0.25)
    expect(tried([0.05, 0.55], 0.2)).toBeCloseTo(0.5)
    expect(tried([0.55], 0.1)).toBeCloseTo(0.5)
    expect(tried([0.55], 0.3)).toBeCloseTo(0.5)
  })
})

describe('what comes of the voices of others', () => {
  const voice = (over: object = {}): Map<string, object> => new Map(Object.entries({
    pair: { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.04, responsesReceived: 7 },
    sound: { type: 'inbound-rtp', kind: 'audio', packetsReceived: 100, packetsLost: 2, totalSamplesReceived: 48_000, concealedSamples: 900, silentConcealedSamples: 100, ...over },
    picture: { type: 'inbound-rtp', kind: 'video', packetsReceived: 900, packetsLost: 300 },
  }))
  const start: Comes = { packets: 0, lost: 0, samples: 0, madeUp: 0, answers: 0, rtts: [0.04] }

  it('is counted over all of them, and pictures are left out', () => {
    expect(comes([voice(), voice()])).toEqual({ packets: 200, lost: 4, samples: 96_000, madeUp: 1600, answers: 14, rtts: [0.04, 0.04] })
    expect(comes([])).toBeUndefined()
  })

  it('is too much when it is missed and packets wait', () => {
    const missed = { ...start, packets: 40, lost: 10, samples: 48_000, madeUp: 9000 }
    expect(comesTooMuch(start, missed, 0.3)).toBe('too_much')
    expect(comesTooMuch(start, { ...missed, lost: 40 }, 0.3)).toBe('far_too_much')
    expect(comesTooMuch(start, { ...missed, lost: 0, madeUp: 0 }, 0.4)).toBe('too_much')
  })

  it('is not, when what is missed was lost on the speaker’s own line', () => {
    expect(comesTooMuch(start, { ...start, packets: 40, lost: 10, samples: 48_000, madeUp: 9000 }, 0)).toBe('well')
  })

  it('is lost on my line when nothing is answered there, or when it lasts longer than a speaker needs to send less', () => {
    const looks = (answer: (second: number) => number): number => {
      const mine = new MyLoss()
      const at = (second: number): Comes => ({ ...start, packets: 20 * second, lost: 30 * second, answers: answer(second) })
      return [...Array(20).keys()].slice(1).find((second) => mine.look(at(second - 1), at(second), second * 1000)) ?? 0
    }
    expect(looks(() => 1)).toBe(5)
    expect(looks((second) => second)).toBe(8)
    const mine = new MyLoss()
    expect(mine.look(start, { ...start, packets: 50 }, 9000)).toBe(false)
  })

  it('says of silence only whether something waits, and of the first look nothing', () => {
    expect(comesTooMuch(start, start, 0)).toBe('well')
    expect(comesTooMuch(start, start, 0.5)).toBe('too_much')
    expect(comesTooMuch(undefined, start, 0)).toBe('unknown')
    expect(lostOf(start, { ...start, packets: 9, lost: 9 })).toBeUndefined()
    // A voice that is gone takes its counters along.
    expect(comesTooMuch({ ...start, packets: 900, samples: 90_000 }, start, 0)).toBe('well')
  })
})
