import type { ReactNode } from 'react'
import { delegationName, plateLines } from '../delegations/names'
import { useSession } from '../stream/context'
import type { Code, PersonId } from '../stream/view'
import { named } from '../words'

/** The plate before a speaker: the delegation large, then the person as the plate of that day says. */
export function Nameplate({ delegation, person, note }: { delegation: Code; person?: PersonId; note?: string | undefined }): ReactNode {
  const session = useSession()
  const { view, say } = session
  const sits = person === undefined ? undefined : view.people[person]
  const name = named(say(sits?.honorific), say(sits?.name))
  const [first, ...rest] = [name, ...plateLines(session, sits)].filter(Boolean)
  return (
    <div className="nameplate">
      <p className="party">{delegationName(session, delegation)}</p>
      {first !== undefined && <p className="who">{first}</p>}
      {rest.length > 0 && <p className="title">{rest.join(' · ')}</p>}
      {note !== undefined && <p className="role">{note}</p>}
    </div>
  )
}
