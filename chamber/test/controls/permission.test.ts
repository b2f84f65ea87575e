import { expect, it } from 'vitest'
import { notInThisRole, permissionOf } from '../../src/controls/permission'

const acts = { 'floor.yield_floor': 'floor.does_not_hold', 'floor.give_floor': { THA: true, LAO: 'floor.not_on_line' }, 'meeting.open_meeting': 'meeting.not_in_your_role' } as const

it('asks by target where the answers differ', () => {
  expect(permissionOf(acts, 'floor.give_floor', 'THA')).toBe(true)
  expect(permissionOf(acts, 'floor.give_floor', 'LAO')).toBe('floor.not_on_line')
  expect(permissionOf(acts, 'floor.give_floor', 'XXX')).toBe('control.no_target')
  expect(permissionOf(acts, 'floor.give_floor')).toBe(true)
})

it('tells what is refused now from what is never this role’s', () => {
  expect(notInThisRole(permissionOf(acts, 'floor.yield_floor'))).toBe(false)
  expect(notInThisRole(permissionOf(acts, 'meeting.open_meeting'))).toBe(true)
})
