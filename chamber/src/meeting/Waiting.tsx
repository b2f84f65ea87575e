import type { ReactNode } from 'react'
import type { Snapshot } from '../stream/chamber'
import type { Words } from '../words'

/** Before the first view: still joining, or why not. */
export function Waiting({ snapshot, words }: { snapshot: Snapshot; words: Words }): ReactNode {
  const { refused, link } = snapshot
  const said = refused === undefined
    ? (link === 'lost' ? words.link.noAnswer : words.link.joining)
    : (words.link.refused as Readonly<Record<string, string>>)[String(refused)] ?? words.link.noAnswer
  return (
    <main className="waiting" aria-busy={refused === undefined}>
      <h1>{words.link.title}</h1>
      <p role="status">{said}</p>
    </main>
  )
}
