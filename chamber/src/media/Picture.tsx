import type { ReactNode } from 'react'
import type { Code, PersonId } from '../stream/view'

/** Where a camera's picture goes; until there is one, the delegation's code, quietly. */
export function Picture({ delegation, person }: { delegation: Code; person: PersonId }): ReactNode {
  return <div className="picture" data-person={person} aria-hidden="true"><span>{delegation.length <= 4 ? delegation : ''}</span></div>
}
