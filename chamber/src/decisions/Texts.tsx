import type { ReactNode } from 'react'
import { Act } from '../controls/Act'
import { delegationName, delegationNames } from '../delegations/names'
import { useSession } from '../stream/context'
import type { Decision, Proposal, TextVersion } from '../stream/view'
import { Hour } from '../words/Hour'
import { Said } from '../words/Said'
import { at } from '../words/times'
import { EnterText } from './EnterText'
import { Position } from './Position'
import { PutText } from './PutText'
import { TableProposal } from './TableProposal'

/** The proposals on the table, the texts the meeting may decide on, and what it decided. */
export function Texts(): ReactNode {
  const { view, words, say } = useSession()
  const decided = new Set(Object.values(view.decisions.by).filter(({ adopted }) => adopted).map(({ text }) => text))
  const open = Object.entries(view.texts).filter(([id]) => !decided.has(id) && view.before?.text !== id)
  const { proposals, decisions } = view
  return (
    <section aria-label={words.tabs.texts}>
      <h2>{words.decisions.proposals}</h2>
      {proposals.order.length === 0 && <p className="quiet">{words.decisions.noProposals}</p>}
      {proposals.order.map((id, n) => {
        const proposal = proposals.by[id]
        return proposal === undefined ? null : <ProposalPaper key={id} id={id} n={n + 1} proposal={proposal} />
      })}
      <TableProposal />
      <h2>{words.decisions.texts}</h2>
      {view.before !== undefined && <p className="now-before">{words.decisions.nowBefore(say(view.before.title))}</p>}
      {open.length === 0 && view.before === undefined && <p className="quiet">{words.decisions.noTexts}</p>}
      {open.map(([id, text]) => <TextPaper key={id} id={id} text={text} />)}
      <EnterText />
      {decisions.order.length > 0 && <h2>{words.decisions.decided}</h2>}
      {[...decisions.order].reverse().map((n) => {
        const decision = decisions.by[n]
        return decision === undefined ? null : <DecisionPaper key={n} decision={decision} />
      })}
    </section>
  )
}

function ProposalPaper({ id, n, proposal }: { id: string; n: number; proposal: Proposal }): ReactNode {
  const session = useSession()
  const { words } = session
  return (
    <article className="sheet" data-withdrawn={proposal.withdrawn || undefined}>
      <h3>{words.decisions.proposal(n)} · <Said text={proposal.title} /></h3>
      <p className="by">{words.decisions.tabledBy(delegationName(session, proposal.delegation))}{proposal.withdrawn && ` · ${words.decisions.withdrawn}`}</p>
      <ol className="areas">
        {proposal.areas.map((area, at) => (
          <li key={at}>
            <strong><Said text={area.title} /></strong> <Said text={area.text} />
            {area.points.length > 0 && <ul>{area.points.map((point, each) => <li key={each}><Said text={point} /></li>)}</ul>}
          </li>
        ))}
      </ol>
      {proposal.supporters.length > 0 && <p className="by">{words.decisions.supportedBy(delegationNames(session, proposal.supporters))}</p>}
      {!proposal.withdrawn && (
        <div className="row-acts">
          {session.view.me.delegation === proposal.delegation
            ? <Act does="withdrawProposal" target={id} body={{ proposal: id }}>{words.decisions.withdraw}</Act>
            : <Act does="supportProposal" target={id} body={{ proposal: id }}>{words.decisions.support}</Act>}
        </div>
      )}
    </article>
  )
}

function TextPaper({ id, text }: { id: string; text: TextVersion }): ReactNode {
  const { words } = useSession()
  return (
    <article className="sheet">
      <h3><Said text={text.title} /></h3>
      <p className="by">{words.decisions.version(text.version)}</p>
      <p><Said text={text.words} /></p>
      <div className="row-acts"><PutText id={id} version={text.version} /><EnterText id={id} /></div>
    </article>
  )
}

function DecisionPaper({ decision }: { decision: Decision }): ReactNode {
  const session = useSession()
  const { words } = session
  const notes = [
    ...Object.entries(decision.reservations).map(([code, text]) => [words.decisions.reservationOf(delegationName(session, code)), text] as const),
    ...Object.entries(decision.explanations).map(([code, text]) => [words.decisions.explanationOf(delegationName(session, code)), text] as const),
  ]
  return (
    <article className="sheet decided">
      <p className={`verdict ${decision.adopted ? 'adopted' : 'aside'}`}>
        <span aria-hidden="true">{decision.adopted ? '✓ ' : '○ '}</span>{decision.adopted ? words.decisions.adopted : words.decisions.wasSetAside} · <Hour at={at(decision.at)} />
      </p>
      <h3><Said text={decision.title} /></h3>
      <p><Said text={decision.words} /></p>
      {decision.reason !== undefined && <p className="by"><Said text={decision.reason} /></p>}
      {decision.without.length > 0 && <p className="by">{words.decisions.without(delegationNames(session, decision.without))}</p>}
      {notes.map(([who, text]) => <p key={who}><strong>{who}</strong> <Said text={text} /></p>)}
      {decision.adopted && (
        <div className="row-acts">
          <Position does="enterReservation" text={decision.text} />
          <Position does="explainPosition" text={decision.text} />
        </div>
      )}
    </article>
  )
}
