import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Record } from '../../src/journal/Record'
import type { Intervention } from '../../src/stream/view'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

/** What the record says of an intervention of the Lao PDR's, below its name. */
function told(past: Partial<Intervention>): (string | null)[] {
  const view = viewOf('listed', 'delegate')
  const [spoken] = Object.values(view.floor.interventions.by)
  const lao = { ...spoken, delegation: 'LAO', speaker: 'lao-head', ...past } as Intervention
  inMeeting(<Record />, { ...view, floor: { ...view.floor, interventions: { order: ['1'], by: { 1: lao } } } }, 'tha-head')
  return [...screen.getByText('Lao PDR', { selector: '.record .name' }).parentElement?.querySelectorAll('.kind') ?? []].map((line) => line.textContent)
}

it('says that a statement was made', () => {
  expect(told({})).toEqual([expect.stringMatching(/^.+ · Statement · Item 4$/)])
})

it('says on whose behalf, and who is aligned with it', () => {
  expect(told({ kind: 'for_bloc', bloc: 'asean', aligned: ['KHM', 'MMR'] })).toEqual([
    expect.stringMatching(/^.+ · On behalf of ASEAN · Item 4$/), 'Aligned: Cambodia, Myanmar',
  ])
})

it('says that one was taken as read, and of a bloc on whose behalf', () => {
  const text = { en: 'We thank the chair.' }
  expect(told({ text })).toEqual([expect.stringMatching(/^[^·]+ · Taken as read · Item 4$/)])
  cleanup()
  expect(told({ text, kind: 'for_bloc', bloc: 'asean' })).toEqual([expect.stringMatching(/^.+ · On behalf of ASEAN · Taken as read · Item 4$/)])
})
