import { act, cleanup } from '@testing-library/react'
import { type ReactNode, useRef } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useConfirmed } from '../../src/decisions/useConfirmed'
import { useSession } from '../../src/stream/context'
import type { Before, View } from '../../src/stream/view'
import { inMeeting, see } from '../screen'
import { viewOf } from '../views'

class AllShown {
  constructor(private readonly told: (entries: object[]) => void) {}
  observe(): void { this.told([{ isIntersecting: true, intersectionRatio: 1 }]) }
  disconnect(): void { /* It tells once. */ }
}

beforeEach(() => { vi.useFakeTimers(); vi.stubGlobal('IntersectionObserver', AllShown) })
afterEach(() => { cleanup(); vi.useRealTimers(); vi.unstubAllGlobals() })

function Paper({ before }: { before: Before }): ReactNode {
  const paper = useRef<HTMLElement>(null)
  useConfirmed(paper, before)
  return <article ref={paper} />
}

function Text(): ReactNode {
  const { before } = useSession().view
  return before === undefined ? null : <Paper before={before} />
}

it('a confirmation that was not let through is said again, as long as the text is there', async () => {
  const text = viewOf('text', 'delegate')
  const view: View = { ...text, acts: { ...text.acts, 'decisions.confirm_text': true } }
  const { chamber, sent } = inMeeting(<Text />, view, 'tha-head', () => new Response('{"code":"live.too_often"}', { status: 429 }))
  await act(() => vi.advanceTimersByTimeAsync(4000))
  expect(sent).toHaveLength(2)
  expect(sent[1]).toMatchObject({ kind: 'decisions.confirm_text', body: { text: 'takes_note', version: 3 } })
  act(() => see(chamber, { ...viewOf('listed', 'delegate'), seq: 121 }, 'tha-head'))
  await act(() => vi.advanceTimersByTimeAsync(10_000))
  expect(sent).toHaveLength(2)
})
