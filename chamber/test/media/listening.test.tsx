import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Listen } from '../../src/media/Listening'
import type { Sound } from '../../src/media/sound'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

const NONE = /No sound comes out/

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { cleanup(); vi.useRealTimers(); vi.unstubAllGlobals() })

function listen(): ReturnType<typeof vi.fn> {
  const start = vi.fn(() => new Promise<void>(() => undefined))
  inMeeting(<Listen sound={{ start } as unknown as Sound} />, viewOf('listed', 'delegate'), 'tha-head')
  return start
}

it('whoever presses and hears nothing is told so', () => {
  const start = listen()
  fireEvent.click(screen.getByRole('button', { name: /Listen/ }))
  expect(start).toHaveBeenCalledOnce()
  act(() => { vi.advanceTimersByTime(2900) })
  expect(screen.queryByText(NONE)).toBeNull()
  act(() => { vi.advanceTimersByTime(200) })
  expect(screen.getAllByText(NONE), 'shown, and said to a screen reader').toHaveLength(2)
})

it('nobody is told before they have pressed', () => {
  listen()
  act(() => { vi.advanceTimersByTime(60_000) })
  expect(screen.queryByText(NONE)).toBeNull()
})
