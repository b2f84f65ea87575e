import { ConnectionState, type Room } from 'livekit-client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Link } from '../../src/media/link'

/** A Room of which only the state and the events count. */
class Fake {
  state = ConnectionState.Connected
  private readonly told = new Map<string, () => void>()
  on(event: string, told: () => void): this { this.told.set(event, told); return this }
  reconnected(): void { this.told.get('reconnected')?.() }
}

const report = (came: number): RTCStatsReport => new Map([['pair', { type: 'candidate-pair', nominated: true, bytesReceived: came }]])

describe('the sound link', () => {
  beforeEach(() => { vi.useFakeTimers({ toFake: ['performance'] }) })
  afterEach(() => { vi.useRealTimers() })

  const joined = (): [Link, Fake] => {
    const [link, room] = [new Link(() => undefined), new Fake()]
    link.made(room as unknown as Room)
    link.joined(room as unknown as Room)
    return [link, room]
  }
  const after = (seconds: number, link: Link, seen?: RTCStatsReport): string => {
    vi.advanceTimersByTime(seconds * 1000)
    link.tick(seen)
    return link.now
  }

  it('is joining at first, and told when it does not come within five seconds', () => {
    const link = new Link(() => undefined)
    const room = new Fake()
    room.state = ConnectionState.Connecting
    link.made(room as unknown as Room)
    expect(link.now).toBe('joining')
    expect(after(4, link)).toBe('joining')
    expect(after(1, link)).toBe('lost')
  })

  it('is lost when nothing comes any more, though the engine is not known to be away', () => {
    const [link, room] = joined()
    expect(after(1, link, report(1))).toBe('live')
    expect(after(3, link, report(1))).toBe('live')
    expect(after(1.5, link, report(1))).toBe('lost')
    // Nothing new was seen: no reason to think better of it.
    expect(after(1, link)).toBe('lost')
    room.reconnected()
    expect(after(1, link)).toBe('live')
  })

  it('is begun anew, once, when nothing comes for long, and not while something does', () => {
    const stuck = vi.fn()
    const [link, room] = [new Link(() => undefined, stuck), new Fake()]
    link.made(room as unknown as Room)
    link.joined(room as unknown as Room)
    for (let second = 1; second < 20; second += 1) after(1, link, report(second))
    expect(stuck).not.toHaveBeenCalled()
    for (let second = 1; second < 8; second += 1) after(1, link, report(99))
    expect(stuck).toHaveBeenCalledOnce()
    expect(link.now).toBe('lost')
  })

  it('is not lost while only signalling is away and sound still comes', () => {
    const [link, room] = joined()
    expect(after(1, link, report(1))).toBe('live')
    room.state = ConnectionState.SignalReconnecting
    for (let second = 2; second < 12; second += 1) expect(after(1, link, report(second))).toBe('live')
  })

  it('is lost soon after the engine is gone, and live again once it is joined', () => {
    const [link, room] = joined()
    room.state = ConnectionState.Reconnecting
    expect(after(0.5, link)).toBe('live')
    expect(after(1.5, link)).toBe('lost')
    link.joined(new Fake() as unknown as Room)
    expect(link.now).toBe('live')
  })

  it('that is refused stays so until it is joined', () => {
    const link = new Link(() => undefined)
    link.refused()
    link.left()
    expect(after(10, link)).toBe('refused')
    link.joined(new Fake() as unknown as Room)
    expect(link.now).toBe('live')
  })
})
