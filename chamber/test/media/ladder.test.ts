import { describe, expect, it } from 'vitest'
import { Ladder, type Verdict } from '../../src/media/ladder'

/** One look a second on a line that carries the steps from `carries` on; returns the step after each. */
function watched(ladder: Ladder, seconds: number, carries: (second: number) => number, from = 0): number[] {
  return Array.from({ length: seconds }, (_, second) => {
    ladder.look(ladder.step < carries(from + second) ? 'too_much' : 'well', (from + second) * 1000)
    return ladder.step
  })
}

const raised = (steps: readonly number[]): number => steps.filter((step, at) => at > 0 && step < (steps[at - 1] ?? 0)).length

describe('what gives way on a narrow line', () => {
  it('is a step at a time, each after two looks that agree', () => {
    const ladder = new Ladder(3)
    expect(ladder.look('too_much', 0)).toBe(false)
    expect(ladder.look('too_much', 1000)).toBe(true)
    expect(ladder.step).toBe(1)
  })

  it('is no more until what was changed can be seen', () => {
    const ladder = new Ladder(3)
    expect(ladder.look('far_too_much', 0)).toBe(true)
    expect([500, 1000, 1900].map((at) => ladder.look('too_much', at))).toEqual([false, false, false])
    expect([2000, 3000].map((at) => ladder.look('too_much', at))).toEqual([false, true])
    expect(ladder.step).toBe(2)
  })

  it('is one step for a hiccup, and as much as is safe at once where the line is flooded', () => {
    const [hiccup, flood] = [new Ladder(5, 4), new Ladder(5, 4)]
    for (const [second, verdict] of (['far_too_much', 'well', 'well', 'well', 'far_too_much', 'well'] as const).entries()) hiccup.look(verdict, second * 1000)
    expect(hiccup.step).toBe(2)
    expect([0, 1, 2, 3, 4].map((second) => { flood.look('far_too_much', second * 1000); return flood.step })).toEqual([1, 4, 4, 5, 5])
  })

  it('is nothing for one bad look among good ones, or beside one that says nothing', () => {
    const ladder = new Ladder(3)
    const looks: Verdict[] = ['too_much', 'well', 'too_much', 'unknown', 'too_much', 'well']
    expect(looks.map((verdict, second) => ladder.look(verdict, second * 1000))).toEqual(looks.map(() => false))
  })

  it('is never more than all', () => {
    const ladder = new Ladder(2)
    expect(Math.max(...watched(ladder, 60, () => 9))).toBe(2)
    expect(ladder.step).toBe(2)
  })

  it('comes back step by step once the line is wide again', () => {
    const ladder = new Ladder(5)
    watched(ladder, 12, () => 3)
    expect(ladder.step).toBe(3)
    const after = watched(ladder, 25, () => 0, 12)
    expect(after.at(0)).toBe(3)
    expect(after.at(-1)).toBe(0)
    expect(raised(after)).toBe(3)
  })

  it('is tried ever more seldom on a line that stays narrow', () => {
    const ladder = new Ladder(5)
    const steps = watched(ladder, 1200, () => 3)
    const early = raised(steps.slice(0, 120))
    const late = raised(steps.slice(-120))
    expect(early).toBeGreaterThan(1)
    expect(early).toBeLessThan(5)
    expect(late).toBeLessThan(2)
    // Sound has room in all but a few seconds.
    expect(steps.filter((step) => step < 3).length).toBeLessThan(40)
    expect(Math.max(...steps)).toBe(3)
  })

  it('is tried as soon as ever after the line was wide for a minute', () => {
    const ladder = new Ladder(5)
    watched(ladder, 300, () => 3)
    watched(ladder, 300, () => 0, 300)
    watched(ladder, 10, () => 1, 600)
    expect(ladder.step).toBe(1)
    expect(watched(ladder, 14, () => 0, 610).at(-1)).toBe(0)
  })
})
