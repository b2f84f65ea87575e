import { type ReactNode, useCallback, useEffect, useId, useState } from 'react'
import { Focusable, Tooltip, TooltipTrigger } from 'react-aria-components'
import { useSession } from '../stream/context'
import { Refused } from '../stream/commands'
import { type BodyOf, type CommandName, kindOf } from '../stream/kinds'
import type { Permission } from '../stream/view'
import { useAnnounce } from '../journal/announce'
import type { Action } from './keys'
import { useKeys } from './useKeys'
import { notInThisRole, permissionOf } from './permission'
import { useReason } from './useReason'

export type Tone = 'plain' | 'primary' | 'danger' | 'quiet'

interface Look {
  tone?: Tone
  action?: Action
  className?: string
  label?: string
  tabIndex?: number
  children: ReactNode
}

interface ActProps<N extends CommandName> extends Look {
  does: N
  body: BodyOf<N>
  target?: string
  onDone?: () => void
}

/** One command as a button: absent where the role never gives it, grey with its reason where the rules refuse it now. */
export function Act<N extends CommandName>({ does, body, target, onDone, ...look }: ActProps<N>): ReactNode {
  const { view } = useSession()
  const permission = permissionOf(view.acts, kindOf(does), target)
  const { send, pending, refusal, dismiss } = useSending()
  if (notInThisRole(permission)) return null
  const press = (): void => { void send(does, body).then((done) => { if (done) onDone?.() }) }
  return <Press {...look} permission={permission} pending={pending} note={refusal} dismiss={dismiss} onPress={press} name={does} />
}

export interface Sending {
  send: <N extends CommandName>(name: N, body: BodyOf<N>) => Promise<boolean>
  pending: boolean
  refusal: string | undefined
  dismiss: () => void
}

/** Gives a command and keeps its refusal in words, to be shown beside the control that caused it. */
export function useSending(): Sending {
  const { act, words, reasons } = useSession()
  const announce = useAnnounce()
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const dismiss = useCallback(() => setRefusal(undefined), [])
  const send = async <N extends CommandName>(name: N, body: BodyOf<N>): Promise<boolean> => {
    setPending(true)
    setRefusal(undefined)
    try {
      await act(name, body)
      return true
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure
      const { code, detail, rule, status } = failure.refusal
      const text = (detail || reasons[code]?.text) ?? (status === 0 ? words.control.noAnswer : words.control.refused)
      const numbered = rule ?? reasons[code]?.rule
      const note = numbered === undefined ? text : `${text} (${words.control.rule} ${numbered})`
      setRefusal(note)
      announce(note)
      return false
    } finally {
      setPending(false)
    }
  }
  return { send, pending, refusal, dismiss }
}

interface PressProps extends Look {
  permission: Permission
  pending?: boolean
  note?: string | undefined
  dismiss?: () => void
  onPress: () => void
  name: string
  expands?: boolean
  /** It needs no server, as one's own microphone: the control link may be lost. */
  local?: boolean
}

/** The button itself; grey is aria-disabled, so that a screen reader still reaches it and reads why. */
export function Press({ permission, pending = false, note, dismiss, onPress, name, tone = 'plain', action, className, label, tabIndex, children, expands, local = false }: PressProps): ReactNode {
  const reason = useReason(permission, local)
  const whyId = useId()
  const { keyOf } = useKeys()
  const [told, tell] = useState(false)
  const announce = useAnnounce()
  const shown = note ?? (told ? reason : undefined)
  useEffect(() => {
    if (shown === undefined) return undefined
    const timer = setTimeout(() => { tell(false); dismiss?.() }, 9000)
    return () => clearTimeout(timer)
  }, [shown, dismiss])
  const grey = reason !== undefined
  const press = (): void => {
    if (pending) return
    if (!grey) { onPress(); return }
    tell(true)
    announce(reason)
  }
  const key = action === undefined ? undefined : keyOf(action)
  const button = (
    <button
      type="button" className={`press ${tone} ${className ?? ''}`} data-act={name} data-action={action}
      aria-disabled={grey || pending || undefined} aria-describedby={grey ? whyId : undefined}
      aria-keyshortcuts={key} aria-haspopup={expands === true ? 'dialog' : undefined} aria-label={label} tabIndex={tabIndex} onClick={press}
      onKeyDown={(event) => { if (event.key === 'Escape' && shown !== undefined) { tell(false); dismiss?.() } }}
    >
      <span className="words">{children}</span>{key !== undefined && <kbd aria-hidden="true">{key.toUpperCase()}</kbd>}
    </button>
  )
  return (
    <span className="act">
      <WithReason reason={told ? undefined : reason}>{button}</WithReason>
      {grey && <span id={whyId} className="for-readers">{reason}</span>}
      {shown !== undefined && <span className="note" aria-hidden="true">{shown}</span>}
    </span>
  )
}

/** The same element with a reason and without one: a button that turns grey keeps the focus. */
function WithReason({ reason, children }: { reason: string | undefined; children: ReactNode }): ReactNode {
  const [open, setOpen] = useState(false)
  if (open && reason === undefined) setOpen(false)
  return (
    <TooltipTrigger delay={400} isDisabled={reason === undefined} isOpen={open} onOpenChange={setOpen}>
      <Focusable>{children as never}</Focusable>
      <Tooltip className="why" offset={6}>{reason}</Tooltip>
    </TooltipTrigger>
  )
}
