import { type ReactNode, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useSession } from '../stream/context'
import type { Permission } from '../stream/view'
import { Press, type Tone } from './Act'
import type { Action } from './keys'
import { undotted } from '../words'

export interface OpensProps {
  title: string
  name: string
  permission?: Permission
  tone?: Tone
  action?: Action
  className?: string
  label?: string
  tabIndex?: number
  refusal?: string | undefined
  onClose?: () => void
  children: ReactNode
  content: (close: () => void) => ReactNode
}

/** A button that opens a dialog; Escape, the cross and a press beside it close it, and the focus goes back. */
export function Opens({ title, name, permission = true, refusal, onClose, children, content, ...look }: OpensProps): ReactNode {
  const { words } = useSession()
  const [open, setOpen] = useState(false)
  const close = (): void => { setOpen(false); onClose?.() }
  return (
    <>
      <Press {...look} permission={permission} onPress={() => setOpen(true)} name={name} expands>{children}</Press>
      {/* None while it is shut: a hall of two hundred seats has as many of these. */}
      {open && (
        <ModalOverlay className="veil" isDismissable isOpen onOpenChange={(wanted) => { if (!wanted) close() }}>
          <Modal className="modal">
            <Dialog className="dialog">
              <header>
                <Heading slot="title">{undotted(title)}</Heading>
                <button type="button" className="close" aria-label={words.control.close} onClick={close}>×</button>
              </header>
              {content(close)}
              {refusal !== undefined && <p className="refusal" role="alert">{refusal}</p>}
            </Dialog>
          </Modal>
        </ModalOverlay>
      )}
    </>
  )
}
