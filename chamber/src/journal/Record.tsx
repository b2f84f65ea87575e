import type { ReactNode } from 'react'
import { delegationName, personName } from '../delegations/names'
import { alignedWords, kindWords } from '../floor/kinds'
import { type InSession, useSession } from '../stream/context'
import type { Intervention } from '../stream/view'
import { Hour } from '../words/Hour'
import { Said } from '../words/Said'
import { at, duration } from '../words/times'
import { useSentences } from './useSentences'

/** Everything that was entered, a sentence each, the last first. */
function Journal(): ReactNode {
  const { words } = useSession()
  const sentences = useSentences()
  return (
    <>
      <h2>{words.record.journal}</h2>
      <ol className="sentences" reversed>
        {sentences.toReversed().map(({ seq, at: entered, said }) => <li key={seq}><Hour at={at(entered)} /><p>{said}</p></li>)}
      </ol>
    </>
  )
}

/** Who spoke, on whose behalf or in which exercise, whether it was taken as read instead, and under which item. */
function about(session: InSession, past: Intervention): readonly string[] {
  const { view, words } = session
  const asRead = past.text !== undefined
  return [
    personName(session, past.speaker),
    ...(asRead && past.bloc === undefined ? [] : [kindWords(session, past)]),
    ...(asRead ? [words.record.takenAsRead] : []),
    ...(past.item === undefined ? [] : [words.agenda.item(view.agenda.items[past.item]?.number ?? '')]),
  ]
}

/** Who has spoken, when and for how long; the last first, and the totals. */
export function Record(): ReactNode {
  const session = useSession()
  const { view, words, say } = session
  const { interventions, spoken, spoken_for: spokenFor } = view.floor
  const totals = Object.entries(spoken).sort(([, a], [, b]) => b - a)
  return (
    <section aria-label={words.tabs.record}>
      <h2>{words.record.interventions}</h2>
      {interventions.order.length === 0 && <p className="quiet">{words.record.none}</p>}
      <ol className="record">
        {[...interventions.order].reverse().map((n) => {
          const past = interventions.by[n]
          if (past === undefined) return null
          const aligned = alignedWords(session, past.aligned)
          return (
            <li key={n}>
              <Hour at={at(past.began)} />
              <div className="who">
                <p className="name">{delegationName(session, past.delegation)}</p>
                <p className="kind">{about(session, past).join(' · ')}</p>
                {aligned !== undefined && <p className="kind">{aligned}</p>}
                {past.text !== undefined && <p className="as-read"><Said text={past.text} /></p>}
              </div>
              <span className="spent">{past.text === undefined ? duration(past.spent) : ''}</span>
            </li>
          )
        })}
      </ol>
      {totals.length > 0 && (
        <>
          <h2>{words.record.totals}</h2>
          <dl className="totals">
            {totals.map(([code, ms]) => (
              <div key={code}><dt>{delegationName(session, code)}</dt><dd>{duration(ms)}</dd></div>
            ))}
            {Object.entries(spokenFor).map(([code, ms]) => (
              <div key={`bloc-${code}`}><dt>{words.floor.onBehalfOf(say(view.blocs[code]?.names) || code)}</dt><dd>{duration(ms)}</dd></div>
            ))}
          </dl>
        </>
      )}
      <Journal />
    </section>
  )
}
