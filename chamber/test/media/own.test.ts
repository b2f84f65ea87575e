import type { Room } from 'livekit-client'
import { expect, it, vi } from 'vitest'
import { FIRST } from '../../src/media/devices'
import { OwnTracks } from '../../src/media/own'

vi.mock('livekit-client', () => ({
  ConnectionState: { Connected: 'connected' },
  Track: { Source: { Camera: 'camera', Microphone: 'microphone', ScreenShare: 'screen_share', ScreenShareAudio: 'screen_share_audio' } },
}))

const MAY = { microphone: false, camera: false, screen: true }

/** A Room which, like the SDK's with tracks that outlive it, takes out what it shared, and does not stop it. */
function roomed(): { room: Room; captured: Set<string>; choose: () => void } {
  const captured = new Set<string>()
  const trackPublications = new Map<string, object>()
  let choose = (): void => undefined
  const chosen = new Promise<void>((done) => { choose = done })
  const setScreenShareEnabled = async (on: boolean): Promise<void> => {
    trackPublications.clear()
    if (!on) return
    await chosen
    for (const source of ['screen_share', 'screen_share_audio']) {
      captured.add(source)
      trackPublications.set(source, { source, track: { stop: () => captured.delete(source) } })
    }
  }
  const localParticipant = { permissions: { canPublish: true, canPublishSources: [] }, trackPublications, setScreenShareEnabled }
  return { room: { state: 'connected', localParticipant } as unknown as Room, captured, choose }
}

const own = (): OwnTracks => new OwnTracks(() => undefined, () => FIRST)

it('a shared screen is given back, with its sound, when its Room is gone', async () => {
  const [mine, { room, captured, choose }] = [own(), roomed()]
  mine.agree(room, MAY)
  choose()
  await mine.shareScreen()
  mine.agree(room, MAY)
  expect(captured.size).toBe(2)
  mine.agree(undefined, MAY)
  expect(captured.size).toBe(0)
})

it('a screen that was chosen when its Room was gone is given back', async () => {
  const [mine, { room, captured, choose }] = [own(), roomed()]
  mine.agree(room, MAY)
  const sharing = mine.shareScreen()
  mine.agree(roomed().room, MAY)
  choose()
  await sharing
  expect(captured.size).toBe(0)
})

it.each([
  ['by hand', (mine: OwnTracks) => { void mine.stopScreen() }],
  ['with the floor', (mine: OwnTracks, room: Room) => { mine.agree(room, { ...MAY, screen: false }) }],
])('a screen is given back when it is no longer shared, %s', async (_, stop) => {
  const [mine, { room, captured, choose }] = [own(), roomed()]
  mine.agree(room, MAY)
  choose()
  await mine.shareScreen()
  stop(mine, room)
  await vi.waitFor(() => expect(captured.size).toBe(0))
  expect(mine.publishes('screen')).toBe(false)
})
