import type { ReactNode } from 'react'
import { useSession } from '../stream/context'
import type { Code } from '../stream/view'
import { delegationName } from './names'

/** More seats than these may have to be scrolled, by keyboard too. */
const FIT = 24

/** Every seat in the order of the table: away, here, line lost, chair, place on the list, or the floor. */
export function Seats(): ReactNode {
  const session = useSession()
  const { view, words } = session
  return (
    <section className="seats" aria-label={words.delegations.seats} tabIndex={view.seats.order.length > FIT ? 0 : undefined}>
      <ol>
        {view.seats.order.map((code) => {
          const [state, said] = seatState(session, code)
          return (
            <li key={code} data-state={state} data-me={view.me.delegation === code || undefined}>
              <abbr title={delegationName(session, code)}>{code}</abbr>
              <span>{said}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function seatState({ view, words }: Pick<ReturnType<typeof useSession>, 'view' | 'words'>, code: Code): [string, string] {
  const { floor, meeting, before } = view
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
