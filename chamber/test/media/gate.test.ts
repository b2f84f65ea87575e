import { describe, expect, it } from 'vitest'
import { amplitude, DUCKED, loudness, USUAL_VOLUME } from '../../src/media/gate'
import { pauseBefore } from '../../src/media/retries'
import { viewOf } from '../views'

const view = viewOf('speaking', 'delegate')
const heard = { ...view, media: { ...view.media, heard: ['mys-head', 'tha-head'], ducked: ['tha-head'] } }

describe('the play-gate', () => {
  it('plays nobody before there is a view, and nobody whom the view does not name', () => {
    expect(loudness(undefined, 'tha-head')).toBe(0)
    expect(loudness(view, 'tha-head')).toBe(0)
    expect(loudness(heard, 'vnm-head')).toBe(0)
  })

  it('ducks an interrupted speaker by 15 dB, and the chair not at all', () => {
    expect(20 * Math.log10(loudness(heard, 'tha-head'))).toBeCloseTo(-15)
    expect(loudness(heard, 'tha-head')).toBe(DUCKED)
    expect(loudness(heard, 'mys-head')).toBe(1)
  })

  it('keeps a reserve above the usual place of the slider', () => {
    expect(amplitude(USUAL_VOLUME)).toBe(1)
    expect(amplitude(0)).toBe(0)
    expect(20 * Math.log10(amplitude(1))).toBeGreaterThan(6)
  })
})

describe('trying again', () => {
  it('begins at once and goes on every second for ever', () => {
    expect([0, 1, 2, 3, 4, 5, 10_000].map(pauseBefore)).toEqual([0, 100, 300, 700, 1000, 1000, 1000])
  })
})
