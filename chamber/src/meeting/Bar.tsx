import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
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
import { Leave } from './Leave'

/** What I can do, the most likely first; whoever keeps order finds their delegation's own acts behind one button. */
export function Bar(): ReactNode {
  const { view, words } = useSession()
  const { onKeyDown } = useKeys()
  const keeps = !notInThisRole(permissionOf(view.acts, 'floor.give_floor'))
  const over = view.meeting.phase === 'closed'
  const place = useHeightTold()
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
        <Leave />
      </div>
    </section>
  )
}

/** On a phone the bar lies over the chamber, which leaves as much room under itself (`--bar`). */
function useHeightTold(): RefObject<HTMLElement | null> {
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    const bar = place.current
    if (bar === null) return undefined
    const seen = new ResizeObserver(() => bar.parentElement?.style.setProperty('--bar', `${bar.offsetHeight}px`))
    seen.observe(bar)
    return () => seen.disconnect()
  }, [])
  return place
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
