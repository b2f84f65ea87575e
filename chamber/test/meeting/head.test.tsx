import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Head } from '../../src/meeting/Head'
import type { Item, View } from '../../src/stream/view'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

const listed = viewOf('listed', 'delegate')
const under = (item: Partial<Item>): View => ({ ...listed, agenda: { ...listed.agenda, items: { ...listed.agenda.items, i4: { ...listed.agenda.items['i4'] as Item, ...item } } } })

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

it('counts the items, and not what is under one', () => {
  inMeeting(<Head />, under({}), 'tha-head')
  expect(screen.getByText(/^Item 4 of \d+$/)).toBeDefined()
  cleanup()
  inMeeting(<Head />, under({ number: '3.1', parent: 'i3' }), 'tha-head')
  expect(screen.getByText('Item 3.1')).toBeDefined()
})
