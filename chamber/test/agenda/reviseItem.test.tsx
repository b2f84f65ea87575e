import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { ReviseItem } from '../../src/agenda/Draft'
import { useSession } from '../../src/stream/context'
import type { View } from '../../src/stream/view'
import { inMeeting, see } from '../screen'
import { viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

function Second(): ReactNode {
  const item = useSession().view.agenda.items['i2']
  return item === undefined ? null : <ReviseItem id="i2" item={item} />
}

it('an item is changed from what it is now', () => {
  const scheduled = viewOf('scheduled', 'presiding')
  const view: View = { ...scheduled, acts: { ...scheduled.acts, 'agenda.revise_agenda_item': true } }
  const item = view.agenda.items['i2']
  if (item === undefined) throw new Error('no such item')
  const revised: View = { ...view, seq: 121, agenda: { ...view.agenda, items: { ...view.agenda.items, i2: { ...item, minutes: 77 } } } }
  const { chamber } = inMeeting(<Second />, view, 'mys-head')
  act(() => see(chamber, revised, 'mys-head'))
  fireEvent.click(screen.getByRole('button'))
  expect(screen.getByLabelText<HTMLInputElement>('Minutes').value).toBe('77')
})
