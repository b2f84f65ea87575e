import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { Agenda } from '../agenda/Agenda'
import { Conclusions } from '../conclusions/Conclusions'
import { Texts } from '../decisions/Texts'
import { People } from '../delegations/People'
import { Speakers } from '../floor/Speakers'
import { Record } from '../journal/Record'
import { Lines } from '../presence/Lines'
import { useSession } from '../stream/context'
import type { View } from '../stream/view'
import type { Words } from '../words'
import { Sign, type SignName } from './Sign'

type Panel = keyof Words['tabs'] & SignName

const PANELS: Readonly<Record<Panel, () => ReactNode>> = {
  speakers: Speakers, agenda: Agenda, texts: Texts, conclusions: Conclusions, record: Record, people: People, lines: Lines,
}
const EVERYBODY: readonly Panel[] = ['speakers', 'agenda', 'texts', 'conclusions', 'record']

/** What each needs first, until they choose. */
function firstFor({ me, meeting }: View): Panel {
  if (meeting.phase === 'closed') return 'record'
  if (me.standings.includes('technician')) return 'lines'
  if (me.standings.includes('rapporteur')) return 'conclusions'
  return meeting.phase === 'scheduled' ? 'agenda' : 'speakers'
}

/** What can be read beside the stage; people for those who keep order, lines for those who keep them up. */
export function SidePanel(): ReactNode {
  const { view, words } = useSession()
  const mine = view.me.standings
  const keeps = mine.includes('presiding') || mine.includes('secretariat') || mine.includes('head')
  const looksAfter = mine.includes('technician') || mine.includes('secretariat')
  const panels = [...EVERYBODY, ...(keeps ? ['people' as const] : []), ...(looksAfter ? ['lines' as const] : [])]
  const [chosen, choose] = useState<Panel>()
  const [presses, press] = useState(0)
  const place = useRef<HTMLElement>(null)
  // On a phone it begins below what is seen, and nothing else would show that a tab was pressed.
  useLayoutEffect(() => { if (presses > 0) place.current?.scrollIntoView() }, [presses])
  const shown = chosen !== undefined && panels.includes(chosen) ? chosen : firstFor(view)
  return (
    <aside ref={place} className="side" aria-label={words.head.panels} data-region>
      <Tabs className="tabs" orientation="vertical" selectedKey={shown} onSelectionChange={(key) => { choose(key as Panel); press(presses + 1) }}>
        <TabList className="rail" aria-label={words.head.panels}>
          {panels.map((panel) => (
            <Tab key={panel} id={panel} className="rail-tab"><Sign name={panel} /><span>{words.tabs[panel]}</span></Tab>
          ))}
        </TabList>
        {panels.map((panel) => {
          const Shown = PANELS[panel]
          return <TabPanel key={panel} id={panel} className="panel"><Shown /></TabPanel>
        })}
      </Tabs>
    </aside>
  )
}
