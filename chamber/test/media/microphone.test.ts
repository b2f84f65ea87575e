import { describe, expect, it } from 'vitest'
import { type Facts, mayOpen, NO_WILL, stateOf, type Will, willAfter, willAgreed } from '../../src/media/microphone'
import type { View } from '../../src/stream/view'
import { viewOf } from '../views'

const speaking = viewOf('speaking', 'delegate')
const listed = viewOf('listed', 'delegate')
const point = viewOf('point', 'delegate')
const ASKED: Will = { on: false, asked: true }
const ready: Facts = { granted: true, published: true, heard: true, on: true }
const heard = (view: View, ...people: string[]): View => ({ ...view, media: { ...view.media, heard: people } })

describe('my microphone', () => {
  it('is off, then prepares, then is ready, and open only while I am heard and want it', () => {
    expect(stateOf({ ...ready, granted: false })).toEqual({ is: 'off' })
    expect(stateOf({ ...ready, published: false })).toEqual({ is: 'preparing' })
    expect(stateOf({ ...ready, heard: false })).toEqual({ is: 'ready' })
    expect(stateOf({ ...ready, on: false })).toEqual({ is: 'ready' })
    expect(stateOf(ready)).toEqual({ is: 'open' })
  })

  it('says why it cannot, but only to somebody who may have one', () => {
    expect(stateOf({ ...ready, obstacle: 'blocked' })).toEqual({ is: 'cannot', why: 'blocked' })
    expect(stateOf({ ...ready, granted: false, obstacle: 'blocked' })).toEqual({ is: 'off' })
  })

  it('opens for whoever asked for the floor, and not for whoever was given it unasked', () => {
    expect(willAfter(ASKED, speaking, 'tha-head', listed).on).toBe(true)
    expect(willAfter(NO_WILL, speaking, 'tha-head', listed).on).toBe(false)
    expect(willAfter(ASKED, speaking, 'vnm-head', listed).on).toBe(false)
  })

  it('uses what was agreed for one turn only', () => {
    const spoke = willAfter(ASKED, speaking, 'tha-head', listed)
    const lost = willAfter(spoke, listed, 'tha-head', speaking)
    expect(lost.on).toBe(false)
    const again: View = { ...speaking, floor: { ...speaking.floor, ...(speaking.floor.holder === undefined ? {} : { holder: { ...speaking.floor.holder, began: '2022-06-21T08:00:00.000Z' } }) } }
    expect(willAfter(lost, again, 'tha-head', listed).on).toBe(false)
  })

  it('stays shut in its turn when I have shut it, and stays as it was after a reload', () => {
    const open = willAfter(ASKED, speaking, 'tha-head', listed)
    expect(willAfter(open, speaking, 'tha-head').on).toBe(true)
    expect(willAfter({ ...open, on: false }, speaking, 'tha-head').on).toBe(false)
    expect(willAfter({ ...open, on: false }, speaking, 'tha-head', speaking).on).toBe(false)
  })

  it('opens again when the speaker whom a point of order stopped goes on', () => {
    const open = willAfter(ASKED, speaking, 'tha-head', listed)
    const stopped = willAfter(open, point, 'tha-head', speaking)
    expect(willAfter(stopped, speaking, 'tha-head', point).on).toBe(true)
  })

  it('is shut when the meeting is suspended, and does not open by itself after it', () => {
    const open = willAfter(ASKED, speaking, 'tha-head', listed)
    const suspended = willAfter(open, viewOf('suspended', 'delegate'), 'tha-head', speaking)
    expect(suspended.on).toBe(false)
    expect(willAfter(suspended, speaking, 'tha-head').on).toBe(false)
    const presiding = willAfter({ on: true, asked: false }, viewOf('suspended', 'presiding'), 'mys-head', listed)
    expect(presiding.on).toBe(false)
  })

  it('forgets what was agreed when the request is struck or withdrawn', () => {
    expect(willAfter(ASKED, listed, 'vnm-head', listed).asked).toBe(true)
    const struck: View = { ...listed, floor: { ...listed.floor, lists: {} } }
    expect(willAfter(ASKED, struck, 'vnm-head', listed).asked).toBe(false)
    // The list comes a moment after I asked.
    expect(willAfter(ASKED, struck, 'vnm-head', struck).asked).toBe(true)
    // After a reload only what stands there now is known.
    expect(willAfter(ASKED, struck, 'vnm-head').asked).toBe(false)
    expect(willAfter(ASKED, listed, 'vnm-head').asked).toBe(true)
    expect(willAfter(ASKED, speaking, 'tha-head').on).toBe(true)
  })

  it('opens no more by what was refused, unless I wait all the same', () => {
    const free: View = { ...listed, floor: { ...listed.floor, lists: {} } }
    expect(willAgreed(NO_WILL, free, 'vnm-head').asked).toBe(true)
    expect(willAgreed(ASKED, free, 'vnm-head', 'refused').asked).toBe(false)
    expect(willAgreed(ASKED, listed, 'vnm-head', 'refused').asked).toBe(true)
    expect(willAgreed(NO_WILL, listed, 'vnm-head', 'refused').asked).toBe(false)
    const open = willAfter(ASKED, speaking, 'tha-head', listed)
    expect(willAgreed(open, speaking, 'tha-head', 'refused').on).toBe(true)
  })

  it('opens by what was entered, whatever else was refused or struck meanwhile', () => {
    const free: View = { ...listed, floor: { ...listed.floor, lists: {} } }
    const refused = willAgreed(willAgreed(NO_WILL, free, 'vnm-head'), free, 'vnm-head', 'refused')
    // Its entry is not seen yet, or is.
    expect(willAgreed(refused, free, 'vnm-head', free.seq + 1).asked).toBe(true)
    expect(willAgreed(refused, listed, 'vnm-head', listed.seq).asked).toBe(true)
    // The turn for which it was has begun, or was over, before the answer came: it is for no other.
    const open = willAfter(willAgreed(NO_WILL, listed, 'tha-head'), speaking, 'tha-head', listed)
    expect(willAgreed(open, speaking, 'tha-head', speaking.seq)).toEqual({ ...open, on: true, asked: false })
    expect(willAgreed(NO_WILL, free, 'vnm-head', free.seq).asked).toBe(false)
  })

  it('of the chair is opened by the chair alone, and is shut with the chair', () => {
    expect(willAfter(NO_WILL, listed, 'mys-head', listed).on).toBe(false)
    expect(willAfter({ on: true, asked: false }, speaking, 'mys-head', listed).on).toBe(true)
    const passed: View = { ...listed, meeting: { ...listed.meeting, presiding: 'can-head' } }
    expect(willAfter({ on: true, asked: false }, passed, 'mys-head', listed).on).toBe(false)
    expect(willAfter(NO_WILL, passed, 'can-head', listed).on).toBe(false)
  })

  it('may be opened by hand by the speaker and the chair, while they are heard', () => {
    expect(mayOpen(heard(speaking, 'tha-head', 'mys-head'), 'tha-head')).toBe(true)
    expect(mayOpen(heard(speaking, 'tha-head', 'mys-head'), 'mys-head')).toBe(true)
    expect(mayOpen(heard(speaking, 'tha-head'), 'vnm-head')).toBe(false)
    expect(mayOpen(speaking, 'tha-head')).toBe(false)
  })
})
