import type { ReactNode } from 'react'
import { ConclusionForm } from '../conclusions/ConclusionForm'
import { Act } from '../controls/Act'
import { Group } from '../controls/Group'
import { notInThisRole, permissionOf } from '../controls/permission'
import { useKeys } from '../controls/useKeys'
import { AskForFloor, OtherRequests } from '../floor/AskForFloor'
import { ChairControls } from '../floor/ChairControls'
import { Listening } from '../media/Listening'
import { CallSecretariat } from '../presence/CallSecretariat'
import { useSession } from '../stream/context'
import { CloseMenu } from './CloseMenu'
import { Course } from './Course'
import { useHeightTold } from './useHeightTold'

/** What I can do, the most likely first; whoever keeps order finds their delegation's own acts behind one button. */
export function Bar(): ReactNode {
  const { view, words } = useSession()
  const { onKeyDown } = useKeys()
  const keeps = !notInThisRole(permissionOf(view.acts, 'floor.give_floor'))
  const over = view.meeting.phase === 'closed'
  const place = useHeightTold('--bar')
  return (
    <section ref={place} className="bar" aria-label={words.head.controls} onKeyDown={onKeyDown} data-region>
      <div className="acts">
        <Course />
        <ChairControls />
        {keeps && !over && <Group title={words.meeting.course} name="course">{(close) => <CloseMenu close={close} />}</Group>}
        <ConclusionForm />
        {!over && (keeps ? <Group title={words.delegations.mine} name="delegation"><Own flat /></Group> : <Own />)}
      </div>
      <div className="aside">
        <Listening />
        <CallSecretariat />
      </div>
    </section>
  )
}

/** The acts of a delegation; while it has the floor, the first is to have finished. */
function Own({ flat = false }: { flat?: boolean }): ReactNode {
  const { view, words } = useSession()
  const holds = view.me.delegation !== undefined && view.floor.holder?.delegation === view.me.delegation
  return (
    <>
      {holds && <Act does="yieldFloor" body={{}} tone="primary" action="yield">{words.floor.yield}</Act>}
      <AskForFloor primary={!holds} />
      {view.floor.point === undefined && <Act does="raisePointOfOrder" body={{}} action="point">{words.floor.raisePoint}</Act>}
      <OtherRequests flat={flat} />
    </>
  )
}
