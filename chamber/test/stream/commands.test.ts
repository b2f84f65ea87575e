/** A command is given again while nobody answers, and not when the answer is final. */
import { afterEach, expect, test, vi } from 'vitest'
import { give, Refused } from '../../src/stream/commands'

afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers() })

function answering(...answers: { status: number; said: unknown }[]) {
  const sent: { id: string }[] = []
  vi.stubGlobal('fetch', (_: string, asked: { body: string }) => {
    sent.push(JSON.parse(asked.body) as { id: string })
    const { status, said } = answers[Math.min(sent.length, answers.length) - 1] ?? { status: 404, said: {} }
    return Promise.resolve(new Response(JSON.stringify(said), { status }))
  })
  return sent
}

test('what a full disk refuses is said at once', async () => {
  const sent = answering({ status: 507, said: { code: 'live.disk_full', detail: 'Not entered: the disk is full.' } })
  const refused = await give('m', 'callToOrder', { delegation: 'THA', reason: {} }, 'en').catch((why: unknown) => why)
  expect(refused).toBeInstanceOf(Refused)
  expect((refused as Refused).refusal.detail).toBe('Not entered: the disk is full.')
  expect(sent).toHaveLength(1)
})

test('what nobody could answer is sent again under the same id', async () => {
  vi.useFakeTimers()
  const sent = answering({ status: 503, said: {} }, { status: 200, said: { seq: 7 } })
  const given = give('m', 'callToOrder', { delegation: 'THA', reason: {} }, 'en')
  await vi.runAllTimersAsync()
  expect(await given).toBe(7)
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
  expect(sent).toHaveLength(2)
})

test('what was said into a dead connection is sent again under the same id', async () => {
  vi.useFakeTimers()
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const late = new AbortController()
    setTimeout(() => late.abort(), ms)
    return late.signal
  })
  const sent: string[] = []
  vi.stubGlobal('fetch', (_: string, { body, signal }: { body: string; signal?: AbortSignal | null }) => new Promise<Response>((answer, lost) => {
    sent.push((JSON.parse(body) as { id: string }).id)
    signal?.addEventListener('abort', () => lost(new Error('late')))
    if (sent.length > 1) answer(new Response('{"seq":7}'))
  }))
  const given = give('m', 'callToOrder', { delegation: 'THA', reason: {} }, 'en')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(new Set(sent).size).toBe(1)
  expect(sent).toHaveLength(2)
  expect(await given).toBe(7)
})

test('an answer that is cut off is none', async () => {
  vi.useFakeTimers()
  let asked = 0
  vi.stubGlobal('fetch', () => {
    asked += 1
    return Promise.resolve(new Response(asked === 1 ? '{"se' : '{"seq":7}'))
  })
  const given = give('m', 'callToOrder', { delegation: 'THA', reason: {} }, 'en')
  const said = given.catch((why: unknown) => why)
  await vi.runAllTimersAsync()
  expect(await said).toBe(7)
})
