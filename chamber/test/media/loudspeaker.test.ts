import { afterEach, expect, it, vi } from 'vitest'
import { Loudspeaker } from '../../src/media/loudspeaker'

const sinks: string[] = []

class Context extends EventTarget {
  state = 'running'
  resume = (): Promise<void> => Promise.resolve()
  setSinkId(device: string): Promise<void> { sinks.push(device); return Promise.resolve() }
}

class Node {
  connect(next: unknown): unknown { return next }
}

afterEach(() => { vi.unstubAllGlobals() })

it('goes back from a device that was chosen to the usual one', async () => {
  vi.stubGlobal('AudioContext', Context)
  vi.stubGlobal('GainNode', Node)
  vi.stubGlobal('DynamicsCompressorNode', Node)
  const loudspeaker = new Loudspeaker(() => undefined)
  await loudspeaker.start('headset')
  await loudspeaker.start()
  expect(sinks).toEqual(['headset', ''])
})
