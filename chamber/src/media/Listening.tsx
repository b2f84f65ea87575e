import type { ReactNode } from 'react'

/** The place of the floor's volume and the choice of a language to listen to. */
export function Listening(): ReactNode {
  return <div className="listening" data-place="languages" />
}
