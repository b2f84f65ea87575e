import { useSession } from '../stream/context'
import type { Permission } from '../stream/view'

/** Why something cannot be done now, in words; undefined when it can. `local`: it needs no server. */
export function useReason(permission: Permission, local = false): string | undefined {
  const { reasons, words, link } = useSession()
  if (local) return undefined
  if (link === 'lost') return words.control.linkLost
  if (permission === true) return undefined
  const reason = reasons[permission]
  if (reason === undefined) return words.control.notNow
  return reason.rule === undefined ? reason.text : `${reason.text} (${words.control.rule} ${reason.rule})`
}
