/** A part of the screen in a meeting, for tests that press and look. */
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import { WithLiveRegions } from '../src/journal/announce'
import { Chamber } from '../src/stream/chamber'
import { InMeeting } from '../src/stream/context'
import type { Page } from '../src/stream/page'
import type { View } from '../src/stream/view'

const PAGE = { meeting: 'm', language: 'en', observer: false, places: [], media: false, leave: '/leave/', home: '/' }

/** What is sent to the live plane: commands with their bodies. */
export interface Sent {
  kind: string
  body: object
}

/** Shows this part to somebody who has this view; the live plane answers as `answer` says. */
export function inMeeting(part: ReactNode, view: View, person: string, answer: () => Response = done, page: Partial<Page> = {}): { chamber: Chamber; sent: Sent[] } {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', (_: string, asked?: { body?: string }) => {
    if (asked?.body === undefined) return Promise.resolve(new Response('{}'))
    sent.push(JSON.parse(asked.body) as Sent)
    return Promise.resolve(answer())
  })
  const chamber = new Chamber('m')
  see(chamber, view, person)
  render(<InMeeting chamber={chamber} page={{ ...PAGE, ...page }} waiting={() => null}><WithLiveRegions>{part}</WithLiveRegions></InMeeting>)
  return { chamber, sent }
}

/** The whole view comes. */
export function see(chamber: Chamber, view: View, person: string): void {
  chamber.hear({ event: 'view', view, person, now: new Date().toISOString() })
}

function done(): Response {
  return new Response(JSON.stringify({ seq: 121 }))
}
