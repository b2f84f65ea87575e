import { type ReactNode, useState } from 'react'
import { Act } from '../controls/Act'
import { AskFirst } from '../controls/AskFirst'
import { Words } from '../controls/fields'
import { delegationName } from '../delegations/names'
import { useSession } from '../stream/context'
import type { Floor } from '../stream/view'
import { leftOf, leftShown } from '../words/times'
import { GiveFloor } from './GiveFloor'

/** Fills the head of the screen: who rose, that the speaker's clock stands, and what the chair can do. */
export function PointOfOrder({ point }: { point: NonNullable<Floor['point']> }): ReactNode {
  const session = useSession()
  const { view, words, serverNow } = session
  const { held_over: heldOver } = view.floor
  const left = heldOver === undefined ? undefined : leftOf(heldOver.clock, serverNow())
  const mover = delegationName(session, point.delegation)
  return (
    <section className="state point" aria-label={words.kinds.point_of_order} data-region>
      <h2><span aria-hidden="true" className="mark">!</span>{words.kinds.point_of_order} · {mover}</h2>
      <p>
        {heldOver !== undefined && (left === undefined
          ? words.floor.speakerStands(delegationName(session, heldOver.delegation))
          : words.floor.speakerStandsAt(delegationName(session, heldOver.delegation), leftShown(left)))}
        {' '}{point.heard ? words.floor.chairRules : words.floor.chairHears}
      </p>
      <div className="controls">
        {!point.heard && <GiveFloor to={point.delegation} tone="primary" action="give_next">{words.floor.hearPoint(mover)}</GiveFloor>}
        <Ruling />
        {view.me.delegation === point.delegation && <Act does="withdrawPointOfOrder" body={{}}>{words.floor.withdrawPoint}</Act>}
      </div>
    </section>
  )
}

function Ruling(): ReactNode {
  const { words, language } = useSession()
  const [ruling, setRuling] = useState('')
  return (
    <AskFirst does="ruleOnPointOfOrder" title={words.floor.rule} action="rule" tone="primary" form={({ send, pending }, close) => {
      const rule = (wellTaken: boolean): void => {
        const said = ruling.trim() === '' ? {} : { ruling: { [language]: ruling } }
        void send('ruleOnPointOfOrder', { well_taken: wellTaken, ...said }).then((done) => { if (done) { setRuling(''); close() } })
      }
      return (
        <form onSubmit={(event) => event.preventDefault()}>
          <Words label={words.floor.ruling} hint={words.floor.rulingHint} value={ruling} onChange={setRuling} />
          <div className="pair">
            <button type="button" className="press primary" disabled={pending} onClick={() => rule(true)}>{words.floor.wellTaken}</button>
            <button type="button" className="press" disabled={pending} onClick={() => rule(false)}>{words.floor.notWellTaken}</button>
          </div>
        </form>
      )
    }}>{words.floor.rule}</AskFirst>
  )
}
