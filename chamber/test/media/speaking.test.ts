import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SpeakingHere } from '../../src/media/speaking'
import type { Fact } from '../../src/stream/events'

const says = (device: string, state: string): Fact => ({ kind: 'speaking_device', device, state })
const device = (): SpeakingHere => new SpeakingHere('m', () => undefined)

beforeEach(() => { sessionStorage.clear(); vi.stubGlobal('navigator', {}) })
afterEach(() => { vi.unstubAllGlobals() })

it('a device whose line was lost gives way to the one that went on', () => {
  const laptop = device()
  laptop.claim([], false)
  const facts = [says(laptop.device, 'speaks'), says('phone', 'speaks')]
  laptop.heed(facts, false)
  expect(laptop.here).toBe(true)
  laptop.heed(facts, true)
  expect([laptop.here, laptop.elsewhere]).toEqual([false, true])
})

it('a device that was taken over from is given way to only when it has begun anew', () => {
  const laptop = device()
  const speaks = [says('phone', 'speaks')]
  laptop.claim(speaks, true)
  laptop.heed(speaks, true)
  expect(laptop.here).toBe(true)
  laptop.heed([says('phone', 'yields')], false)
  laptop.heed(speaks, true)
  expect(laptop.here).toBe(false)
})

it('a device leaves it to the one that speaks, until it is pressed', () => {
  const laptop = device()
  laptop.claim([says('phone', 'yields'), says('phone', 'speaks')], false)
  expect(laptop.here).toBe(false)
  laptop.claim([says('phone', 'speaks')], true)
  expect(laptop.here).toBe(true)
})
