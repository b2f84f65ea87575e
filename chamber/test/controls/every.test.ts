import { expect, it } from 'vitest'
import { KINDS, nameOf } from '../../src/stream/kinds'

const sources = Object.values(import.meta.glob<string>('../../src/**/*.tsx', { query: '?raw', import: 'default', eager: true })).join('\n')
const confirming = Object.values(import.meta.glob<string>('../../src/decisions/useConfirmed.ts', { query: '?raw', import: 'default', eager: true })).join('\n')

it.each(KINDS)('has a control for %s', (kind) => {
  const name = nameOf(kind)
  const used = [`does="${name}"`, `send('${name}'`, `does: '${name}'`, `'${name}' |`, `| '${name}'`, `'${name}' :`, `: '${name}'`]
  // That the screen shows a text is told by the screen itself.
  if (name === 'confirmText') expect(confirming).toContain("'confirmText'")
  else expect(used.some((form) => sources.includes(form))).toBe(true)
})
