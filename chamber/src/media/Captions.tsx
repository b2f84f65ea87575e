import type { ReactNode } from 'react'

/** The place that captions will have; it takes no room while there are none. */
export function Captions(): ReactNode {
  return <div className="captions" data-place="captions" />
}
