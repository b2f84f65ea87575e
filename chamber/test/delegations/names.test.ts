import { expect, it } from 'vitest'
import { delegationNames } from '../../src/delegations/names'
import { said, WORDS } from '../../src/words'
import { viewOf } from '../views'

it('names several delegations in the order of their seats, and whoever has none last', () => {
  const view = { ...viewOf('listed', 'delegate'), seats: { order: ['CAN', 'LAO', 'VNM'] } }
  const session = { view, words: WORDS.en, say: (text: Parameters<typeof said>[0]) => said(text, 'en').words }
  expect(delegationNames(session, ['secretariat', 'VNM', 'LAO', 'CAN'])).toBe('Canada, Lao PDR, Viet Nam, Secretariat')
})
