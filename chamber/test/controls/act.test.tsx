import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Act } from '../../src/controls/Act'
import { inMeeting, see } from '../screen'
import { viewOf } from '../views'

const speaking = viewOf('speaking', 'delegate')
const ended = viewOf('listed', 'delegate')

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { cleanup(); vi.useRealTimers(); vi.unstubAllGlobals() })

it('a button that turns grey, and that can be pressed again, keeps the focus', () => {
  const { chamber } = inMeeting(<Act does="yieldFloor" body={{}}>Yield</Act>, speaking, 'tha-head')
  const button = screen.getByRole('button')
  button.focus()
  const grey = (): [string | null, Element | null] => [button.getAttribute('aria-disabled'), document.activeElement]
  expect(grey()).toEqual([null, button])
  act(() => see(chamber, { ...ended, seq: 121 }, 'tha-head'))
  expect(grey()).toEqual(['true', button])
  act(() => see(chamber, { ...speaking, seq: 122 }, 'tha-head'))
  expect(grey()).toEqual([null, button])
  // The control link is lost, for every button alike.
  act(() => { vi.advanceTimersByTime(5000) })
  expect(grey()).toEqual(['true', button])
})

it('a refusal goes away after a while, whatever comes meanwhile', async () => {
  const refuse = (): Response => new Response(JSON.stringify({ detail: 'Not now.' }), { status: 409 })
  const { chamber } = inMeeting(<Act does="yieldFloor" body={{}}>Yield</Act>, speaking, 'tha-head', refuse)
  await act(async () => { fireEvent.click(screen.getByRole('button')); await vi.advanceTimersByTimeAsync(0) })
  const note = (): Element | null => document.querySelector('.note')
  expect(note()?.textContent).toBe('Not now.')
  for (let seconds = 0; seconds < 10; seconds += 2) {
    act(() => { see(chamber, { ...speaking, seq: 121 + seconds }, 'tha-head') })
    await act(() => vi.advanceTimersByTimeAsync(2000))
  }
  expect(note()).toBeNull()
})

it('what is done is told before it has an answer, and that is told too', async () => {
  const told: string[] = []
  const answers = [new Response(JSON.stringify({ seq: 121 })), new Response('{}', { status: 409 })]
  const { chamber } = inMeeting(<Act does="yieldFloor" body={{}}>Yield</Act>, speaking, 'tha-head', () => {
    told.push('asked')
    return answers.shift() ?? new Response('{}')
  })
  chamber.onAct = (name, answer) => told.push(answer === undefined ? name : `${name}: ${answer}`)
  const entered = ['yieldFloor', 'asked', 'yieldFloor: 121']
  for (const until of [entered, [...entered, 'yieldFloor', 'asked', 'yieldFloor: refused']]) {
    await act(async () => { fireEvent.click(screen.getByRole('button')); await vi.advanceTimersByTimeAsync(0) })
    expect(told).toEqual(until)
  }
})
