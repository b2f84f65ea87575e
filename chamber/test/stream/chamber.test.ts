import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Chamber } from '../../src/stream/chamber'
import type { Message } from '../../src/stream/events'
import { viewOf } from '../views'

const now = '2022-06-21T07:07:12.000Z'
const view = viewOf('speaking', 'delegate')
const whole = { event: 'view', view, now, person: 'tha-head' } as const

/** A connection of the fake live plane: what is written to it arrives, as long as the client has not let go. */
class Connection {
  ended = false
  private readonly encoder = new TextEncoder()
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined
  readonly response: Response

  constructor(signal: AbortSignal | null | undefined) {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => { this.controller = controller } })
    signal?.addEventListener('abort', () => {
      if (this.ended) return
      this.ended = true
      this.controller?.error(new DOMException('aborted', 'AbortError'))
    })
    this.response = new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
  }

  send(event: string, data: object, id: number | string = 120): void {
    this.controller?.enqueue(this.encoder.encode(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`))
  }

  close(): void {
    this.ended = true
    this.controller?.close()
  }
}

describe('the stream of a meeting', () => {
  let connections: Connection[] = []
  let shown: string | null = null
  let chamber: Chamber
  let close: () => void

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    connections = []
    localStorage.clear()
    vi.stubGlobal('fetch', vi.fn((_: string, init?: RequestInit) => {
      shown = new Headers(init?.headers).get('Last-Event-ID')
      const connection = new Connection(init?.signal)
      connections.push(connection)
      return Promise.resolve(connection.response)
    }))
    chamber = new Chamber(crypto.randomUUID())
    close = chamber.open()
  })

  afterEach(() => {
    close()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const last = (): Connection => connections.at(-1) ?? new Connection(null)
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
  const live = async (): Promise<void> => {
    await pass(10)
    last().send('view', { view, now, person: 'tha-head' })
    await pass(10)
  }

  it('begins with the whole view', async () => {
    await live()
    expect(chamber.current()).toMatchObject({ link: 'live', person: 'tha-head', view: { seq: view.seq } })
  })

  it('merges a patch into the view before it', async () => {
    await live()
    last().send('patch', { patch: { seq: 121, floor: { runs: false } }, from: 120, now }, 121)
    await pass(10)
    expect(chamber.current().view).toMatchObject({ seq: 121, floor: { runs: false } })
  })

  it('asks for the whole view when a patch follows another view', async () => {
    await live()
    last().send('patch', { patch: { seq: 130 }, from: 129, now }, 130)
    await pass(1000)
    expect(connections).toHaveLength(2)
    expect(chamber.current().view?.seq).toBe(120)
  })

  it('is called lost after 4.5 s of silence, not before, and live again when something is heard', async () => {
    await live()
    await pass(4300)
    expect(chamber.current().link).toBe('live')
    await pass(400)
    expect(chamber.current().link).toBe('lost')
    await pass(1000)
    await live()
    expect(chamber.current().link).toBe('live')
  })

  it('is kept alive by heartbeats alone', async () => {
    await live()
    for (let n = 0; n < 5; n += 1) {
      last().send('here', { now, seq: 120, digest: 'd' })
      await pass(2000)
    }
    expect(chamber.current().link).toBe('live')
    expect(connections).toHaveLength(1)
  })

  it('is opened again for ever', async () => {
    for (let n = 0; n < 40; n += 1) {
      await pass(4600)
      if (!last().ended) last().close()
    }
    expect(connections.length).toBeGreaterThan(30)
  })

  it('complains, and goes on, when the server knows less than it did', async () => {
    await live()
    last().send('here', { now, seq: 120, digest: 'd120' })
    await pass(10)
    last().send('here', { now, seq: 118, digest: 'd118' })
    await pass(10)
    expect(chamber.current().back).toEqual({ before: { seq: 120, digest: 'd120' }, now: { seq: 118, digest: 'd118' } })
    expect(chamber.current().link).toBe('live')
  })

  it('shows what it has seen when it comes back, and keeps the warning of another journal until it is accepted', async () => {
    const [d120, d125] = ['a'.repeat(64), 'b'.repeat(64)]
    await pass(10)
    expect(shown).toBeNull()
    last().send('view', { view, now, person: 'tha-head' }, `120:${d120}`)
    await pass(10)
    last().close()
    await pass(1000)
    expect(shown).toBe(`120:${d120}`)
    const [seen, head] = [{ seq: 120, digest: d120 }, { seq: 125, digest: d125 }]
    last().send('back', { seen, head })
    last().send('view', { view: { ...view, seq: 125 }, now, person: 'tha-head' }, `125:${d125}`)
    last().send('here', { now, seq: 126, digest: 'c'.repeat(64) })
    await pass(10)
    expect(chamber.current()).toMatchObject({ back: { before: seen, now: head }, view: { seq: 125 }, link: 'live' })
    expect(new Chamber(chamber.meeting).current().back).toEqual({ before: seen, now: head })
    chamber.accept()
    expect(chamber.current().back).toBeUndefined()
    last().close()
    await pass(1000)
    expect(shown).toBe(`125:${d125}`)
  })

  it('says that a seat was ended until another is taken, though the meeting can still be watched', async () => {
    await live()
    last().send('gone', { code: 'admission.withdrawn' })
    last().send('view', { view, now, person: '' })
    await pass(10)
    expect(chamber.current()).toMatchObject({ ended: 'admission.withdrawn', link: 'live' })
    chamber.rejoin()
    expect(chamber.current().ended).toBeUndefined()
  })

  it('says no more that a seat was ended once it is given back', async () => {
    await live()
    last().send('gone', { code: 'admission.withdrawn' })
    await live()
    expect(chamber.current()).not.toHaveProperty('ended')
  })

  it('shows a call at once, and the figures of lines together, the latest of each', async () => {
    await live()
    let shown = 0
    const stop = chamber.subscribe(() => { shown += 1 })
    for (let rtt = 1; rtt <= 20; rtt += 1) last().send('presence', { kind: 'line', person: 'tha-head', rtt, lasts: 10 })
    await pass(20)
    expect(shown).toBe(0)
    await pass(400)
    expect(shown).toBe(1)
    expect(chamber.current().facts).toMatchObject([{ kind: 'line', rtt: 20 }])
    last().send('presence', { kind: 'call_secretariat', call: 'c', state: 'sent', person: 'lao-head', lasts: 1800 })
    await pass(20)
    expect(chamber.current().facts).toHaveLength(2)
    expect(shown).toBe(2)
    stop()
  })

  it('knows no more, after a whole view, of what was over while the stream was away', async () => {
    const call = { kind: 'call_secretariat', state: 'sent', person: 'lao-head', lasts: 1800 }
    await live()
    for (const one of ['a', 'b']) last().send('presence', { ...call, call: one })
    last().close()
    await pass(1000)
    await live()
    last().send('presence', { ...call, call: 'b' })
    last().send('here', { now, seq: 120, digest: 'd' })
    await pass(10)
    expect(chamber.current().facts).toMatchObject([{ call: 'b' }])
  })

  it('hears from a leading tab what that tab hears', () => {
    chamber.hear(whole)
    expect(chamber.current().link).toBe('live')
  })

  it('tells another tab, with the view, what is still so', async () => {
    await live()
    for (const [device, lasts] of [['a', 120], ['b', -1]] as const) last().send('presence', { kind: 'speaking_device', device, state: 'speaks', person: 'tha-head', lasts })
    await pass(10)
    const tab = new BroadcastChannel(`prachum:${chamber.meeting}`)
    const told = new Promise<{ message: Message }>((tell) => { tab.onmessage = ({ data }: MessageEvent<{ message: Message }>) => tell(data) })
    tab.postMessage({ say: 'who leads' })
    const { message } = await told
    tab.close()
    const other = new Chamber(chamber.meeting)
    other.hear({ event: 'presence', fact: { kind: 'speaking_device', device: 'c', state: 'speaks' } })
    other.hear(message)
    expect(other.current().facts).toMatchObject([{ device: 'a' }])
  })
})
