import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { useAnnounce } from '../../src/journal/announce'
import { inMeeting, see } from '../screen'
import { viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

function Saying({ said }: { said: readonly string[] }): ReactNode {
  const announce = useAnnounce()
  return <button onClick={() => said.forEach(announce)}>Say</button>
}

const lines = (region: string): (string | null)[] => [...document.querySelectorAll(`[data-live="${region}"] p`)].map((line) => line.textContent)

it('says all that is to be said at once, and the same once more', () => {
  const listed = viewOf('listed', 'delegate')
  const { chamber } = inMeeting(<Saying said={['Your microphone is open']} />, listed, 'tha-head')
  act(() => {
    fireEvent.click(screen.getByRole('button'))
    see(chamber, { ...viewOf('speaking', 'delegate', Date.now()), seq: 121 }, 'tha-head')
  })
  expect(lines('me').toSorted()).toEqual(['You have the floor.', 'Your microphone is open'])
  const [first] = document.querySelectorAll('[data-live="me"] p')
  fireEvent.click(screen.getByRole('button'))
  expect(lines('me').slice(-1)).toEqual(['Your microphone is open'])
  expect(lines('me')).toHaveLength(3)
  expect(document.querySelector('[data-live="me"] p')).toBe(first)
})

it('keeps the last lines only', () => {
  inMeeting(<Saying said={['1', '2', '3', '4', '5', '6']} />, viewOf('listed', 'delegate'), 'tha-head')
  fireEvent.click(screen.getByRole('button'))
  expect(lines('me')).toEqual(['3', '4', '5', '6'])
})
