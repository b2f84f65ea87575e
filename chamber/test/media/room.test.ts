import { type Room, RoomEvent } from 'livekit-client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { givesUp } from '../../src/media/room'

type Heard = Parameters<Room['on']>[0]

/** A Room of which only the events are known. */
class Heralds {
  private readonly told = new Map<Heard, () => void>()
  readonly on = ((event: Heard, listener: () => void) => { this.told.set(event, listener); return this }) as unknown as Room['on']
  say(event: Heard): void { this.told.get(event)?.() }
}

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

function watched(holdsOn: () => boolean): { room: Heralds; over: ReturnType<typeof vi.fn> } {
  const room = new Heralds()
  const over = vi.fn()
  givesUp(room, over, holdsOn)
  return { room, over }
}

it('begins anew when reconnecting does not help for twenty seconds', () => {
  const { room, over } = watched(() => false)
  room.say(RoomEvent.Reconnecting)
  vi.advanceTimersByTime(19_000)
  expect(over).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2000)
  expect(over).toHaveBeenCalledOnce()
})

it('does not begin anew once the engine is there again', () => {
  const { room, over } = watched(() => false)
  room.say(RoomEvent.SignalReconnecting)
  room.say(RoomEvent.Reconnected)
  vi.advanceTimersByTime(60_000)
  expect(over).not.toHaveBeenCalled()
})

it('keeps what sounds for as long as the web part is away', () => {
  let away = true
  const { room, over } = watched(() => away)
  room.say(RoomEvent.SignalReconnecting)
  vi.advanceTimersByTime(65_000)
  expect(over).not.toHaveBeenCalled()
  away = false
  vi.advanceTimersByTime(20_000)
  expect(over).toHaveBeenCalledOnce()
})
