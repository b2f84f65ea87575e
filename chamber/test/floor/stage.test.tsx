import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Stage } from '../../src/floor/Stage'
import type { ListOfSpeakers, View } from '../../src/stream/view'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

const listed = viewOf('listed', 'delegate')
const { on_deck: _, ...nobody } = listed.floor
const { current: __, ...between } = listed.agenda

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

const decided = (at: string, adopted = true): View => ({
  ...listed, floor: { ...nobody, lists: {} }, decisions: { order: ['1'], by: { 1: {
    text: 'takes_note', version: 3, title: { en: 'Taking note' }, words: {}, item: 'i4', at, adopted, objectors: [], without: [], reservations: {}, explanations: {},
  } } },
})

const stage = (view: View): void => { inMeeting(<Stage beside={false} />, view, 'tha-head') }

it('while no item is open those on the next list wait for that', () => {
  stage({ ...listed, agenda: { ...between, order: ['i5'], items: between.items }, floor: { ...nobody, lists: { i5: nobody.lists['i4'] as ListOfSpeakers } } })
  expect(screen.getByText('Nobody speaks until the item is opened.')).toBeDefined()
})

it('an empty list is said to be empty', () => {
  stage({ ...listed, floor: { ...nobody, lists: {} } })
  expect(screen.getByText('Nobody waits for the floor.')).toBeDefined()
})

it('what was decided is shown until something follows it', () => {
  stage(decided(listed.at))
  expect(screen.getByText('Adopted by consensus: Taking note.')).toBeDefined()
  cleanup()
  stage(decided(listed.at, false))
  expect(screen.getByText('Set aside: Taking note.')).toBeDefined()
})

it('a decision after which somebody has spoken, or under an item that is no longer open, is shown no more', () => {
  const spoken = listed.floor.interventions.by['1']?.began ?? ''
  stage(decided(spoken))
  expect(screen.getByText('Nobody has the floor')).toBeDefined()
  cleanup()
  stage({ ...decided(listed.at), agenda: between })
  expect(screen.getByText('Nobody has the floor')).toBeDefined()
})
