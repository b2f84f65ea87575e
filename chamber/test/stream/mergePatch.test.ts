import { expect, it } from 'vitest'
import { type Json, mergePatch } from '../../src/stream/mergePatch'
import vectors from './mergePatch.vectors.json'

it.each(vectors as unknown as [Json, Json, Json][])('makes of %j by %j what RFC 7396 (appendix A) says', (target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result)
})

it('leaves what the patch does not touch the same object', () => {
  const before = { floor: { runs: false }, parties: { THA: { decides: true } } }
  const after = mergePatch(before, { floor: { runs: true } }) as typeof before
  expect(after.parties).toBe(before.parties)
  expect(before.floor.runs).toBe(false)
})

it('takes every key for a key', () => {
  const patch = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}') as Json
  const merged = mergePatch({}, patch) as object
  expect(Object.entries(merged)).toEqual([['__proto__', { a: 1 }], ['constructor', 2]])
  expect(mergePatch(merged as Json, JSON.parse('{"__proto__": {"a": null}}') as Json)).toEqual(JSON.parse('{"__proto__": {}, "constructor": 2}'))
})
