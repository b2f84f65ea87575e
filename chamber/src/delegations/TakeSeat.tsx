import { type ReactNode, useState } from 'react'
import { Opens } from '../controls/Opens'
import { cookie } from '../stream/commands'
import { useSession } from '../stream/context'
import type { Place } from '../stream/page'

type Asked = { person: string; code: string } | undefined

/** In a rehearsal a visitor takes any seat by one press; where somebody loses it, by a second. */
export function TakeSeat(): ReactNode {
  const { page, person, view, words } = useSession()
  if (page.places.length === 0 || page.take === undefined || view.meeting.phase === 'closed') return null
  const sits = person in view.people
  return (
    <Opens title={words.seating.title} name="takeSeat" tone={sits ? 'quiet' : 'plain'} className="take-seat" content={(close) => <Seating close={close} />}>
      {sits ? words.seating.change : words.seating.take}
    </Opens>
  )
}

function Seating({ close }: { close: () => void }): ReactNode {
  const { page, person, words, say, rejoin } = useSession()
  const [asked, ask] = useState<Asked>()
  const [refused, refuse] = useState<string>()
  const delegations = [...new Set(page.places.map(({ delegation }) => delegation))]
  const take = (who: string): void => {
    void takeSeat(page.take ?? '', who, asked?.person === who).then((code) => {
      if (code === undefined) { rejoin(); close() }
      else if (code === 'seat.held' || code === 'seat.taken') ask({ person: who, code })
      else refuse(words.seating.refused)
    })
  }
  return (
    <div className="form">
      <p>{words.seating.means}</p>
      {refused !== undefined && <p className="refusal" role="alert">{refused}</p>}
      <ul className="places">
        {delegations.map((code) => (
          <li key={code}>
            <h3>{say(page.places.find(({ delegation }) => delegation === code)?.names)}</h3>
            {page.places.filter(({ delegation }) => delegation === code).map((place) => (
              <Seat key={place.person} place={place} mine={place.person === person} asked={asked} take={take} />
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Seat({ place, mine, asked, take }: { place: Place; mine: boolean; asked: Asked; take: (who: string) => void }): ReactNode {
  const { words, say } = useSession()
  const standing = (words.standings as Readonly<Record<string, string>>)[place.standing] ?? place.standing
  const sure = asked?.person === place.person
  return (
    <div className="seat">
      <p><strong>{standing}</strong>{say(place.title) !== '' && <><br /><span className="kind">{say(place.title)}</span></>}</p>
      {mine
        ? <span className="kind">{words.seating.yours}</span>
        : (
          <button type="button" className={`press ${sure ? 'primary' : ''}`} onClick={() => take(place.person)} aria-label={`${words.seating.sit}: ${say(place.names)}, ${standing}`}>
            {sure ? words.seating.sure : words.seating.sit}
          </button>
        )}
      {sure && <p className="hint" role="status">{asked.code === 'seat.held' ? words.seating.held : words.seating.taken}</p>}
    </div>
  )
}

/** Undefined once the seat is ours, else the refusal's code. */
async function takeSeat(address: string, person: string, sure: boolean): Promise<string | undefined> {
  const body = new URLSearchParams({ person, ...(sure ? { sure: '1' } : {}) })
  try {
    const answer = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json', 'X-CSRFToken': cookie('csrftoken') } })
    if (answer.ok) return undefined
    return ((await answer.json()) as { code?: string }).code ?? 'seat.refused'
  } catch {
    return 'seat.refused'
  }
}
