import { type ReactNode, useState } from 'react'
import { Dialog, DialogTrigger, Button, Popover } from 'react-aria-components'
import { ACTIONS, GIVEN, isFree, type Action } from '../controls/keys'
import { useKeys } from '../controls/useKeys'
import { useSession } from '../stream/context'
import { LANGUAGES, NAMES } from '../words'
import { Sign } from './Sign'

/** The reader's own: the interface's language, and the keys. */
export function Settings(): ReactNode {
  const { words, language, setLanguage } = useSession()
  return (
    <DialogTrigger>
      <Button className="icon" aria-label={words.settings.title}><Sign name="settings" /><span aria-hidden="true">{NAMES[language]}</span></Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="dialog settings" aria-label={words.settings.title}>
          <fieldset className="choice-of-language">
            <legend>{words.settings.language}</legend>
            {LANGUAGES.map((each) => (
              <label key={each} lang={each}>
                <input type="radio" name="language" checked={each === language} onChange={() => setLanguage(each)} />{NAMES[each]}
              </label>
            ))}
          </fieldset>
          <KeyTable />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function KeyTable(): ReactNode {
  const { words } = useSession()
  const { keys, change } = useKeys()
  return (
    <fieldset className="keys">
      <legend>{words.settings.keys}</legend>
      <label className="switch"><input type="checkbox" role="switch" checked={keys.on} onChange={(event) => change({ ...keys, on: event.target.checked })} />{words.settings.keysOn}</label>
      <p className="hint">{words.settings.keysHint}</p>
      {ACTIONS.map((action) => <KeyRow key={action} action={action} />)}
      <button type="button" className="press quiet" onClick={() => change({ ...GIVEN, on: keys.on })}>{words.settings.keysReset}</button>
    </fieldset>
  )
}

function KeyRow({ action }: { action: Action }): ReactNode {
  const { words } = useSession()
  const { keys, change } = useKeys()
  const [refused, refuse] = useState(false)
  return (
    <div className="key-row">
      <label htmlFor={`key-${action}`}>{words.actions[action]}</label>
      <input
        id={`key-${action}`} value={keys.of[action].toUpperCase()} maxLength={2} disabled={!keys.on} aria-invalid={refused} autoComplete="off"
        aria-describedby={refused ? `key-${action}-no` : undefined}
        onChange={(event) => {
          const key = event.target.value.toLowerCase().replace(keys.of[action], '')
          if (key === '') return
          refuse(!isFree(keys, action, key))
          if (isFree(keys, action, key)) change({ ...keys, of: { ...keys.of, [action]: key } })
        }}
      />
      {refused && <p className="refusal" id={`key-${action}-no`} role="alert">{words.settings.keyTaken}</p>}
    </div>
  )
}
