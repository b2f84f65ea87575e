import { type ReactNode, useRef } from 'react'
import { useKeys } from '../controls/useKeys'
import { TextBefore } from '../decisions/TextBefore'
import { Seats } from '../delegations/Seats'
import { Stage } from '../floor/Stage'
import { Captions } from '../media/Captions'
import { useSession } from '../stream/context'
import { Bar } from './Bar'
import { Head } from './Head'
import { SidePanel } from './SidePanel'
import { States } from './States'
import { useFocusKept } from './useFocusKept'

/** One layout for every role; what each may do decides which controls are in it. */
export function Hall(): ReactNode {
  const { view, words } = useSession()
  const { onKeyDown } = useKeys()
  const main = useRef<HTMLElement>(null)
  useFocusKept(main, view.seq)
  const state = view.floor.point ? 'point' : view.before ? 'text' : view.meeting.phase
  return (
    <div className="hall" data-state={state} data-lost={view.meeting.chair_lost !== undefined || undefined}>
      <Head />
      <main ref={main} tabIndex={-1} aria-label={words.head.chamber} onKeyDown={onKeyDown} data-region>
        <States />
        <div className="scene">
          {view.before !== undefined && <TextBefore before={view.before} />}
          <Stage beside={view.before !== undefined} />
        </div>
        <Captions />
        <Seats />
      </main>
      <SidePanel />
      <Bar />
    </div>
  )
}
