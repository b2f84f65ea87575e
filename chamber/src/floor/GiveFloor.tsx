import type { ReactNode } from 'react'
import { Act, type Tone } from '../controls/Act'
import type { Action } from '../controls/keys'
import { voiceOf } from '../delegations/names'
import { useSession } from '../stream/context'
import type { Code, PersonId } from '../stream/view'

/** The floor to a delegation, to the person who asked for it or who may speak for it; it ends the turn that runs. */
export function GiveFloor({ to, speaker, tone = 'plain', action, className, label, children }: {
  to: Code
  speaker?: PersonId
  tone?: Tone
  action?: Action
  className?: string
  label?: string
  children: ReactNode
}): ReactNode {
  const { view } = useSession()
  const { holder, point } = view.floor
  const insteadOf = holder === undefined || point !== undefined ? {} : { instead_of: holder.delegation }
  const mover = point?.delegation === to ? point.speaker : undefined
  return (
    <Act
      does="giveFloor" target={to} body={{ to, speaker: speaker ?? mover ?? voiceOf(view, to), ...insteadOf }} tone={tone}
      {...(action === undefined ? {} : { action })} {...(className === undefined ? {} : { className })} {...(label === undefined ? {} : { label })}
    >{children}</Act>
  )
}
