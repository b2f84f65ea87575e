import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Loudspeaker } from '../../src/media/loudspeaker'

const sinks: string[] = []

const made: Context[] = []

class Context extends EventTarget {
  state = 'suspended'
  sinkId = ''
  constructor() { super(); made.unshift(this) }
  resume(): Promise<void> { this.becomes('running'); return Promise.resolve() }
  setSinkId(device: string): Promise<void> { sinks.push(device); this.sinkId = device; return Promise.resolve() }
  becomes(state: string): void { this.state = state; this.dispatchEvent(new Event('statechange')) }
}

class Node {
  connect(next: unknown): unknown { return next }
}

beforeEach(() => {
  vi.stubGlobal('AudioContext', Context)
  vi.stubGlobal('GainNode', Node)
  vi.stubGlobal('DynamicsCompressorNode', Node)
  sinks.length = 0
})
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers() })

it('goes back from a device that was chosen to the usual one', async () => {
  const loudspeaker = new Loudspeaker(() => undefined)
  await loudspeaker.start('headset')
  await loudspeaker.start()
  expect(sinks).toEqual(['headset', ''])
})

it('is told nothing of the device that it has, since Chromium may leave what it is just beginning suspended for that', async () => {
  await new Loudspeaker(() => undefined).start()
  expect(sinks).toEqual([])
})

it('goes on by itself after the browser has suspended it, but not before a press and not at the end', async () => {
  vi.useFakeTimers()
  const loudspeaker = new Loudspeaker(() => undefined)
  expect(loudspeaker.measuring).toBe(made[0])
  const [context] = made
  context?.becomes('suspended')
  expect(loudspeaker.plays).toBe(false)
  await loudspeaker.start()
  for (const state of ['suspended', 'interrupted']) {
    context?.becomes(state)
    expect(loudspeaker.plays).toBe(true)
    vi.advanceTimersByTime(1000)
  }
  const close = vi.fn()
  Object.assign(context ?? {}, { close })
  loudspeaker.end()
  context?.becomes('closed')
  expect(close).toHaveBeenCalled()
  expect(context?.state).toBe('closed')
})

it('asks a browser that suspends it again each time no more than once a second', async () => {
  vi.useFakeTimers()
  const loudspeaker = new Loudspeaker(() => undefined)
  await loudspeaker.start()
  const [context] = made
  let asked = 0
  Object.assign(context ?? {}, { resume() { asked += 1; context?.becomes('running'); context?.becomes('suspended'); return Promise.resolve() } })
  context?.becomes('suspended')
  expect(asked).toBe(1)
  vi.advanceTimersByTime(10_000)
  expect(asked).toBe(11)
  Object.assign(context ?? {}, { resume: () => Context.prototype.resume.call(context) })
  vi.advanceTimersByTime(1000)
  expect(loudspeaker.plays).toBe(true)
})
