import type { ReactNode } from 'react'
import { useSession } from '../stream/context'
import { type CommandName, kindOf } from '../stream/kinds'
import { type Sending, type Tone, useSending } from './Act'
import type { Action } from './keys'
import { Opens } from './Opens'
import { notInThisRole, permissionOf } from './permission'

interface AskFirstProps {
  /** The command that the dialog gives in the end: it decides whether the button is there, and why it is grey. */
  does: CommandName
  target?: string
  title: string
  tone?: Tone
  action?: Action
  className?: string
  label?: string
  children: ReactNode
  /** The form; `close` after it has sent. */
  form: (sending: Sending, close: () => void) => ReactNode
}

/** A command that needs words or a choice first. */
export function AskFirst({ does, target, form, ...look }: AskFirstProps): ReactNode {
  const { view } = useSession()
  const sending = useSending()
  const permission = permissionOf(view.acts, kindOf(does), target)
  if (notInThisRole(permission)) return null
  return (
    <Opens
      {...look} permission={permission} name={does} refusal={sending.refusal} onClose={sending.dismiss}
      content={(close) => form(sending, close)}
    />
  )
}
