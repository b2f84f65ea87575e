import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Reports, type Told } from '../../src/media/reports'

const told: Told = { quality: { rtt: 20, loss: 0, jitter: 1 }, dbfs: -20, microphone: { is: 'open' }, camera: 'on', narrow: { unseen: false, belowStandard: false } }

describe('what the technician is told', () => {
  const sent: Record<string, unknown>[] = []

  beforeEach(() => {
    sent.length = 0
    vi.useFakeTimers({ toFake: ['performance'] })
    vi.stubGlobal('fetch', vi.fn((_: string, init?: RequestInit) => {
      sent.push(JSON.parse(init?.body as string) as Record<string, unknown>)
      return Promise.resolve(new Response('{}'))
    }))
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const kinds = (): unknown[] => sent.map(({ kind }) => kind)

  it('is a line every five seconds, a level every two, and a condition when it changes', () => {
    const reports = new Reports('m', 'tab')
    for (let second = 0; second < 10; second += 1) {
      reports.tell(told)
      vi.advanceTimersByTime(1000)
    }
    expect(kinds().filter((kind) => kind === 'line')).toHaveLength(2)
    expect(kinds().filter((kind) => kind === 'level')).toHaveLength(5)
    expect(kinds().filter((kind) => kind === 'device')).toHaveLength(1)
    reports.tell({ ...told, microphone: { is: 'cannot', why: 'blocked' } })
    expect(sent.at(-1)).toEqual({ kind: 'device', microphone: 'blocked', camera: 'on', device: 'tab' })
  })

  it('is that this tab speaks, often enough that nobody takes it for gone, and once that it does not', () => {
    const reports = new Reports('m', 'tab')
    const speaking = (speaks: boolean): number => {
      sent.length = 0
      for (let second = 0; second < 40; second += 1) {
        reports.speaks(speaks)
        vi.advanceTimersByTime(1000)
      }
      return kinds().filter((kind) => kind === 'speaking_device').length
    }
    expect(speaking(true)).toBe(5)
    expect(speaking(false)).toBe(1)
  })

  it('is no level while the microphone is shut, and no quality before it is known', () => {
    new Reports('m', 'tab').tell({ ...told, quality: undefined, dbfs: undefined })
    expect(kinds()).toEqual(['device'])
  })

  it('is what gives way on a narrow line', () => {
    const gives = (unseen: boolean, belowStandard: boolean): unknown => {
      new Reports('m', 'tab').tell({ ...told, narrow: { unseen, belowStandard } })
      return sent.findLast(({ kind }) => kind === 'line')?.['gives_way']
    }
    expect([gives(false, false), gives(true, false), gives(true, true), gives(false, true)]).toEqual([undefined, 'pictures', 'detail', 'detail'])
  })

  it('is that this tab no longer speaks when it goes', () => {
    const reports = new Reports('m', 'tab')
    reports.leaving(false)
    expect(sent).toEqual([])
    reports.leaving(true)
    expect(sent).toEqual([{ kind: 'speaking_device', device: 'tab', state: 'yields' }])
  })
})
