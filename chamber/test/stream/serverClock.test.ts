import { expect, it } from 'vitest'
import { ServerClock } from '../../src/stream/serverClock'

const at = (ms: number): string => new Date(ms).toISOString()

it('is as far from this machine as the server is, whatever this machine says', () => {
  const clock = new ServerClock(() => 1_000_000)
  clock.heard(at(5_000_000))
  expect(clock.now()).toBe(5_000_000)
})

it('is not moved by one slow message', () => {
  let local = 0
  const clock = new ServerClock(() => local)
  for (const delay of [20, 25, 3000, 18, 22]) {
    local += 2000
    clock.heard(at(10_000_000 + local - delay))
  }
  expect(Math.abs(clock.now() - (10_000_000 + local))).toBeLessThanOrEqual(30)
})

it('follows a server whose time was shifted, once it has been restarted', () => {
  const clock = new ServerClock(() => 0)
  for (let n = 0; n < 15; n += 1) clock.heard(at(1000))
  clock.restart()
  clock.heard(at(900_000))
  expect(clock.now()).toBe(900_000)
})
