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

const stage = (view: View): void => { inMeeting(<Stage beside={false} />, view, 'tha-head') }

it('while no item is open those on the next list wait for that', () => {
  stage({ ...listed, agenda: { ...between, order: ['i5'], items: between.items }, floor: { ...nobody, lists: { i5: nobody.lists['i4'] as ListOfSpeakers } } })
  expect(screen.getByText('Nobody speaks until the item is opened.')).toBeDefined()
})

it('an empty list is said to be empty', () => {
  stage({ ...listed, floor: { ...nobody, lists: {} } })
  expect(screen.getByText('Nobody waits for the floor.')).toBeDefined()
})
