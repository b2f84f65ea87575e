import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Texts } from '../../src/decisions/Texts'
import { inMeeting } from '../screen'
import { viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

it('the text before the meeting is named among the texts, and none is said to be missing', () => {
  inMeeting(<Texts />, viewOf('text', 'delegate'), 'tha-head')
  expect(screen.getByText('Before the meeting: Taking note of proposals')).toBeDefined()
  expect(screen.queryByText('No text waits for a decision.')).toBeNull()
})
