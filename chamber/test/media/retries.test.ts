import { expect, test } from 'vitest'
import { connectsWithin, pauseBefore } from '../../src/media/retries'

test('on a line that is back the next try begins within three seconds, and one in four has time for a slow line', () => {
  const tries = Array.from({ length: 12 }, (_, at) => connectsWithin(at))
  expect(tries.filter((within) => within >= 5000)).toHaveLength(3)
  expect(tries[0]).toBe(5000)
  expect(tries.filter((within) => within + pauseBefore(99) <= 3000)).toHaveLength(9)
})
