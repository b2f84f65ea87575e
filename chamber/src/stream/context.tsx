import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { isLanguage, type Language, said, type Words, WORDS } from '../words'
import type { Chamber, Snapshot } from './chamber'
import { give, tell } from './commands'
import type { BodyOf, CommandName } from './kinds'
import type { Page } from './page'
import { type Reasons, reasonsIn } from './refusals'
import type { Text, View } from './view'

/** What every part of the screen is given: the view, words in the reader's language, and the way to act. */
export interface InSession extends Snapshot {
  view: View
  person: string
  page: Page
  language: Language
  words: Words
  reasons: Reasons
  setLanguage: (language: Language) => void
  /** A text in the reader's language. */
  say: (text: Text | undefined) => string
  act: <N extends CommandName>(name: N, body: BodyOf<N>) => Promise<number>
  tellFact: (fact: { kind: string; [detail: string]: unknown }) => Promise<boolean>
  serverNow: () => number
  /** Begin anew, as whoever this browser now sits for. */
  rejoin: () => void
  /** Go on with the journal that the server has now. */
  accept: () => void
}

const Session = createContext<InSession | undefined>(undefined)

export function useSession(): InSession {
  const session = useContext(Session)
  if (session === undefined) throw new Error('outside of a meeting')
  return session
}

const KEPT_LANGUAGE = 'prachum:language'

function firstLanguage(page: string | undefined): Language {
  const kept = localStorage.getItem(KEPT_LANGUAGE)
  if (isLanguage(kept)) return kept
  return isLanguage(page) ? page : 'en'
}

/** Subscribes to the chamber; `waiting` is shown until there is a view. */
export function InMeeting({ chamber, page, waiting, children }: {
  chamber: Chamber
  page: Page
  waiting: (snapshot: Snapshot, words: Words) => ReactNode
  children: ReactNode
}): ReactNode {
  const snapshot = useSyncExternalStore(chamber.subscribe, chamber.current)
  const [language, choose] = useState(() => firstLanguage(page.language))
  const [reasons, setReasons] = useState<Reasons>({})
  useEffect(() => {
    document.documentElement.lang = language
    let wanted = true
    void reasonsIn(language).then((found) => { if (wanted) setReasons(found) })
    return () => { wanted = false }
  }, [language])
  const setLanguage = useCallback((wanted: Language) => {
    localStorage.setItem(KEPT_LANGUAGE, wanted)
    choose(wanted)
  }, [])
  const words = WORDS[language]
  const session = useMemo(() => {
    const { view, person } = snapshot
    if (view === undefined) return undefined
    return {
      ...snapshot, view, person: person ?? '', page, language, words, reasons, setLanguage,
      say: (text: Text | undefined) => said(text, language).words,
      act: async <N extends CommandName>(name: N, body: BodyOf<N>) => {
        chamber.onAct(name)
        try {
          const seq = await give(chamber.meeting, name, body, language)
          chamber.onAct(name, seq)
          return seq
        } catch (failure) {
          chamber.onAct(name, 'refused')
          throw failure
        }
      },
      tellFact: (fact: { kind: string; [detail: string]: unknown }) => tell(chamber.meeting, fact),
      serverNow: chamber.clock.now,
      rejoin: chamber.rejoin,
      accept: chamber.accept,
    }
  }, [snapshot, language, words, reasons, setLanguage, chamber, page])
  if (session === undefined) return waiting(snapshot, words)
  return <Session value={session}>{children}</Session>
}
