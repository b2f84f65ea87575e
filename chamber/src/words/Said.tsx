import type { ReactNode } from 'react'
import { useSession } from '../stream/context'
import type { Text } from '../stream/view'
import { said } from './index'

/** A text of the meeting, marked with the language it is really in. */
export function Said({ text, className }: { text: Text | undefined; className?: string }): ReactNode {
  const { language } = useSession()
  const { words, lang } = said(text, language)
  return <span className={className} lang={lang === language ? undefined : lang}>{words}</span>
}
