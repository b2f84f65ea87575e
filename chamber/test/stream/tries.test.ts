import { expect, test } from 'vitest'
import { opensWithin, pauseBefore, pauseWithoutAnswer } from '../../src/stream/tries'

test('those whose lines were lost at once do not all come back at once, and nobody waits longer than 4.5 s', () => {
  expect(pauseBefore(0, 0)).toBe(100)
  expect(pauseBefore(0, 0.999)).toBeLessThan(300)
  expect(pauseBefore(99, 0.999)).toBeLessThan(4500)
  expect(new Set(Array.from({ length: 50 }, () => pauseBefore(4))).size).toBeGreaterThan(40)
})

test('while nobody answers, another try begins within two seconds, but for every fourth, which has time for a slow line', () => {
  const tries = Array.from({ length: 12 }, (_, at) => opensWithin(at))
  expect(tries.filter((within) => within >= 4500)).toHaveLength(3)
  expect(tries[0]).toBe(4500)
  expect(tries.filter((within) => within + pauseWithoutAnswer(within, 0.999) < 2000)).toHaveLength(9)
})

test('a network that refuses at once is not asked more often than each second or so', () => {
  expect(pauseWithoutAnswer(0, 0)).toBe(500)
  expect(pauseWithoutAnswer(0, 0.5)).toBe(1000)
})
