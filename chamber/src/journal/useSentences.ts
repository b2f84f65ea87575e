import { useEffect, useRef, useState } from 'react'
import { useSession } from '../stream/context'
import type { components } from '../stream/wire'

export type Sentence = components['schemas']['Sentence']

/** What happens in a burst is asked for together. */
const TOGETHER = 1500

/** The journal in the reader's language while this is shown; what is new is asked for after the view has changed. */
export function useSentences(): readonly Sentence[] {
  const { view, language, person } = useSession()
  const [told, setTold] = useState<{ of: string; sentences: readonly Sentence[] }>({ of: '', sentences: [] })
  const { id } = view.meeting
  // Another reader, or another language, has another journal.
  const of = `${id} ${language} ${person}`
  const known = useRef(told)
  useEffect(() => { known.current = told }, [told])
  useEffect(() => {
    const gone = new AbortController()
    const ask = async (): Promise<void> => {
      const before = known.current.of === of ? known.current.sentences : []
      try {
        const answer = await fetch(`/api/meetings/${id}/sentences?lang=${language}&after=${before.at(-1)?.seq ?? 0}`, { signal: gone.signal })
        if (answer.ok) setTold({ of, sentences: [...before, ...await answer.json() as Sentence[]] })
      } catch {
        // The next change of the view asks again.
      }
    }
    const timer = setTimeout(() => { void ask() }, known.current.of === of ? TOGETHER : 0)
    return () => { clearTimeout(timer); gone.abort() }
  }, [id, language, of, view.seq])
  return told.of === of ? told.sentences : []
}
