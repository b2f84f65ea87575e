import { expect, it } from 'vitest'
import { day, duration, expected, hour, leftOf, zoneMark } from '../../src/words/times'

const morning = Date.parse('2022-06-21T02:00:00Z')

it('names the zone of every time', () => {
  expect(hour(morning, 'Asia/Bangkok', 'en')).toBe('09:00')
  expect(zoneMark(morning, 'Asia/Bangkok')).toBe('UTC+7')
  expect(zoneMark(morning, 'UTC')).toBe('UTC')
})

it('writes Thai dates in the Buddhist era', () => {
  expect(day(morning, 'Asia/Bangkok', 'th')).toContain('2565')
  expect(day(morning, 'Asia/Bangkok', 'th')).toContain('มิถุนายน')
  expect(day(morning, 'Asia/Bangkok', 'fr')).toBe('mardi 21 juin 2022')
})

it('writes the first of a month in French as it is said', () => {
  const first = Date.parse('2022-06-01T02:00:00Z')
  expect(day(first, 'Asia/Bangkok', 'fr')).toBe('mercredi 1er juin 2022')
  expect(day(first, 'Asia/Bangkok', 'en')).toContain(' 1 June 2022')
})

it('writes durations in minutes and seconds, in hours when there are some', () => {
  expect(duration(186_000)).toBe('3:06')
  expect(duration(3_765_000)).toBe('1:02:45')
  expect(duration(-1)).toBe('0:00')
})

it('counts what is left only while the clock runs', () => {
  expect(leftOf({ limit: 300, spent: 114_000 }, morning)).toBe(186_000)
  expect(leftOf({ limit: 300, spent: 114_000, since: '2022-06-21T02:00:00Z' }, morning + 6000)).toBe(180_000)
  expect(leftOf({ spent: 5 }, morning)).toBeUndefined()
})

it('expects nobody in the past', () => {
  expect(expected({ from: '2022-06-21T02:00:00Z', plus: 60 }, morning + 600_000)).toBe(morning + 660_000)
  expect(expected({ from: '2022-06-21T02:00:00Z', plus: 60 }, morning - 600_000)).toBe(morning + 60_000)
})
