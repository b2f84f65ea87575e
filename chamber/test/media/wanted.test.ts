import { describe, expect, it } from 'vitest'
import type { View } from '../../src/stream/view'
import { large, personOf, type Publication, type Source, wanted } from '../../src/media/wanted'
import { viewOf } from '../views'

const ALL: readonly Source[] = ['microphone', 'camera', 'screen', 'screen_sound']

/** Thailand speaks, Malaysia presides, Canada is the other co-chair, Viet Nam is next, Laos waits. */
function speaking(media: Partial<View['media']> = {}): View {
  const view = viewOf('speaking', 'delegate')
  return {
    ...view,
    media: {
      ...view.media, microphone: ['mys-head', 'can-head', 'tha-head', 'vnm-head'], camera: ['mys-head', 'can-head', 'tha-head', 'vnm-head', 'lao-head', 'sgp-head'],
      screen: ['mys-head', 'tha-head'], heard: ['mys-head', 'tha-head'], ...media,
    },
  }
}

const publications = (...people: string[]): Publication[] => people.flatMap((person) => ALL.map((source) => ({ id: `${person}.${source}`, person, source })))
const wish = (view: View, me: string, id: string, besides?: ReadonlySet<string>) => {
  const [person = ''] = id.split('.')
  return wanted(view, me, publications(person), besides).get(id)
}

describe('what a client wants of what others send', () => {
  it('keeps every microphone ready that may open soon, and lets only those flow that are heard', () => {
    for (const person of ['tha-head', 'mys-head']) expect(wish(speaking(), 'lao-head', `${person}.microphone`)).toEqual({ subscribed: true, enabled: true })
    for (const person of ['can-head', 'vnm-head']) expect(wish(speaking(), 'lao-head', `${person}.microphone`)).toEqual({ subscribed: true, enabled: false })
    expect(wish(speaking(), 'lao-head', 'sgp-head.microphone')).toEqual({ subscribed: false, enabled: false })
  })

  it('wants no pictures where the line has no room for them, and every voice all the same', () => {
    const all = publications('tha-head')
    const [wide, narrow] = [true, false].map((pictures) => wanted(speaking(), 'lao-head', all, new Set(), { pictures, whole: true }))
    for (const source of ALL) {
      const [id, seen] = [`tha-head.${source}`, source === 'camera' || source === 'screen']
      expect(wide?.get(id)?.subscribed).toBe(true)
      expect(narrow?.get(id)).toEqual(seen ? { subscribed: false, enabled: false } : wide?.get(id))
    }
  })

  it('hears each voice once: whole, or thin where the line has room for no more and there is one', () => {
    const voices = (open: boolean): Publication[] => [
      { id: 'whole', person: 'tha-head', source: 'microphone', open: true }, { id: 'thin', person: 'tha-head', source: 'thin_microphone', open },
    ]
    const asked = (whole: boolean, open: boolean): unknown[] => {
      const wishes = wanted(speaking(), 'lao-head', voices(open), new Set(), { pictures: false, whole })
      return ['whole', 'thin'].map((id) => wishes.get(id)).map((one) => one?.subscribed === true && one.enabled)
    }
    expect(asked(true, false)).toEqual([true, false])
    // Whose own line is narrow shuts the thin one, and sends the whole one with less.
    expect(asked(false, false)).toEqual([true, true])
    expect(asked(false, true)).toEqual([false, true])
    expect(asked(true, true)).toEqual([true, false])
  })

  it('wants nothing of its own person, also on another device', () => {
    for (const source of ALL) expect(wish(speaking(), 'tha-head', `tha-head.${source}`)).toEqual({ subscribed: false, enabled: false })
  })

  it('sees the speaker, who presides, the other co-chair and the next, and others on demand', () => {
    expect([...large(speaking())].sort()).toEqual(['can-head', 'mys-head', 'tha-head', 'vnm-head'])
    expect(wish(speaking(), 'lao-head', 'vnm-head.camera')?.subscribed).toBe(true)
    expect(wish(speaking(), 'lao-head', 'sgp-head.camera')?.subscribed).toBe(false)
    expect(wish(speaking(), 'lao-head', 'sgp-head.camera', new Set(['sgp-head']))?.subscribed).toBe(true)
  })

  it('sees no camera and no screen that the view does not allow', () => {
    expect(wish(speaking({ camera: [] }), 'lao-head', 'tha-head.camera')?.subscribed).toBe(false)
    expect(wish(speaking(), 'lao-head', 'tha-head.screen')?.subscribed).toBe(true)
    expect(wish(speaking(), 'lao-head', 'can-head.screen')?.subscribed).toBe(false)
    expect(wish(speaking({ heard: ['mys-head'] }), 'lao-head', 'tha-head.screen_sound')).toEqual({ subscribed: true, enabled: false })
  })

  it('wants nothing of somebody whom the view does not know', () => {
    const unknown = publications('').map(({ id }) => id)
    const wishes = wanted(speaking(), 'lao-head', publications(''))
    expect(unknown.map((id) => wishes.get(id)?.subscribed)).toEqual([false, false, false, false])
    expect(personOf(speaking({ lines: { 'tha-head': 'af01' } }), 'af01')).toBe('tha-head')
    expect(personOf(speaking(), 'af01')).toBeUndefined()
  })

  it('still shows the speaker whom a point of order stopped', () => {
    expect(large(viewOf('point', 'delegate')).has('tha-head')).toBe(true)
  })
})
