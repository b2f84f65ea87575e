import { type ReactNode, useRef, useState } from 'react'
import { Dialog, Popover } from 'react-aria-components'
import { Press } from './Act'

/** Rarer acts behind one button, so that the likely ones stay in sight. */
export function Group({ title, name, children }: { title: string; name: string; children: ReactNode | ((close: () => void) => ReactNode) }): ReactNode {
  const place = useRef<HTMLSpanElement>(null)
  const [open, setOpen] = useState(false)
  return (
    <span ref={place}>
      <Press permission={true} local name={name} onPress={() => setOpen(true)} expands>{title}<span aria-hidden="true"> ▴</span></Press>
      <Popover className="popover group" triggerRef={place} isOpen={open} onOpenChange={setOpen} placement="top start">
        <Dialog className="dialog" aria-label={title}>{typeof children === 'function' ? children(() => setOpen(false)) : children}</Dialog>
      </Popover>
    </span>
  )
}
