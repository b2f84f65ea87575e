import { describe, expect, it } from 'vitest'
import { Away } from '../../src/media/away'

/** What is left of `far_too_much` in each of these seconds, in which so much had come. */
const left = (came: readonly (number | undefined)[]): string[] => {
  const away = new Away()
  return came.map((bytes, second) => {
    away.look(bytes, 1000 * second)
    return away.fair('far_too_much', 1000 * second)
  })
}

describe('a line on which nothing came', () => {
  it('is not taken for a full one, nor for a moment after', () => {
    expect(left([1, 2, 2, 2, 9, 10, 11, 12])).toEqual([
      'far_too_much', 'far_too_much', 'unknown', 'unknown', 'unknown', 'unknown', 'far_too_much', 'far_too_much',
    ])
  })

  it('is one on which something comes, however little, and one of which nothing can be told', () => {
    expect(left([1, 2, 3, 4])).not.toContain('unknown')
    expect(left([undefined, undefined, 3, undefined])).not.toContain('unknown')
  })

  it('is told by the second, not by two looks in a row', () => {
    const away = new Away()
    for (const at of [1000, 1100, 1600]) away.look(7, at)
    expect(away.fair('too_much', 1600)).toBe('too_much')
    away.look(7, 1800)
    expect(away.fair('too_much', 1800)).toBe('unknown')
  })

  it('may be given more again meanwhile', () => {
    const away = new Away()
    for (const at of [0, 1000, 2000]) away.look(7, at)
    expect(away.fair('well', 2000)).toBe('well')
  })
})
