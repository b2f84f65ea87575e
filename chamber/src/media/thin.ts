import { LocalAudioTrack, type LocalTrack, type Room, Track } from 'livekit-client'

/** The engine's name for a voice sent once more, with little. */
const THIN = 'thin'
/** In bit/s; with its packets it takes less than 64,000. */
const BITRATE = 24_000

export function isThin({ trackName }: { trackName: string }): boolean {
  return trackName === THIN
}

/**
 * My voice once more, for those whose line carries no more: the engine cannot make it smaller for one listener, and one
 * narrow line of theirs must not take anything from the others. It opens and shuts with my microphone.
 */
export class ThinVoice {
  private track: LocalAudioTrack | undefined
  private of: MediaStreamTrack | undefined

  /** Have it published beside this microphone, as soon as that is; what another microphone gave is given back. */
  async agree(room: Room, microphone: LocalAudioTrack): Promise<void> {
    if (this.of !== microphone.mediaStreamTrack) await this.giveBack(room)
    if (this.track === undefined) {
      this.of = microphone.mediaStreamTrack
      this.track = new LocalAudioTrack(this.of.clone())
      this.track.mediaStreamTrack.enabled = false
      await this.track.mute()
    }
    if ([...room.localParticipant.audioTrackPublications.values()].some(isThin)) return
    await room.localParticipant.publishTrack(this.track as LocalTrack, {
      source: Track.Source.Microphone, name: THIN, red: false, dtx: true, audioPreset: { maxBitrate: BITRATE },
    }).catch(() => undefined)
  }

  /** Open, or shut at once; called again at every change, and harmless. */
  setOpen(open: boolean): void {
    const { track } = this
    if (track === undefined) return
    if (!open) track.mediaStreamTrack.enabled = false
    if (open === track.isMuted) void (open ? track.unmute() : track.mute())
  }

  async giveBack(room: Room | undefined): Promise<void> {
    const { track } = this
    this.track = this.of = undefined
    track?.stop()
    if (track !== undefined) await room?.localParticipant.unpublishTrack(track as LocalTrack, true).catch(() => undefined)
  }
}
