import { describe, expect, it } from 'vitest'
import { Flow, look, quality } from '../../src/media/measuring'

const report = (over: Record<string, object> = {}): Map<string, object> => new Map(Object.entries({
  pair: { type: 'candidate-pair', nominated: true, bytesReceived: 1000, responsesReceived: 2, currentRoundTripTime: 0.04, ...over['pair'] },
  idle: { type: 'candidate-pair', nominated: false, bytesReceived: 9999, currentRoundTripTime: 9 },
  sound: { type: 'inbound-rtp', packetsReceived: 100, packetsLost: 0, jitter: 0.002, ...over['sound'] },
}))
const looked = (at: number, came = 1000) => look(report({ pair: { bytesReceived: came } }), at) ?? { at, packets: 0, lost: 0, came: 0, rtt: 0, jitter: 0 }

describe('a line is measured', () => {
  it('by delay and jitter in ms and by the share of packets that were lost', () => {
    const before = look(report(), 0)
    const now = look(report({ sound: { packetsReceived: 190, packetsLost: 10, jitter: 0.003 } }), 5000)
    if (before === undefined || now === undefined) throw new Error('nothing was seen')
    expect(quality(before, now)).toEqual({ rtt: 40, loss: 0.1, jitter: 3 })
  })

  it('as nothing while there is no connection', () => {
    expect(look(new Map([['x', { type: 'codec' }]]), 0)).toBeUndefined()
  })

  it('and is told to be lost within 5 s of silence, not before', () => {
    const flow = new Flow()
    expect([0, 1000, 2000].map((at) => flow.flows(looked(at, 1000 + at)))).toEqual([true, true, true])
    expect([3000, 4000, 5000].map((at) => flow.flows(looked(at, 3000)))).toEqual([true, true, true])
    expect(flow.flows(looked(6900, 3000))).toBe(false)
    expect(flow.flows(looked(7000, 3500))).toBe(true)
  })

  it('and one that is checked seldom is given its time', () => {
    const flow = new Flow()
    flow.flows(looked(0, 1))
    expect(flow.flows(looked(3900, 2))).toBe(true)
    expect(flow.flows(looked(8500, 2))).toBe(true)
    expect(flow.flows(looked(9900, 2))).toBe(false)
  })
})
