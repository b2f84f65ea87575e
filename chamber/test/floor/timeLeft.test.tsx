import { cleanup } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { TimeLeft, warningAt } from '../../src/floor/TimeLeft'
import { length } from '../../src/words/times'
import { inMeeting } from '../screen'
import { NOW, viewOf } from '../views'

afterEach(() => { cleanup(); vi.unstubAllGlobals() })

it('warns when the rules of the meeting say so, and by nothing of its own', () => {
  const near = (warnings: number[]): string[] => [121, 120, 31, 30, 1, 0].map((left) => warningAt(left * 1000, warnings).near)
  expect(near([120, 30])).toEqual(['ample', 'soon', 'soon', 'last', 'last', 'over'])
  expect(near([30, 120])).toEqual(near([120, 30]))
  expect(near([120])).toEqual(['ample', 'soon', 'soon', 'soon', 'soon', 'over'])
  expect(near([])).toEqual(['ample', 'ample', 'ample', 'ample', 'ample', 'over'])
})

it('tells each of many warnings by its own length', () => {
  expect([130, 120, 90, 60, 10].map((left) => warningAt(left * 1000, [180, 120, 60, 10]).at)).toEqual([180, 120, 120, 60, 10])
})

it('says lengths in words of the language', () => {
  expect([60, 150, 30, 0].map((seconds) => length(seconds, 'en'))).toEqual(['1 minute', '2 minutes 30 seconds', '30 seconds', '0 seconds'])
  expect(length(120, 'fr').replaceAll(/\s/g, ' ')).toBe('2 minutes')
  expect(length(120, 'th')).toBe('2 นาที')
})

it('shows a warning at two minutes as two minutes', () => {
  const view = viewOf('speaking', 'delegate', NOW)
  inMeeting(<TimeLeft clock={{ limit: 300, spent: 190_000 }} what="Statement" />, { ...view, rules: { ...view.rules, warnings: [120, 30] } }, 'tha-head')
  expect(document.querySelector('.warning')?.textContent).toContain('Less than 2 minutes left')
})
