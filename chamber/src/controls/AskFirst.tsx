import { type ReactNode, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useSession } from '../stream/context'
import { type CommandName, kindOf } from '../stream/kinds'
import { Press, type Sending, type Tone, useSending } from './Act'
import type { Action } from './keys'
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

/** A command that needs words or a choice first: a button that opens a dialog. */
export function AskFirst({ does, target, title, form, ...look }: AskFirstProps): ReactNode {
  const { view, words } = useSession()
  const sending = useSending()
  const [open, setOpen] = useState(false)
  const permission = permissionOf(view.acts, kindOf(does), target)
  if (notInThisRole(permission)) return null
  const close = (): void => { setOpen(false); sending.dismiss() }
  return (
    <>
      <Press {...look} permission={permission} onPress={() => setOpen(true)} name={does} expands />
      <ModalOverlay className="veil" isDismissable isOpen={open} onOpenChange={(wanted) => { if (!wanted) close() }}>
        <Modal className="modal">
          <Dialog className="dialog">
            <header>
              <Heading slot="title">{title}</Heading>
              <button type="button" className="close" aria-label={words.control.close} onClick={close}>×</button>
            </header>
            {form(sending, close)}
            {sending.refusal !== undefined && <p className="refusal" role="alert">{sending.refusal}</p>}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  )
}
