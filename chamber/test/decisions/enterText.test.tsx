import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { EnterText } from '../../src/decisions/EnterText'
import type { View } from '../../src/stream/view'
import { inMeeting, see } from '../screen'
import { viewOf } from '../views'

const third = viewOf('listed', 'secretariat')
const fourth: View = { ...third, seq: 121, texts: { takes_note: { version: 4, title: { en: 'Note' }, words: { en: 'Of the fourth.' } } } }

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

const open = (): void => { fireEvent.click(screen.getByRole('button', { name: 'Next version' })) }
const words = (): HTMLTextAreaElement => {
  const [, wording] = screen.getAllByLabelText('English')
  return wording as HTMLTextAreaElement
}
const enter = (): Promise<void> => act(async () => { fireEvent.submit(words()); await Promise.resolve() })

it('the next version begins with the one that another has entered meanwhile', async () => {
  const { chamber, sent } = inMeeting(<EnterText id="takes_note" />, third, 'secretariat')
  act(() => see(chamber, fourth, 'secretariat'))
  open()
  expect(words().value).toBe('Of the fourth.')
  await enter()
  expect(sent).toMatchObject([{ body: { text: 'takes_note', version: 5, words: { en: 'Of the fourth.' } } }])
})

it('what was begun from an earlier version is entered as what follows that one, which the rules refuse, and begins anew', async () => {
  const refuse = (): Response => new Response(JSON.stringify({ code: 'decisions.not_the_next_version' }), { status: 409 })
  const { chamber, sent } = inMeeting(<EnterText id="takes_note" />, third, 'secretariat', refuse)
  open()
  fireEvent.change(words(), { target: { value: 'Mine.' } })
  act(() => see(chamber, fourth, 'secretariat'))
  await enter()
  expect(sent).toMatchObject([{ body: { version: 4, words: { en: 'Mine.' } } }])
  expect(words().value).toBe('Mine.')
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  open()
  expect(words().value).toBe('Of the fourth.')
})

it('what was left half written is there again', () => {
  inMeeting(<EnterText id="takes_note" />, third, 'secretariat')
  open()
  fireEvent.change(words(), { target: { value: 'Mine.' } })
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  open()
  expect(words().value).toBe('Mine.')
})

it('what is empty is marked, and the first of it has the focus, when the rules refuse it', async () => {
  const refuse = (): Response => new Response(JSON.stringify({ code: 'decisions.no_words' }), { status: 409 })
  const { sent } = inMeeting(<EnterText />, third, 'secretariat', refuse)
  fireEvent.click(screen.getByRole('button', { name: 'Enter a text' }))
  const [title, wording] = screen.getAllByLabelText('English')
  fireEvent.change(title as HTMLElement, { target: { value: 'A title' } })
  await enter()
  expect(sent).toHaveLength(1)
  expect(title?.getAttribute('aria-invalid')).toBeNull()
  expect(wording?.getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(wording)
  fireEvent.change(wording as HTMLElement, { target: { value: 'Words.' } })
  expect(wording?.getAttribute('aria-invalid')).toBeNull()
})
