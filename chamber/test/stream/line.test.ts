import { expect, test } from 'vitest'
import { pauseBefore } from '../../src/stream/line'

test('those whose lines were lost at once do not all come back at once, and nobody waits longer than 4.5 s', () => {
  expect(pauseBefore(0, 0)).toBe(100)
  expect(pauseBefore(0, 0.999)).toBeLessThan(300)
  expect(pauseBefore(99, 0.999)).toBeLessThan(4500)
  expect(new Set(Array.from({ length: 50 }, () => pauseBefore(4))).size).toBeGreaterThan(40)
})
