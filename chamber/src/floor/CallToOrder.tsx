import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { Choice, Words } from '../controls/fields'
import { permissionOf } from '../controls/permission'
import { delegationName } from '../delegations/names'
import { useSession } from '../stream/context'

/** The presiding chair calls a delegation to order, the speaker first; it is entered in the journal. */
export function CallToOrder(): ReactNode {
  const session = useSession()
  const { view, words, language } = session
  const [chosen, choose] = useState('')
  const [reason, setReason] = useState('')
  const able = view.seats.order.filter((code) => permissionOf(view.acts, 'floor.call_to_order', code) === true)
  const delegation = [chosen, view.floor.holder?.delegation ?? '', able[0] ?? ''].find((code) => able.includes(code)) ?? ''
  return (
    <AskFirst does="callToOrder" title={words.floor.callToOrder} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        const why = reason.trim() === '' ? {} : { reason: { [language]: reason } }
        void send('callToOrder', { delegation, ...why }).then((done) => { if (done) { setReason(''); close() } })
      }}>
        <Choice label={words.presence.delegation} value={delegation} onChange={choose} options={able.map((code) => [code, delegationName(session, code)])} />
        <Words label={words.meeting.reason} hint={words.meeting.reasonHint} value={reason} onChange={setReason} rows={2} />
        <button type="submit" className="press primary" disabled={pending || delegation === ''}>{words.floor.callToOrder}</button>
      </form>
    )}>{words.floor.callToOrder}</AskFirst>
  )
}
