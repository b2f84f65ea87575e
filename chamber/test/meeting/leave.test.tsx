import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Leave } from '../../src/meeting/Leave'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

it('whoever has a seat leaves it, whoever only looks on goes back to the meetings', () => {
  inMeeting(<Leave />, viewOf('listed', 'delegate'), 'tha-head')
  expect(screen.getByRole('button', { name: 'Leave' })).toBeDefined()
  cleanup()
  inMeeting(<Leave />, viewOf('listed', 'observer'), 'nobody')
  expect(screen.getByRole('link', { name: 'Back to the meetings' })).toBeDefined()
})
