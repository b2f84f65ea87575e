import type { ReactNode } from 'react'
import { Act } from '../controls/Act'
import { delegationName } from '../delegations/names'
import { useSession } from '../stream/context'
import { GiveFloor } from './GiveFloor'
import { onDeck } from './lists'

const MORE_SECONDS = 60

/** The chair's hand on the floor: the next speaker by one key, back, more time, interrupt, and the meeting's course. */
export function ChairControls(): ReactNode {
  const session = useSession()
  const { view, words } = session
  const { floor, meeting } = view
  if (meeting.phase === 'closed') return null
  const next = onDeck(view)
  return (
    <>
      {meeting.phase === 'open' && floor.point === undefined && next !== undefined && (
        <GiveFloor to={next.delegation} speaker={next.speaker} tone="primary" action="give_next">
          {words.floor.giveTo(delegationName(session, next.delegation))}
        </GiveFloor>
      )}
      {floor.holder !== undefined && (
        <>
          <Act does="takeFloorBack" body={{ holder: floor.holder.delegation }} action="take_back">{words.floor.takeBack}</Act>
          <Act does="extendTime" body={{ seconds: MORE_SECONDS }} action="extend">{words.floor.extend}</Act>
          {floor.interrupted
            ? <Act does="endInterruption" body={{}} tone="primary" action="interrupt">{words.floor.endInterruption}</Act>
            : <Act does="interruptSpeaker" body={{}} action="interrupt">{words.floor.interrupt}</Act>}
        </>
      )}
    </>
  )
}
