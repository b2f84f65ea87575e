import type { ReactNode } from 'react'
import { outcome } from '../decisions/outcome'
import { useSession } from '../stream/context'
import type { Code, PersonId, Turn } from '../stream/view'
import { Picture } from '../media/Picture'
import { useSound } from '../media/useSound'
import { large } from '../media/wanted'
import { kindWords, alignedWords } from './kinds'
import { itemOfList, onDeck } from './lists'
import { Nameplate } from './Nameplate'
import { TimeLeft } from './TimeLeft'

/** Large the speaker, or between speakers the chair who is heard; beside: the chairs, and who is next. `beside` a text, the speaker is small too. */
export function Stage({ beside }: { beside: boolean }): ReactNode {
  const { view, words } = useSession()
  const { presiding } = view.meeting
  const chairHeard = useSound()?.open.has(presiding) === true && !beside
  const { holder, held_over: heldOver } = view.floor
  const shown = holder ?? heldOver
  return (
    <section className="stage" data-beside={beside || undefined} aria-label={words.floor.stage}>
      {shown !== undefined ? <Speaker turn={shown} /> : chairHeard ? <ChairHeard /> : !beside && <NobodySpeaks />}
      <Podium large={shown?.speaker ?? (chairHeard ? presiding : undefined)} />
    </section>
  )
}

function Speaker({ turn }: { turn: Turn }): ReactNode {
  const session = useSession()
  const { view, words } = session
  const { stands } = view.floor
  const role = useRole()
  const note = [role(turn.speaker), alignedWords(session, turn.aligned)].filter(Boolean).join(' · ')
  return (
    <article className="tile speaker" data-runs={view.floor.runs || undefined}>
      <Picture delegation={turn.delegation} person={turn.speaker} screenOf={[turn.speaker, view.meeting.presiding]} />
      <p className="has-floor"><span aria-hidden="true" className="dot" />{view.floor.runs ? words.floor.hasFloor : words.floor.hasFloorStopped}</p>
      <TimeLeft clock={turn.clock} what={kindWords(session, turn)} stands={stands === undefined ? undefined : words.stands[stands]} />
      <Nameplate delegation={turn.delegation} person={turn.speaker} note={note === '' ? undefined : note} />
    </article>
  )
}

/** Nobody has the floor, and the chair's microphone is open. */
function ChairHeard(): ReactNode {
  const session = useSession()
  const { view, words } = session
  const role = useRole()
  const { presiding } = view.meeting
  const delegation = view.people[presiding]?.delegation ?? ''
  return (
    <article className="tile speaker between">
      <Picture delegation={delegation} person={presiding} screenOf={[presiding]} />
      <p className="has-floor">{outcome(session) ?? words.floor.nobody}</p>
      <Nameplate delegation={delegation} person={presiding} note={role(presiding)} />
    </article>
  )
}

function NobodySpeaks(): ReactNode {
  const session = useSession()
  const { view, words } = session
  const { on_deck: next, lists } = view.floor
  const decided = outcome(session)
  const waits = (lists[itemOfList(view) ?? '']?.order.length ?? 0) > 0
  return (
    <article className="tile speaker empty">
      <Picture delegation="" person="" screenOf={[view.meeting.presiding]} />
      <p className={decided && 'outcome'}>{view.meeting.phase === 'open' ? decided ?? words.floor.nobody : words.phases[view.meeting.phase]}</p>
      {view.meeting.phase === 'open' && <p className="small">{next !== undefined ? words.floor.chairGives : waits ? words.floor.itemFirst : words.floor.listEmpty}</p>}
    </article>
  )
}

/** The chairs and the next to speak; one who speaks now is not shown twice. */
function Podium({ large: shown }: { large: PersonId | undefined }): ReactNode {
  const { view, words } = useSession()
  const { meeting } = view
  const stage = large(view)
  const besides = [...useSound()?.besides ?? []].filter((person) => !stage.has(person))
  const next = meeting.phase === 'closed' ? undefined : onDeck(view)
  const chairs = [meeting.presiding, ...meeting.chairs.filter((person) => person !== meeting.presiding)].filter((person) => person !== shown)
  const role = useRole()
  return (
    <div className="podium">
      {chairs.map((person) => (
        <Small key={person} delegation={view.people[person]?.delegation ?? ''} person={person} note={role(person)} />
      ))}
      {next !== undefined && <Small key="next" delegation={next.delegation} person={next.speaker} note={words.floor.next} next />}
      {besides.map((person) => <Small key={person} delegation={view.people[person]?.delegation ?? ''} person={person} note={words.sound.alsoShown} />)}
    </div>
  )
}

/** As what somebody chairs; undefined for everybody else. */
function useRole(): (person: PersonId) => string | undefined {
  const { view: { meeting }, words } = useSession()
  return (person) => {
    if (person !== meeting.presiding) return meeting.chairs.includes(person) ? words.floor.coChair : undefined
    if (meeting.chair_lost !== undefined) return words.floor.presidingLost
    return meeting.acting ? words.floor.acting : meeting.chairs.length > 1 ? words.floor.presidingCoChair : words.floor.presiding
  }
}

function Small({ delegation, person, note, next = false }: { delegation: Code; person: PersonId; note: string | undefined; next?: boolean }): ReactNode {
  const { view } = useSession()
  const lost = view.meeting.phase !== 'closed' && view.delegations[delegation]?.presence !== 'here'
  return (
    <article className={`tile small ${next ? 'next' : ''}`} data-lost={lost || undefined}>
      <Picture delegation={delegation} person={person} />
      <Nameplate delegation={delegation} note={note} />
    </article>
  )
}
