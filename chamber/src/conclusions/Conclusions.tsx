import { type ReactNode, useState } from 'react'
import { Act } from '../controls/Act'
import { AskFirst } from '../controls/AskFirst'
import { Words } from '../controls/fields'
import { delegationName } from '../delegations/names'
import { useSession } from '../stream/context'
import type { Conclusion } from '../stream/view'
import { Said } from '../words/Said'
import { ConclusionForm } from './ConclusionForm'
import { undotted } from '../words'

/** What the meeting discussed, stressed, supported or committed itself to, by item; corrections beside what they correct. */
export function Conclusions(): ReactNode {
  const { view, words } = useSession()
  const { conclusions, agenda } = view
  const of = (item: string): string[] => conclusions.order.filter((id) => conclusions.by[id]?.item === item)
  return (
    <section aria-label={words.tabs.conclusions}>
      <h2>{words.conclusions.title}</h2>
      {conclusions.order.length === 0 && <p className="quiet">{words.conclusions.none}</p>}
      {agenda.order.filter((item) => of(item).length > 0).map((item) => (
        <section key={item} className="under-item">
          <h3>{words.agenda.item(agenda.items[item]?.number ?? '')} · <Said text={agenda.items[item]?.title} /></h3>
          {of(item).map((id) => {
            const conclusion = conclusions.by[id]
            return conclusion === undefined ? null : <Sheet key={id} id={id} conclusion={conclusion} />
          })}
        </section>
      ))}
    </section>
  )
}

function Sheet({ id, conclusion }: { id: string; conclusion: Conclusion }): ReactNode {
  const session = useSession()
  const { words } = session
  const { attributed } = conclusion
  const who = attributed === 'meeting' ? words.conclusions.meeting : attributed === 'both' ? words.conclusions.both : delegationName(session, attributed)
  return (
    <article className="sheet conclusion" data-stands={conclusion.stands}>
      <p className="verdict">{who} · {words.conclusions.verbs[conclusion.verb]}</p>
      <p><Said text={conclusion.text} /></p>
      {conclusion.points.length > 0 && <ul>{conclusion.points.map((point, at) => <li key={at}><Said text={point} /></li>)}</ul>}
      <p className="by">
        {words.conclusions.stands[conclusion.stands]}
        {conclusion.corrects !== undefined && ` · ${words.conclusions.corrects(conclusion.corrects)}`}
        {conclusion.corrected_by !== undefined && ` · ${words.conclusions.correctedBy(conclusion.corrected_by)}`}
        {' · '}{id}
      </p>
      {conclusion.reason !== undefined && <p className="reason"><Said text={conclusion.reason} /></p>}
      <div className="row-acts">
        {conclusion.stands === 'entered' && (
          <>
            <Act does="confirmConclusion" target={id} body={{ conclusion: id }} tone="primary">{words.conclusions.confirm}</Act>
            <SendBack id={id} />
          </>
        )}
        <ConclusionForm corrects={id} earlier={conclusion} />
      </div>
    </article>
  )
}

function SendBack({ id }: { id: string }): ReactNode {
  const { words, language } = useSession()
  const [reason, setReason] = useState('')
  return (
    <AskFirst does="sendBackConclusion" target={id} title={words.conclusions.sendBack} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        void send('sendBackConclusion', { conclusion: id, reason: { [language]: reason } }).then((done) => { if (done) close() })
      }}>
        <Words label={words.conclusions.whySentBack} value={reason} onChange={setReason} />
        <button type="submit" className="press primary" disabled={pending || reason.trim() === ''}>{undotted(words.conclusions.sendBack)}</button>
      </form>
    )}>{words.conclusions.sendBack}</AskFirst>
  )
}
