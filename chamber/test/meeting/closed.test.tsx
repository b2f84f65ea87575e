import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { States } from '../../src/meeting/States'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

const news = (): (string | null)[] => screen.queryAllByRole('link', { name: 'Read the news page' }).map((link) => link.getAttribute('href'))

it('a meeting that is closed leads to its record, and to the news once there is a page of it', () => {
  inMeeting(<States />, viewOf('closed', 'observer'), 'nobody')
  expect(screen.getByRole('link', { name: 'Read the record' })).toBeDefined()
  expect(news()).toEqual([])
  cleanup()
  inMeeting(<States />, viewOf('closed', 'observer'), 'nobody', undefined, { news: '/en/news/som/' })
  expect(news()).toEqual(['/en/news/som/'])
})
