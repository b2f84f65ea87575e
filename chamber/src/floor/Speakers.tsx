import { type ReactNode, useState } from 'react'
import { Act } from '../controls/Act'
import { Choice } from '../controls/fields'
import { notInThisRole, permissionOf } from '../controls/permission'
import { delegationName, voiceOf } from '../delegations/names'
import { useSession } from '../stream/context'
import type { FloorRequest, ListOfSpeakers } from '../stream/view'
import { Hour } from '../words/Hour'
import { expected } from '../words/times'
import { useNow } from '../words/useNow'
import { GiveFloor } from './GiveFloor'
import { alignedWords, kindWords } from './kinds'
import { itemOfList } from './lists'

const NO_LIST: ListOfSpeakers = { open: true, by_hand: false, order: [], requests: {} }

/** Who waits for the floor under the open item, in order, and when each can expect it. */
export function Speakers(): ReactNode {
  const { view, words, say } = useSession()
  const { agenda, floor, me } = view
  const of = itemOfList(view)
  if (of === undefined) return <Empty words={words.floor.noItem} title={words.floor.list} />
  const list = floor.lists[of] ?? NO_LIST
  const listed = me.delegation !== undefined && Object.values(list.requests).some(({ delegation }) => delegation === me.delegation)
  return (
    <section aria-label={words.floor.list}>
      <h2>{words.floor.list}</h2>
      <p className="under">{words.agenda.item(agenda.items[of]?.number ?? '')} · {say(agenda.items[of]?.title)}</p>
      <p className={`open-mark ${list.open ? 'open' : 'closed'}`}>{list.open ? words.floor.listOpen : words.floor.listClosed}{list.by_hand ? ` · ${words.floor.byHand}` : ''}</p>
      {list.order.length === 0
        ? <p className="quiet">{words.floor.listEmpty}</p>
        : <ol className="speakers">{list.order.map((id, at) => <Place key={id} id={id} at={at} item={of} list={list} />)}</ol>}
      {me.delegation !== undefined && view.parties[me.delegation]?.speaks === true && !listed && <p className="quiet">{words.floor.notOnList}</p>}
      <Podium item={of} list={list} />
    </section>
  )
}

function Empty({ title, words }: { title: string; words: string }): ReactNode {
  return <section aria-label={title}><h2>{title}</h2><p className="quiet">{words}</p></section>
}

function Place({ id, at, item, list }: { id: string; at: number; item: string; list: ListOfSpeakers }): ReactNode {
  const session = useSession()
  const { view, words } = session
  const now = useNow(10_000)
  const request = list.requests[id]
  if (request === undefined) return null
  const name = delegationName(session, request.delegation)
  const aligned = alignedWords(session, request.aligned)
  return (
    <li data-mine={view.me.delegation === request.delegation || undefined} data-key={id}>
      <span className="place">{at + 1}</span>
      <div className="who">
        <p className="name">{name}</p>
        <p className="kind">{kindWords(session, request)}{replyCount(session, item, request)}</p>
        {aligned !== undefined && <p className="kind">{aligned}</p>}
      </div>
      {request.due !== undefined && <Hour at={expected(request.due, now)} />}
      <div className="row-acts">
        {at > 0 && <GiveFloor to={request.delegation} speaker={request.speaker} className="mini" label={words.floor.giveTo(name)}>{words.floor.give}</GiveFloor>}
        <Move list={list} item={item} at={at} by={-1} label={words.floor.earlier(name)}>↑</Move>
        <Move list={list} item={item} at={at} by={1} label={words.floor.later(name)}>↓</Move>
        <Act does="removeFromListOfSpeakers" target={`${item}/${id}`} body={{ item, request: id }} className="mini" label={words.floor.remove(name)}>×</Act>
      </div>
    </li>
  )
}

function replyCount({ view, words }: Pick<ReturnType<typeof useSession>, 'view' | 'words'>, item: string, request: FloorRequest): string {
  if (request.kind !== 'right_of_reply') return ''
  const given = view.floor.replies[item]?.[request.delegation] ?? 0
  return ` · ${words.floor.replyOf(given + 1, view.rules.replies_per_item)}`
}

function Move({ list, item, at, by, label, children }: {
  list: ListOfSpeakers
  item: string
  at: number
  by: -1 | 1
  label: string
  children: ReactNode
}): ReactNode {
  const { view } = useSession()
  const to = at + by
  const permission = permissionOf(view.acts, 'floor.reorder_list_of_speakers', item)
  if (notInThisRole(permission) || to < 0 || to >= list.order.length) return null
  const requests = [...list.order]
  requests.splice(to, 0, ...requests.splice(at, 1))
  return <Act does="reorderListOfSpeakers" target={item} body={{ item, requests }} className="mini" label={label}>{children}</Act>
}

/** The podium's hand on the list: add a delegation, close, reopen. */
function Podium({ item, list }: { item: string; list: ListOfSpeakers }): ReactNode {
  const session = useSession()
  const { view, words } = session
  const [chosen, choose] = useState('')
  const able = view.seats.order.filter((code) => permissionOf(view.acts, 'floor.add_to_list_of_speakers', `${item}/${code}`) === true)
  const adds = permissionOf(view.acts, 'floor.add_to_list_of_speakers')
  if (notInThisRole(adds)) return null
  const code = able.includes(chosen) ? chosen : (able[0] ?? '')
  return (
    <div className="podium-acts">
      {able.length > 0 && (
        <div className="inline">
          <Choice label={words.floor.add} value={code} onChange={choose} options={able.map((one) => [one, delegationName(session, one)])} />
          <Act does="addToListOfSpeakers" target={`${item}/${code}`} body={{ item, delegation: code, speaker: voiceOf(view, code) }}>{words.floor.addNow}</Act>
        </div>
      )}
      {list.open
        ? <Act does="closeListOfSpeakers" target={item} body={{ item }}>{words.floor.closeList}</Act>
        : <Act does="reopenListOfSpeakers" target={item} body={{ item }}>{words.floor.reopenList}</Act>}
    </div>
  )
}
