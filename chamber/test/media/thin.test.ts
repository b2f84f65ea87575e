import type { LocalAudioTrack, Room } from 'livekit-client'
import { expect, it, vi } from 'vitest'
import { isThin, ThinVoice } from '../../src/media/thin'

interface Media { enabled: boolean; stopped: boolean; clone: () => Media }
const media = (): Media => ({ enabled: true, stopped: false, clone: media })

const made = vi.hoisted(() => [] as { mediaStreamTrack: { enabled: boolean; stopped: boolean }; isMuted: boolean }[])
vi.mock('livekit-client', () => ({
  Track: { Source: { Microphone: 'microphone' } },
  /** As the SDK's own: what is muted is not enabled. */
  LocalAudioTrack: class {
    isMuted = false
    constructor(readonly mediaStreamTrack: Media) { made.push(this) }
    mute(): Promise<void> { this.isMuted = true; this.mediaStreamTrack.enabled = false; return Promise.resolve() }
    unmute(): Promise<void> { this.isMuted = false; this.mediaStreamTrack.enabled = true; return Promise.resolve() }
    stop(): void { this.mediaStreamTrack.stopped = true }
  },
}))

const microphone = (): LocalAudioTrack => {
  const given: unknown = { mediaStreamTrack: media() }
  return given as LocalAudioTrack
}

/** A Room that keeps what is published in it. */
function roomed(): { room: Room; published: Map<string, { trackName: string; red: boolean }> } {
  const published = new Map<string, { trackName: string; red: boolean }>()
  const publishTrack = (_: unknown, { name, red }: { name: string; red: boolean }): Promise<void> => { published.set(name, { trackName: name, red }); return Promise.resolve() }
  const unpublishTrack = (): Promise<void> => { published.clear(); return Promise.resolve() }
  return { room: { localParticipant: { audioTrackPublications: published, publishTrack, unpublishTrack } } as unknown as Room, published }
}

it('a thin voice is published once, shut, opens and shuts with the microphone, and goes with it', async () => {
  const { room, published } = roomed()
  const [thin, mine] = [new ThinVoice(), microphone()]
  thin.setOpen(true)
  await thin.agree(room, mine)
  await thin.agree(room, mine)
  expect([...published.values()].map((one) => [isThin(one), one.red])).toEqual([[true, false]])
  const [track] = made
  expect(track?.mediaStreamTrack.enabled).toBe(false)
  thin.setOpen(true)
  expect(track?.mediaStreamTrack.enabled).toBe(true)
  thin.setOpen(false)
  // At once, whatever the SDK still has to do.
  expect(track?.mediaStreamTrack.enabled).toBe(false)
  await thin.giveBack(room)
  expect([track?.mediaStreamTrack.stopped, published.size]).toEqual([true, 0])
})

it('a thin voice is of the microphone that is in use', async () => {
  const { room } = roomed()
  const thin = new ThinVoice()
  const before = made.length
  await thin.agree(room, microphone())
  await thin.agree(room, microphone())
  expect(made.slice(before).map(({ mediaStreamTrack, isMuted }) => [mediaStreamTrack.stopped, isMuted])).toEqual([[true, true], [false, true]])
})
