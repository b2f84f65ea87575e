import type { ReactNode } from 'react'
import { Act } from '../controls/Act'
import { PointOfOrder } from '../floor/PointOfOrder'
import { SoundStates } from '../media/SoundStates'
import { useSession } from '../stream/context'
import { delegationName, personName } from '../delegations/names'
import { RehearsalWaits } from '../presence/RehearsalWaits'
import { Hour } from '../words/Hour'
import { Said } from '../words/Said'
import { at, day, duration } from '../words/times'
import { useNow } from '../words/useNow'
import { HandTheChair } from './HandTheChair'

/** What stops or colours everything else, told across the head of the screen: one state, the gravest first. */
export function States(): ReactNode {
  const { view } = useSession()
  const { meeting, floor } = view
  return (
    <>
      <Links />
      <RehearsalWaits />
      <SoundStates />
      {meeting.phase === 'closed' ? <Closed /> : null}
      {meeting.phase !== 'closed' && meeting.chair_lost !== undefined ? <ChairLineLost since={meeting.chair_lost} /> : null}
      {floor.point !== undefined && <PointOfOrder point={floor.point} />}
      {meeting.phase === 'suspended' && <Suspended />}
      {meeting.phase === 'scheduled' && <Scheduled />}
    </>
  )
}

function Links(): ReactNode {
  const { link, ended, back, accept, words } = useSession()
  return (
    <>
      {link === 'lost' && (
        <section className="state lost" role="alert"><h2>{words.link.lost}</h2><p>{words.link.lostMeans}</p></section>
      )}
      {ended !== undefined && (
        <section className="state lost" role="alert">
          <h2>{words.link.gone}</h2>
          <p>{(words.link.ended as Readonly<Record<string, string>>)[ended] ?? words.link.goneMeans}</p>
        </section>
      )}
      {back !== undefined && (
        <section className="state back" role="alert">
          <h2>{words.link.back}</h2>
          <p>{words.link.backMeans(back.before.seq, back.now.seq)}</p>
          <p>{words.link.backDo}</p>
          <p className="digest">{back.before.seq}:{back.before.digest} → {back.now.seq}:{back.now.digest}</p>
          <div className="controls"><button type="button" className="press" onClick={accept}>{words.link.backAccept}</button></div>
        </section>
      )}
    </>
  )
}

function ChairLineLost({ since }: { since: string }): ReactNode {
  const session = useSession()
  const { view, words } = session
  const now = useNow()
  const grace = at(since) + view.rules.chair_line_grace * 1000 - now
  return (
    <section className="state chair-line" data-region aria-label={words.meeting.chairLineLost}>
      <h2><span aria-hidden="true" className="mark">⚠</span>{words.meeting.chairLineLost}</h2>
      <p>{words.meeting.chairLineMeans(presidingName(session), duration(now - at(since)))}</p>
      {grace > 0 && <p className="small">{words.meeting.chairMayReturn(Math.ceil(grace / 1000))}</p>}
      <div className="controls">
        <Act does="takeTheChair" body={{}} tone="primary" action="take_chair">{words.meeting.takeTheChair}</Act>
        <HandTheChair />
        <Act does="suspendMeeting" body={{}}>{words.meeting.suspend}</Act>
      </div>
    </section>
  )
}

function Suspended(): ReactNode {
  const { view, words } = useSession()
  return (
    <section className="state suspended" aria-label={words.phases.suspended}>
      <h2><span aria-hidden="true" className="mark">❚❚</span>{words.phases.suspended}</h2>
      <p>{view.meeting.reason === undefined ? words.meeting.suspendedMeans : <Said text={view.meeting.reason} />}</p>
    </section>
  )
}

function Scheduled(): ReactNode {
  const { view, words, language } = useSession()
  const { scheduled, zone, quorum } = view.meeting
  const start = at(scheduled)
  return (
    <section className="state scheduled" aria-label={words.phases.scheduled}>
      <h2>{words.meeting.opens} <Hour at={start} /></h2>
      <p>{day(start, zone, language)}</p>
      <p className="small">
        {words.meeting.present(quorum.present, quorum.members)}
        {quorum.to_open !== undefined && ` · ${words.meeting.neededToOpen(quorum.to_open)}`}
      </p>
    </section>
  )
}

function Closed(): ReactNode {
  const { page, view, words } = useSession()
  const { meeting, head } = view
  return (
    <section className="state closed" aria-label={words.phases.closed}>
      <h2>{words.meeting.closed}</h2>
      <p>{words.meeting.closedMeans} <a href={`/meetings/${meeting.id}/record`}>{words.meeting.record}</a></p>
      {page.news !== undefined && <p><a href={page.news}>{words.meeting.news}</a></p>}
      {head !== undefined && <p className="digest"><span>{words.meeting.digest}</span> <code>{head}</code></p>}
    </section>
  )
}

/** The delegation that presides; where the chair belongs to none, the person. */
function presidingName(session: ReturnType<typeof useSession>): string {
  const { view } = session
  const code = view.people[view.meeting.presiding]?.delegation ?? ''
  return code in view.parties ? delegationName(session, code) : personName(session, view.meeting.presiding)
}

