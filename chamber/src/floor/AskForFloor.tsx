import { type ReactNode, useState } from 'react'
import { Act } from '../controls/Act'
import { AskFirst } from '../controls/AskFirst'
import { Checks, Choice } from '../controls/fields'
import { delegationName } from '../delegations/names'
import { useSession } from '../stream/context'

/** Asking for the floor under the open item (before one is open: the next to come), alone, for a bloc, or to reply. */
export function AskForFloor({ primary }: { primary: boolean }): ReactNode {
  const session = useSession()
  const { view, words } = session
  const { agenda, floor, me } = view
  const item = agenda.current ?? agenda.order.find((id) => agenda.items[id]?.status === 'to_come')
  if (item === undefined || me.delegation === undefined || view.meeting.phase === 'closed') return null
  const mine = floor.lists[item]?.requests[me.delegation]
  const reply = floor.lists[item]?.requests[`${me.delegation}.reply`]
  const place = view.delegations[me.delegation]?.place
  return (
    <>
      {mine === undefined
        ? <Act does="requestFloor" target={item} body={{ item }} tone={primary ? 'primary' : 'plain'} action="ask" className="ask">{words.floor.ask}</Act>
        : (
          <Act does="withdrawRequest" target={`${item}/${me.delegation}`} body={{ item, request: me.delegation }} action="ask" className="ask">
            {place === undefined ? words.floor.withdraw : words.floor.withdrawAt(place)}
          </Act>
        )}
      {mine === undefined && <ForBloc item={item} />}
      {reply === undefined
        ? <Act does="requestRightOfReply" target={item} body={{ item }}>{words.kinds.right_of_reply}</Act>
        : <Act does="withdrawRequest" target={`${item}/${me.delegation}.reply`} body={{ item, request: `${me.delegation}.reply` }}>{words.floor.withdrawReply}</Act>}
    </>
  )
}

function ForBloc({ item }: { item: string }): ReactNode {
  const session = useSession()
  const { view, words, say } = session
  const me = view.me.delegation ?? ''
  const mine = Object.entries(view.blocs).filter(([, { members }]) => members.includes(me))
  const [chosen, choose] = useState(mine[0]?.[0] ?? '')
  const others = (view.blocs[chosen]?.members ?? []).filter((code) => code !== me)
  const [aligned, align] = useState<readonly string[]>(others)
  if (mine.length === 0) return null
  return (
    <AskFirst does="requestFloor" target={item} title={words.floor.askForBloc} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        void send('requestFloor', { item, bloc: chosen, aligned: aligned.filter((code) => others.includes(code)) }).then((done) => { if (done) close() })
      }}>
        <Choice label={words.floor.bloc} value={chosen} onChange={choose} options={mine.map(([code, { names }]) => [code, say(names)])} />
        <Checks label={words.floor.aligned} value={aligned} onChange={align} options={others.map((code) => [code, delegationName(session, code)])} />
        <button type="submit" className="press primary" disabled={pending}>{words.floor.ask}</button>
      </form>
    )}>{words.floor.forBloc}</AskFirst>
  )
}
