import { beforeEach, expect, it } from 'vitest'
import { keepHead, keptHead, wentBack } from '../../src/stream/kept'

beforeEach(() => localStorage.clear())

it('keeps the last entry that it knew of each meeting', () => {
  keepHead('m', { seq: 7, digest: 'd7' })
  expect(keptHead('m')).toEqual({ seq: 7, digest: 'd7' })
  expect(keptHead('other')).toBeUndefined()
})

it('calls a server gone back that knows less, or tells the same entry otherwise', () => {
  const known = { seq: 7, digest: 'd7' }
  expect(wentBack(known, { seq: 6, digest: 'd6' })).toBe(true)
  expect(wentBack(known, { seq: 7, digest: 'x7' })).toBe(true)
  expect(wentBack(known, known)).toBe(false)
  expect(wentBack(known, { seq: 8, digest: 'd8' })).toBe(false)
  expect(wentBack(undefined, { seq: 1, digest: 'd1' })).toBe(false)
})

it('takes nothing for a head that is none', () => {
  localStorage.setItem('prachum:head:m', '{"seq":"7"}')
  expect(keptHead('m')).toBeUndefined()
})
