import { expect, it } from 'vitest'
import { cookie } from '../../src/stream/commands'
import { addressWord, KINDS, kindOf, nameOf } from '../../src/stream/kinds'
import { WITHOUT_CONTROL } from '../views'

it('maps a kind to its address and its name mechanically', () => {
  expect(addressWord('floor.request_floor')).toBe('request-floor')
  expect(nameOf('floor.request_floor')).toBe('requestFloor')
  expect(kindOf('requestFloor')).toBe('floor.request_floor')
})

it('has one name for each command', () => {
  expect(new Set([...KINDS, ...WITHOUT_CONTROL].map(nameOf)).size).toBe(KINDS.length + WITHOUT_CONTROL.length)
})

it('finds the token under both names of its cookie', () => {
  expect(cookie('csrftoken', 'a=1; csrftoken=t')).toBe('t')
  expect(cookie('csrftoken', '__Host-csrftoken=s; a=1')).toBe('s')
  expect(cookie('csrftoken', 'a=1')).toBe('')
})
