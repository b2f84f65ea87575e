import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Head } from '../../src/meeting/Head'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

it('says how many look on without a seat, and nothing where nobody does', () => {
  const { chamber } = inMeeting(<Head />, viewOf('listed', 'delegate'), 'tha-head')
  const here = (lookingOn: number): void => act(() => chamber.hear({ event: 'here', now: new Date().toISOString(), seq: 120, digest: 'd', looking_on: lookingOn }))
  expect(screen.queryByText(/looking on/)).toBeNull()
  here(2)
  expect(screen.getByText('2 looking on').title).toBe('They follow or listen without a seat')
  here(0)
  expect(screen.queryByText(/looking on/)).toBeNull()
})
