import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Message } from '../../src/stream/events'
import { type Line, openLine, SILENCE } from '../../src/stream/line'

const HERE = 'event: here\ndata: {"now":"2022-06-21T07:07:12.000Z","seq":1,"digest":"d"}\n\n'

let asked: { signal: AbortSignal; answer: (body: ReadableStream<Uint8Array>) => void }[]
let heard: Message[]
let line: Line

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  heard = []
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
    asked.push({ signal, answer: (body) => resolve(new Response(body)) })
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
