import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { CallSecretariat } from '../../src/presence/CallSecretariat'
import { inMeeting, see } from '../screen'
import { viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

it('a call that was done while the line was away is not shown as sent', async () => {
  const view = viewOf('listed', 'delegate')
  const { chamber, sent } = inMeeting(<CallSecretariat />, view, 'tha-head')
  await act(async () => { fireEvent.click(screen.getByRole('button', { name: /Call the secretariat/ })); await Promise.resolve() })
  act(() => chamber.hear({ event: 'presence', fact: { ...sent[0], kind: 'call_secretariat', state: 'coming', lasts: 1800 } }))
  expect(screen.getByText('Coming')).toBeTruthy()
  act(() => {
    see(chamber, { ...view, seq: 121 }, 'tha-head')
    chamber.hear({ event: 'here', now: new Date().toISOString(), seq: 121, digest: 'd', looking_on: 0 })
  })
  expect(screen.getByRole('button', { name: /Call the secretariat/ })).toBeTruthy()
})
