import { type ReactNode, useState } from 'react'
import { AskFirst } from '../controls/AskFirst'
import { EveryLanguage, written } from '../controls/fields'
import { useSession } from '../stream/context'
import type { Area, Text } from '../stream/view'

const NEW: Area = { title: {}, text: {}, points: [] }

/** A proposal in numbered areas, in the languages of the meeting. */
export function TableProposal(): ReactNode {
  const { words } = useSession()
  const [title, setTitle] = useState<Text>({})
  const [areas, setAreas] = useState<readonly Area[]>([NEW])
  const change = (at: number, area: Partial<Area>): void => setAreas(areas.map((one, n) => (n === at ? { ...one, ...area } : one)))
  return (
    <AskFirst does="tableProposal" title={words.decisions.table} form={({ send, pending }, close) => (
      <form onSubmit={(event) => {
        event.preventDefault()
        const body = { title: written(title), areas: areas.map((area) => ({ title: written(area.title), text: written(area.text), points: area.points })) }
        void send('tableProposal', body).then((done) => { if (done) { setTitle({}); setAreas([NEW]); close() } })
      }}>
        <EveryLanguage label={words.decisions.proposalTitle} value={title} onChange={setTitle} rows={1} />
        {areas.map((area, at) => (
          <fieldset key={at} className="area">
            <legend>{words.decisions.area(at + 1)}</legend>
            <EveryLanguage label={words.decisions.areaTitle} value={area.title} onChange={(changed) => change(at, { title: changed })} rows={1} />
            <EveryLanguage label={words.decisions.areaText} value={area.text} onChange={(changed) => change(at, { text: changed })} />
          </fieldset>
        ))}
        <div className="pair">
          <button type="button" className="press" onClick={() => setAreas([...areas, NEW])}>{words.decisions.addArea}</button>
          <button type="submit" className="press primary" disabled={pending}>{words.decisions.table}</button>
        </div>
      </form>
    )}>{words.decisions.table}</AskFirst>
  )
}
