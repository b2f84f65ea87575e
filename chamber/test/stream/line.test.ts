import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Message } from '../../src/stream/events'
import { type Line, openLine, SILENCE } from '../../src/stream/line'

const HERE = 'event: here\ndata: {"now":"2022-06-21T07:07:12.000Z","seq":1,"digest":"d"}\n\n'

let asked: { signal: AbortSignal; answer: (body: ReadableStream<Uint8Array>) => void; fail: () => void }[]
let sockets: { onerror: (() => void) | null; closed: boolean }[]
let heard: Message[]
let line: Line

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  heard = []
  sockets = []
  vi.stubGlobal('WebSocket', class {
    onopen = null
    onerror: (() => void) | null = null
    closed = false
    constructor() { sockets.push(this) }
    close(): void { this.closed = true }
  })
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
    asked.push({ signal, answer: (body) => resolve(new Response(body)), fail: () => reject(new TypeError('ping failed')) })
  }))
  line = openLine('/stream', (message) => heard.push(message), () => undefined, () => undefined)
})
afterEach(() => {
  line.end()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
/** The last try is answered, with one event, and nothing after it. */
const answer = async (): Promise<void> => {
  const last = asked.at(-1)
  last?.answer(new ReadableStream({
    start: (stream) => {
      stream.enqueue(new TextEncoder().encode(HERE))
      last.signal.addEventListener('abort', () => stream.error(new DOMException('aborted', 'AbortError')))
    },
  }))
  await pass(10)
}

it('does not wait long for what nobody answers, and asks again', async () => {
  await pass(30_000)
  expect(asked.length).toBeGreaterThan(8)
  expect(asked.slice(0, -1).every(({ signal }) => signal.aborted)).toBe(true)
})

it('waits for a large view for as long as something of it arrives', async () => {
  const last = asked.at(-1)
  const view = new TextEncoder().encode(HERE)
  let pieces: ReadableStreamDefaultController<Uint8Array> | undefined
  last?.answer(new ReadableStream({
    start: (stream) => {
      pieces = stream
      last.signal.addEventListener('abort', () => stream.error(new DOMException('aborted', 'AbortError')))
    },
  }))
  for (let at = 0; at < view.length; at += 12) {
    expect(last?.signal.aborted).toBe(false)
    pieces?.enqueue(view.slice(at, at + 12))
    await pass(SILENCE - 500)
  }
  expect([asked.length, heard.map(({ event }) => event)]).toEqual([1, ['here']])
  await pass(SILENCE)
  expect(last?.signal.aborted).toBe(true)
})

it('tells once that it broke, however often it then tries', async () => {
  await answer()
  await pass(SILENCE + 20_000)
  expect(heard.map(({ event }) => event)).toEqual(['here', 'broke'])
})

it('asks again at once when the browser has a network again, but lets go of nothing that is heard', async () => {
  await pass(6000)
  const before = asked.length
  window.dispatchEvent(new Event('online'))
  await pass(10)
  expect(asked).toHaveLength(before + 1)
  await answer()
  window.dispatchEvent(new Event('online'))
  await pass(10)
  expect(asked).toHaveLength(before + 1)
})

it('once the browser has given up its connection, begins no other before somebody answers a socket', async () => {
  asked[0]?.fail()
  await pass(60_000)
  expect(asked).toHaveLength(1)
  expect(sockets.length).toBeGreaterThan(20)
  expect(sockets.slice(0, -1).every(({ closed }) => closed)).toBe(true)
  sockets.at(-1)?.onerror?.()
  await pass(10)
  expect(asked).toHaveLength(2)
  await answer()
  expect(heard).toHaveLength(1)
})
