import { ConnectionState, type Room } from 'livekit-client'
import { expect, it, vi } from 'vitest'
import { findAnew } from '../../src/media/room'

const room = (state: ConnectionState) => ({ state, simulateScenario: vi.fn(() => Promise.resolve()) })

it('has only a Room look for the engine anew that thinks that it is joined', () => {
  const [joined, looking] = [room(ConnectionState.Connected), room(ConnectionState.SignalReconnecting)]
  findAnew(joined as unknown as Room)
  findAnew(looking as unknown as Room)
  findAnew(undefined)
  expect(joined.simulateScenario).toHaveBeenCalledExactlyOnceWith('signal-reconnect')
  expect(looking.simulateScenario).not.toHaveBeenCalled()
})
