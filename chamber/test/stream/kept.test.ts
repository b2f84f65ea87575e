import { beforeEach, expect, it } from 'vitest'
import { Witness } from '../../src/stream/kept'

const seven = { seq: 7, digest: 'd7' }

beforeEach(() => localStorage.clear())

it('keeps the last entry that it knew of each meeting', () => {
  expect(new Witness('m').hears(seven)).toBe(false)
  expect(new Witness('m').head).toEqual(seven)
  expect(new Witness('other').head).toBeUndefined()
})

it.each([
  ['less', { seq: 6, digest: 'd6' }, true], ['the same entry otherwise', { seq: 7, digest: 'x7' }, true],
  ['the same', seven, false], ['more', { seq: 8, digest: 'd8' }, false],
])('hears a server that knows %s', (_, now, contradicts) => {
  new Witness('m').hears(seven)
  const later = new Witness('m')
  expect(later.hears(now)).toBe(contradicts)
  expect(later.back).toEqual(contradicts ? { before: seven, now } : undefined)
})

it('keeps what it knew, whatever comes, until somebody has read of it', () => {
  const witness = new Witness('m')
  witness.hears(seven)
  expect(witness.contradicted(seven, { seq: 9, digest: 'x9' })).toBe(true)
  expect(witness.hears({ seq: 10, digest: 'x10' })).toBe(false)
  const later = new Witness('m')
  expect(later.contradicted(seven, { seq: 11, digest: 'x11' })).toBe(false)
  expect(later.back).toEqual({ before: seven, now: { seq: 9, digest: 'x9' } })
  later.accept()
  expect(later.back).toBeUndefined()
  expect(later.hears({ seq: 12, digest: 'x12' })).toBe(false)
  expect(new Witness('m').head).toEqual({ seq: 12, digest: 'x12' })
})

it('takes nothing for a head that is none', () => {
  localStorage.setItem('prachum:head:m', '{"seq":"7"}')
  expect(new Witness('m').head).toBeUndefined()
})
