import { expect, it } from 'vitest'
import { actionFor, GIVEN, isFree, keepKeys, keptKeys } from '../../src/controls/keys'

const press = (key: string, target: EventTarget | null = document.createElement('button'), more = {}): Parameters<typeof actionFor>[1] =>
  ({ key, target, ctrlKey: false, altKey: false, metaKey: false, repeat: false, ...more })

it('presses by one key', () => {
  expect(actionFor(GIVEN, press('g'))).toBe('give_next')
  expect(actionFor(GIVEN, press('G'))).toBe('give_next')
  expect(actionFor(GIVEN, press('ö'))).toBeUndefined()
})

it('never acts while somebody writes', () => {
  for (const tag of ['input', 'textarea', 'select']) expect(actionFor(GIVEN, press('g', document.createElement(tag)))).toBeUndefined()
})

it('leaves the browser its own keys', () => {
  expect(actionFor(GIVEN, press('g', undefined, { ctrlKey: true }))).toBeUndefined()
  expect(actionFor(GIVEN, press('g', undefined, { repeat: true }))).toBeUndefined()
})

it('can be switched off and remapped, and stays so', () => {
  keepKeys({ on: true, of: { ...GIVEN.of, give_next: 'n' } })
  expect(actionFor(keptKeys(), press('n'))).toBe('give_next')
  expect(actionFor(keptKeys(), press('g'))).toBeUndefined()
  keepKeys({ ...keptKeys(), on: false })
  expect(actionFor(keptKeys(), press('n'))).toBeUndefined()
})

it('gives no key to two acts', () => {
  expect(isFree(GIVEN, 'ask', 'g')).toBe(false)
  expect(isFree(GIVEN, 'ask', 'f')).toBe(true)
  expect(isFree(GIVEN, 'ask', ' ')).toBe(false)
  expect(new Set(Object.values(GIVEN.of)).size).toBe(Object.values(GIVEN.of).length)
})
