import type { ReactNode } from 'react'
import { Act } from '../controls/Act'
import { useKeys } from '../controls/useKeys'
import { AskForFloor } from '../floor/AskForFloor'
import { ChairControls } from '../floor/ChairControls'
import { TakeAsRead } from '../floor/TakeAsRead'
import { Listening } from '../media/Listening'
import { CallSecretariat } from '../presence/CallSecretariat'
import { useSession } from '../stream/context'
import { Course } from './Course'

/** What I can do, the most likely first; those in the chair's and the secretariat's seat find the chair's acts first. */
export function Bar(): ReactNode {
  const { words } = useSession()
  const { onKeyDown } = useKeys()
  return (
    <section className="bar" aria-label={words.head.controls} onKeyDown={onKeyDown} data-region>
      <div className="acts">
        <Course />
        <ChairControls />
        <AskForFloor />
        <Act does="yieldFloor" body={{}} action="yield">{words.floor.yield}</Act>
        <Act does="raisePointOfOrder" body={{}} action="point">{words.floor.raisePoint}</Act>
        <TakeAsRead />
      </div>
      <div className="aside">
        <Listening />
        <CallSecretariat />
      </div>
    </section>
  )
}
