import { type ReactNode, useId } from 'react'
import { useSession } from '../stream/context'
import type { Text } from '../stream/view'
import { isLanguage, NAMES } from '../words'

/** Words in one language: the reader's own. */
export function Words({ label, hint, value, onChange, rows = 3, lang, missing }: {
  label: string
  hint?: string
  value: string
  onChange: (value: string) => void
  rows?: number
  lang?: string
  missing?: boolean | undefined
}): ReactNode {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && <p className="hint" id={`${id}h`}>{hint}</p>}
      {rows === 1
        ? <input id={id} lang={lang} value={value} aria-invalid={missing} aria-describedby={hint && `${id}h`} onChange={(e) => onChange(e.target.value)} />
        : <textarea id={id} lang={lang} rows={rows} value={value} aria-invalid={missing} aria-describedby={hint && `${id}h`} onChange={(e) => onChange(e.target.value)} />}
    </div>
  )
}

/** The same words in each language of the meeting; once they are `asked`, marked while there are none in any. */
export function EveryLanguage({ label, value, onChange, rows = 2, asked = false }: {
  label: string
  value: Text
  onChange: (value: Text) => void
  rows?: number
  asked?: boolean
}): ReactNode {
  const { view } = useSession()
  const missing = (asked && isEmpty(value)) || undefined
  return (
    <fieldset className="languages">
      <legend>{label}</legend>
      {view.meeting.languages.map((lang) => (
        <Words
          key={lang} label={isLanguage(lang) ? NAMES[lang] : lang} lang={lang} rows={rows} value={value[lang] ?? ''} missing={missing}
          onChange={(words) => onChange({ ...value, [lang]: words })}
        />
      ))}
    </fieldset>
  )
}

export function Choice<T extends string>({ label, value, onChange, options }: {
  label: string
  value: T
  onChange: (value: T) => void
  options: readonly (readonly [T, string])[]
}): ReactNode {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(e) => onChange(e.target.value as T)}>
        {options.map(([key, words]) => <option key={key} value={key}>{words}</option>)}
      </select>
    </div>
  )
}

export function Checks({ label, value, onChange, options }: {
  label: string
  value: readonly string[]
  onChange: (value: readonly string[]) => void
  options: readonly (readonly [string, string])[]
}): ReactNode {
  return (
    <fieldset className="checks">
      <legend>{label}</legend>
      {options.map(([key, words]) => (
        <label key={key}>
          <input
            type="checkbox" checked={value.includes(key)}
            onChange={(e) => onChange(e.target.checked ? [...value, key] : value.filter((one) => one !== key))}
          />
          {words}
        </label>
      ))}
    </fieldset>
  )
}

/** Nothing is written in any language. */
export function isEmpty(text: Text): boolean {
  return Object.keys(written(text)).length === 0
}

/** What was written, without the languages left empty. */
export function written(text: Text): Text {
  return Object.fromEntries(Object.entries(text).filter(([, words]) => words.trim() !== ''))
}
