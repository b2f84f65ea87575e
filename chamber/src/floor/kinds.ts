import type { InSession } from '../stream/context'
import type { Code, Kind } from '../stream/view'
import { delegationNames } from '../delegations/names'

/** Why somebody speaks, in words: statement, on behalf of ASEAN, right of reply. */
export function kindWords(session: Pick<InSession, 'view' | 'words' | 'say'>, turn: { kind: Kind; bloc?: string }): string {
  const { view, words, say } = session
  if (turn.bloc === undefined) return words.kinds[turn.kind]
  return words.floor.onBehalfOf(say(view.blocs[turn.bloc]?.names) || turn.bloc)
}

export function alignedWords(session: Pick<InSession, 'view' | 'words' | 'say'>, aligned: readonly Code[] | undefined): string | undefined {
  if (aligned === undefined || aligned.length === 0) return undefined
  return session.words.floor.alignedWith(delegationNames(session, aligned))
}
