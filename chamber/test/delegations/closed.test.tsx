import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { People } from '../../src/delegations/People'
import { Seats } from '../../src/delegations/Seats'
import { Head } from '../../src/meeting/Head'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

const all = <><Head /><Seats /><People /></>

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

it('says while the meeting goes on who is there and what time it is, and no more once it is closed', () => {
  inMeeting(all, viewOf('listed', 'presiding'), 'mys-head')
  expect(screen.getAllByText(/^(here|away)$/i)).not.toHaveLength(0)
  expect(screen.getByText('UTC+7', { selector: '.clock .zone' })).toBeDefined()
  cleanup()
  inMeeting(all, viewOf('closed', 'presiding'), 'mys-head')
  expect(screen.queryAllByText(/^(here|away|chair)$/i)).toHaveLength(0)
  expect(screen.queryByText('UTC+7', { selector: '.clock .zone' })).toBeNull()
})
