import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { MyMicrophone } from '../../src/media/Mine'
import type { Sound } from '../../src/media/sound'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

type Given = Parameters<typeof MyMicrophone>[0]

const tried = { asked: false, subscribe: () => () => undefined, current: () => tried, end: vi.fn() }
const sound = { devices: {}, try: () => tried, enter: vi.fn(), subscribe: () => () => undefined, current: () => undefined } as unknown as Sound
const given = (microphone: Given['microphone']): Given => ({ microphone, mayOpen: false, sound }) as unknown as Given

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

it('whoever chose to listen only is not alarmed, and is offered the check of devices to be heard', async () => {
  inMeeting(<MyMicrophone {...given({ is: 'cannot', why: 'listening_only' })} />, viewOf('listed', 'delegate'), 'tha-head')
  const heard = screen.getByRole('button', { name: /Be heard.*You entered to listen only/ })
  expect(heard.closest('[data-why]')).not.toBeNull()
  fireEvent.click(heard)
  expect(screen.getByRole('heading', { name: 'My devices' })).toBeDefined()
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  await act(() => new Promise((soon) => { setTimeout(soon, 50) }))
  expect(screen.queryByRole('heading')).toBeNull()
})

it('whose microphone is blocked is told so', () => {
  inMeeting(<MyMicrophone {...given({ is: 'cannot', why: 'blocked' })} />, viewOf('listed', 'delegate'), 'tha-head')
  expect(screen.getByText('This browser was not allowed to use the microphone.').closest('[data-why]')).toBeNull()
})
