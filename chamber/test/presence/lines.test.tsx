import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Lines } from '../../src/presence/Lines'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

it('says in words what is not measured yet', () => {
  inMeeting(<Lines />, viewOf('listed', 'technician'), 'technician')
  expect(screen.getAllByTitle('not measured yet').length).toBeGreaterThan(0)
  expect(screen.getByText('– not measured yet')).toBeDefined()
})
