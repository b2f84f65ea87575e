import { expect, it } from 'vitest'
import { announcements } from '../../src/journal/announcements'
import type { View } from '../../src/stream/view'
import { said, WORDS } from '../../src/words'
import { type StateName, viewOf } from '../views'

const next = (state: StateName): View => ({ ...viewOf(state, 'delegate'), seq: 121 })
const of = (before: View, after: View, person: string): ReturnType<typeof announcements> =>
  announcements(before, after, person, WORDS.en, (text) => said(text, 'en').words)

it('tells me at once that I have the floor, and others politely', () => {
  expect(of(viewOf('listed', 'delegate'), next('speaking'), 'tha-head')).toEqual({ floor: [], me: ['You have the floor.'] })
  expect(of(viewOf('listed', 'delegate'), next('speaking'), 'lao-head')).toEqual({ floor: ['Thailand has the floor.'], me: [] })
})

it('tells the presiding chair at once that somebody rises to a point of order', () => {
  expect(of(viewOf('speaking', 'presiding'), next('point'), 'mys-head').me).toEqual(['Lao PDR rises to a point of order.'])
})

it('tells whoever is entitled at once that a text is before the meeting', () => {
  expect(of(viewOf('listed', 'delegate'), next('text'), 'tha-head').me).toEqual(['A text is before the meeting: Taking note of proposals.'])
})

it('says nothing of a view that was only sent again', () => {
  expect(of(viewOf('listed', 'delegate'), viewOf('speaking', 'delegate'), 'tha-head')).toEqual({ floor: [], me: [] })
})

it('tells everybody at once that the chair’s line is lost', () => {
  expect(of(viewOf('speaking', 'observer'), next('chair_lost'), 'observer').me).toContain('The chair’s line is lost')
})

it('tells the speaker, and nobody else, that the chair interrupts', () => {
  const interrupted: View = { ...next('speaking'), floor: { ...viewOf('speaking', 'delegate').floor, interrupted: true } }
  expect(of(viewOf('speaking', 'delegate'), interrupted, 'tha-head').me).toEqual([WORDS.en.announce.interrupted])
  expect(of(viewOf('speaking', 'delegate'), interrupted, 'lao-head')).toEqual({ floor: [], me: [] })
  expect(of(interrupted, { ...interrupted, seq: 122 }, 'tha-head').me).toEqual([])
})
