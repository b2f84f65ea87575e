import { type ReactNode, useRef } from 'react'
import { Act } from '../controls/Act'
import { AskFirst } from '../controls/AskFirst'
import { delegationName, delegationNames } from '../delegations/names'
import { TimeLeft } from '../floor/TimeLeft'
import { useSession } from '../stream/context'
import type { Before, Code } from '../stream/view'
import { Said } from '../words/Said'
import { ObjectToText } from './ObjectToText'
import { SetAside } from './SetAside'
import { useConfirmed } from './useConfirmed'
import { undotted } from '../words'

/** The text before the meeting: its words, its period, whose screens confirm it, who is missing, and *Object*. */
export function TextBefore({ before }: { before: Before }): ReactNode {
  const { words } = useSession()
  const paper = useRef<HTMLElement>(null)
  useConfirmed(paper, before)
  const stands = before.stands === undefined ? undefined : words.decisions.stands[before.stands]
  return (
    <article className="before" aria-label={words.decisions.before} data-region>
      <header>
        <p className="label">{words.decisions.beforeVersion(before.version)}</p>
        {before.over
          ? <p className="over">{words.decisions.over}</p>
          : <TimeLeft clock={before.clock} what={words.decisions.period} stands={stands} />}
      </header>
      {/* It can be longer than its place; then it must be scrollable by keyboard. */}
      <section className="paper" ref={paper} tabIndex={0} aria-label={words.decisions.textItself}>
        <h2><Said text={before.title} /></h2>
        <p className="text"><Said text={before.words} /></p>
      </section>
      <Screens before={before} />
      <Objections before={before} />
      <div className="controls">
        <ObjectToText before={before} />
        <Chair before={before} />
      </div>
    </article>
  )
}

function Screens({ before }: { before: Before }): ReactNode {
  const session = useSession()
  const { words } = session
  const names = (codes: readonly Code[]): string => delegationNames(session, codes)
  const confirmed = before.confirmed.filter((code) => !before.missing.includes(code)).length
  return (
    <div className="screens">
      <p><span aria-hidden="true">✓ </span>{words.decisions.screens(confirmed, confirmed + before.missing.length)}</p>
      {before.missing.length > 0 && <p className="missing"><span aria-hidden="true">… </span>{words.decisions.waitsFor(names(before.missing))}</p>}
      {before.waived.length > 0 && <p>{words.decisions.without(names(before.waived))}</p>}
    </div>
  )
}

function Objections({ before }: { before: Before }): ReactNode {
  const session = useSession()
  const { words } = session
  const open = Object.entries(before.objections)
  const toChair = Object.entries(before.to_chair ?? {})
  return (
    <>
      {open.map(([code, { reason }]) => (
        <p key={code} className="objection"><strong>{words.decisions.objects(delegationName(session, code))}</strong> <Said text={reason} /></p>
      ))}
      {toChair.map(([code, { reason }]) => (
        <p key={code} className="objection to-chair"><strong>{words.decisions.objectsToChair(delegationName(session, code))}</strong> <Said text={reason} /></p>
      ))}
      {before.objected === true && <p className="objection to-chair">{words.decisions.youObjected}</p>}
    </>
  )
}

function Chair({ before }: { before: Before }): ReactNode {
  const session = useSession()
  const { words } = session
  const missing = delegationNames(session, before.missing)
  return (
    <>
      {before.missing.length > 0 && (
        <AskFirst does="proceedWithout" title={words.decisions.proceed} form={(_, close) => (
          <div className="form">
            <p>{words.decisions.proceedMeans(missing)}</p>
            <Act does="proceedWithout" body={{ delegations: before.missing }} tone="primary" onDone={close}>{undotted(words.decisions.proceed)}</Act>
          </div>
        )}>{words.decisions.proceed}</AskFirst>
      )}
      <SetAside />
    </>
  )
}
