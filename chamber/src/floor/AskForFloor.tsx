import { type ReactNode, useState } from 'react'
import { Act } from '../controls/Act'
import { AskFirst } from '../controls/AskFirst'
import { Checks, Choice } from '../controls/fields'
import { Group } from '../controls/Group'
import { notInThisRole, permissionOf } from '../controls/permission'
import { delegationName } from '../delegations/names'
import { useSession } from '../stream/context'
import type { View } from '../stream/view'
import { TakeAsRead } from './TakeAsRead'

/** What I can ask for it under: the open item, before one is open the next to come. */
function itemOf({ agenda, meeting }: View): string | undefined {
  if (meeting.phase === 'closed') return undefined
  return agenda.current ?? agenda.order.find((id) => agenda.items[id]?.status === 'to_come')
}

/** Asking for the floor, alone. */
export function AskForFloor({ primary }: { primary: boolean }): ReactNode {
  const { view, words } = useSession()
  const { floor, me } = view
  const item = itemOf(view)
  if (item === undefined || me.delegation === undefined) return null
  const place = view.delegations[me.delegation]?.place
  if (floor.lists[item]?.requests[me.delegation] === undefined) {
    return <Act does="requestFloor" target={item} body={{ item }} tone={primary ? 'primary' : 'plain'} action="ask" className="ask">{words.floor.ask}</Act>
  }
  return (
    <Act does="withdrawRequest" target={`${item}/${me.delegation}`} body={{ item, request: me.delegation }} action="ask" className="ask">
      {place === undefined ? words.floor.withdraw : words.floor.withdrawAt(place)}
    </Act>
  )
}

/** For a bloc, to reply, or in writing: rarer, and one below the other; `flat` where they are behind a button already. */
export function OtherRequests({ flat }: { flat: boolean }): ReactNode {
  const { view, words } = useSession()
  const { acts, floor, me } = view
  const item = itemOf(view)
  if (item === undefined || me.delegation === undefined || notInThisRole(permissionOf(acts, 'floor.request_floor', item))) return null
  const requests = floor.lists[item]?.requests
  const reply = `${me.delegation}.reply`
  const all = (
    <>
      {requests?.[me.delegation] === undefined && <ForBloc item={item} />}
      {requests?.[reply] === undefined
        ? <Act does="requestRightOfReply" target={item} body={{ item }}>{words.kinds.right_of_reply}</Act>
        : <Act does="withdrawRequest" target={`${item}/${reply}`} body={{ item, request: reply }}>{words.floor.withdrawReply}</Act>}
      <TakeAsRead />
    </>
  )
  return flat ? all : <Group title={words.floor.otherRequests} name="requests">{all}</Group>
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
