import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { Opens } from '../controls/Opens'
import { notInThisRole, permissionOf } from '../controls/permission'
import { useSession } from '../stream/context'
import type { Code } from '../stream/view'
import { KeepOrder } from './KeepOrder'
import { delegationName } from './names'

/** More seats than these may have to be scrolled, by keyboard too. */
const FIT = 24

/** Of the arrows; the seats are one stop of the Tab key, however many there are. */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity }

/**
 * Every seat in the order of the table: away, here, line lost, chair, place on the list, or the floor. Whoever keeps
 * order presses a seat to act on its delegation, and has the seats that are not at the table as well.
 */
export function Seats(): ReactNode {
  const { view, words } = useSession()
  const [last, visit] = useState<Code>()
  const { order } = view.seats
  const keeps = view.meeting.phase !== 'closed' && !notInThisRole(permissionOf(view.acts, 'delegations.expel_person'))
  const codes = keeps ? [...order, ...Object.keys(view.delegations).filter((code) => !order.includes(code))] : order
  const stop = last !== undefined && codes.includes(last) ? last : codes[0]
  return (
    <section className="seats" aria-label={words.delegations.seats} tabIndex={!keeps && codes.length > FIT ? 0 : undefined}>
      <ol onKeyDown={keeps ? step : undefined}>
        {codes.map((code) => <Seat key={code} code={code} keeps={keeps} stop={code === stop} visit={visit} />)}
      </ol>
    </section>
  )
}

function step(event: KeyboardEvent<HTMLElement>): void {
  const by = STEPS[event.key]
  const seats = [...event.currentTarget.querySelectorAll('button')]
  const from = seats.findIndex((seat) => seat === event.target)
  // React lets keys of the open dialog, which is elsewhere in the page, rise through here.
  if (by === undefined || from < 0) return
  event.preventDefault()
  seats[Math.min(Math.max(from + by, 0), seats.length - 1)]?.focus()
}

function Seat({ code, keeps, stop, visit }: { code: Code; keeps: boolean; stop: boolean; visit: (code: Code) => void }): ReactNode {
  const session = useSession()
  const { words } = session
  const [state, said] = seatState(session, code)
  const name = delegationName(session, code)
  // Who is no party has no code.
  const short = (words.seats.desks as Readonly<Record<Code, string>>)[code] ?? code
  const shown = <><abbr title={name}>{short}</abbr>{said !== '' && <small>{said}</small>}</>
  return (
    <li data-state={state} data-me={session.view.me.delegation === code || undefined} onFocus={() => visit(code)}>
      {keeps
        ? (
          <Opens title={name} name="keepOrder" className="seat-of" tabIndex={stop ? 0 : -1} content={(close) => <KeepOrder code={code} close={close} />}>
            {shown}<span className="for-readers">, {name}</span>
          </Opens>
        )
        : shown}
    </li>
  )
}

function seatState({ view, words }: Pick<ReturnType<typeof useSession>, 'view' | 'words'>, code: Code): [string, string] {
  const { floor, meeting, before } = view
  // Who comes and goes afterwards is of no meeting.
  if (meeting.phase === 'closed') return ['closed', '']
  const delegation = view.delegations[code]
  const presides = view.people[meeting.presiding]?.delegation === code
  // The gravest first.
  const states: readonly (readonly [boolean | undefined, string, string])[] = [
    [floor.point?.delegation === code, 'point', words.seats.point],
    [floor.holder?.delegation === code, 'floor', words.seats.floor],
    [floor.held_over?.delegation === code, 'held', words.seats.held],
    [delegation?.presence === 'lost', 'lost', words.seats.lost],
    [before?.objections[code] !== undefined, 'objects', words.seats.objects],
    [before?.missing.includes(code), 'missing', words.seats.missing],
    [before?.confirmed.includes(code), 'confirmed', words.seats.confirmed],
    [delegation?.place !== undefined, 'listed', words.seats.place(delegation?.place ?? 0)],
    [presides, 'chair', words.seats.chair],
    [delegation?.presence === 'here', 'here', words.seats.here],
  ]
  const [, state, said] = states.find(([holds]) => holds) ?? [true, 'away', words.seats.away]
  return [state, said]
}
