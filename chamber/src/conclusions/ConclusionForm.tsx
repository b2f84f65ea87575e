import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { Choice, EveryLanguage, written } from '../controls/fields'
import { permissionOf } from '../controls/permission'
import { delegationName } from '../delegations/names'
import { useSession } from '../stream/context'
import type { Conclusion, Text, Verb } from '../stream/view'
import { undotted } from '../words'

/** The rapporteur enters a conclusion under an item, or enters an earlier one anew. */
export function ConclusionForm({ corrects, earlier }: { corrects?: string; earlier?: Conclusion }): ReactNode {
  const session = useSession()
  const { view, words, say } = session
  const [verb, setVerb] = useState<Verb>(earlier?.verb ?? 'noted')
  const [text, setText] = useState<Text>(earlier?.text ?? {})
  const [points, setPoints] = useState<readonly Text[]>(earlier?.points ?? [])
  const [attributed, attribute] = useState(earlier?.attributed ?? 'meeting')
  const [chosen, choose] = useState(view.agenda.current ?? '')
  const items = view.agenda.order.filter((id) => permissionOf(view.acts, 'conclusions.enter_conclusion', id) === true)
  const item = items.includes(chosen) ? chosen : (items[0] ?? '')
  const title = corrects === undefined ? words.conclusions.enter : words.conclusions.correct
  const wording = { verb, text: written(text), points: points.map(written).filter((point) => Object.keys(point).length > 0), attributed }
  const clear = (): void => { if (earlier === undefined) { setText({}); setPoints([]) } }
  return (
    <AskFirst
      does={corrects === undefined ? 'enterConclusion' : 'correctConclusion'} title={title} tone={corrects === undefined ? 'primary' : 'plain'}
      {...(corrects === undefined ? {} : { target: corrects })}
      form={({ send, pending }, close) => (
        <form onSubmit={(event) => {
          event.preventDefault()
          const sent = corrects === undefined ? send('enterConclusion', { item, ...wording }) : send('correctConclusion', { conclusion: corrects, ...wording })
          void sent.then((done) => { if (done) { clear(); close() } })
        }}>
          {corrects === undefined && (
            <Choice
              label={words.conclusions.underItem} value={item} onChange={choose}
              options={items.map((id) => [id, `${view.agenda.items[id]?.number ?? ''} ${say(view.agenda.items[id]?.title)}`])}
            />
          )}
          <Choice
            label={words.conclusions.whose} value={attributed} onChange={attribute}
            options={[['meeting', words.conclusions.meeting], ['both', words.conclusions.both], ...view.seats.order.map((code) => [code, delegationName(session, code)] as const)]}
          />
          <Choice label={words.conclusions.verb} value={verb} onChange={setVerb} options={Object.entries(words.conclusions.verbs) as [Verb, string][]} />
          <EveryLanguage label={words.conclusions.words} value={text} onChange={setText} />
          {points.map((point, at) => (
            <EveryLanguage
              key={at} label={words.conclusions.point(at + 1)} value={point} rows={1}
              onChange={(changed) => setPoints(points.map((one, n) => (n === at ? changed : one)))}
            />
          ))}
          <div className="pair">
            <button type="button" className="press" onClick={() => setPoints([...points, {}])}>{words.conclusions.addPoint}</button>
            <button type="submit" className="press primary" disabled={pending}>{undotted(title)}</button>
          </div>
        </form>
      )}
    >{title}</AskFirst>
  )
}
