import type { Acts, Permission } from '../stream/view'

/** What `acts` says of a command (and target); a target that it does not name cannot be acted on. */
export function permissionOf(acts: Acts, kind: string, target?: string): Permission {
  const said = acts[kind]
  if (said === undefined) return 'control.unknown'
  if (typeof said !== 'object') return said
  if (target !== undefined) return said[target] ?? 'control.no_target'
  const answers = Object.values(said)
  return answers.includes(true) ? true : (answers[0] ?? 'control.no_target')
}

/** Whether nobody in this role ever gives the command: then there is no control at all, rather than a grey one. */
export function notInThisRole(permission: Permission): boolean {
  return permission !== true && permission.endsWith('.not_in_your_role')
}
