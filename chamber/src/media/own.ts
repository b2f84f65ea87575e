import {
  ConnectionState, createLocalAudioTrack, createLocalVideoTrack, type LocalAudioTrack, type LocalTrack, type LocalTrackPublication, type LocalVideoTrack, type Room, Track,
} from 'livekit-client'
import { type Devices, obstacleOf, pictureOf, soundOf } from './devices'
import type { Obstacle } from './microphone'
import { type Sends, STEPS } from './narrow'
import { sendVoice, sendWhole } from './sending'
import { isThin, ThinVoice } from './thin'

/** What this line is to publish now; each only with the view's and the engine's leave. */
export interface Wants {
  microphone: boolean
  camera: boolean
  screen: boolean
}

/** LiveKit's numbers for sources in a permission. */
const NUMBER = { camera: 1, microphone: 2, screen: 3 } as const
type Own = keyof typeof NUMBER
const SOURCE = { camera: Track.Source.Camera, microphone: Track.Source.Microphone, screen: Track.Source.ScreenShare } as const
const PUBLISH_WITHIN = 5000

/** My microphone, camera and screen: made when they are wanted, published when they may be, and given back after. */
export class OwnTracks {
  microphone: LocalAudioTrack | undefined
  camera: LocalVideoTrack | undefined
  obstacle: Obstacle | undefined
  cameraObstacle: Obstacle | undefined
  private open = false
  private agreeing: Promise<void> | undefined
  private again = false
  private happened = false
  private room: Room | undefined
  private wants: Wants = { microphone: false, camera: false, screen: false }
  private sends: Sends = STEPS[0]
  private readonly thin = new ThinVoice()
  /** The screen and its sound. */
  private shared: LocalTrack[] = []

  constructor(private readonly changed: () => void, private devices: () => Devices) {}

  /** Have this Room publish what is wanted; called again at every change, and harmless. */
  agree(room: Room | undefined, wants: Wants): void {
    // A screen is not shown again unasked.
    if (room !== this.room) this.giveBackScreen()
    this.room = room
    this.wants = wants
    if (this.agreeing !== undefined) { this.again = true; return }
    this.agreeing = this.work().finally(() => {
      this.agreeing = undefined
      // Only then: whoever is told agrees anew.
      if (this.happened) { this.happened = false; this.changed() }
      if (this.again) { this.again = false; this.agree(this.room, this.wants) }
    })
  }

  publishes(own: Own): boolean {
    return this.published(SOURCE[own]) !== undefined
  }

  private published(source: Track.Source, room = this.room): LocalTrack | undefined {
    const all = [...room?.localParticipant.trackPublications.values() ?? []] as LocalTrackPublication[]
    return all.find((one) => one.source === source && one.track !== undefined && !isThin(one))?.track
  }

  /** Open or shut the microphone at once: what the browser sends is shut before anything else is waited for. */
  setOpen(open: boolean): void {
    const { microphone } = this
    if (microphone === undefined) { this.open = false; return }
    const wanted = open && this.publishes('microphone')
    if (!wanted) microphone.mediaStreamTrack.enabled = false
    // Where my own line is narrow, my one voice is thin enough for everybody.
    this.thin.setOpen(wanted && this.sends.thin)
    if (wanted === this.open) return
    this.open = wanted
    void (wanted ? microphone.unmute() : microphone.mute())
  }

  get isOpen(): boolean {
    return this.open
  }

  /** Other devices were chosen: what is in use is made anew when it is next wanted. */
  changeDevices(): void {
    this.obstacle = undefined
    this.cameraObstacle = undefined
    void this.microphone?.restartTrack(soundOf(this.devices())).catch((failure: unknown) => { this.obstacle = obstacleOf(failure) })
    void this.camera?.restartTrack(pictureOf(this.devices())).catch((failure: unknown) => { this.cameraObstacle = obstacleOf(failure) })
  }

  /** Camera or screen are there to be seen. */
  get hasPictures(): boolean {
    return this.publishes('camera') || this.publishes('screen')
  }

  /** Send no more than this from now on; said again and again, since what is published anew begins with everything. */
  async send(sends: Sends): Promise<void> {
    this.sends = sends
    this.thin.setOpen(this.open && sends.thin)
    const published = (source: Track.Source): LocalTrack | undefined => this.published(source)
    // A screen's sound without the screen is of no use to anybody.
    const { Microphone, Camera, ScreenShare, ScreenShareAudio } = Track.Source
    await Promise.all([
      sendVoice(published(Microphone), sends), sendVoice(published(ScreenShareAudio), sends),
      ...[Camera, ScreenShare, ScreenShareAudio].map((source) => sendWhole(published(source), sends.pictures)),
    ])
  }

  async shareScreen(): Promise<void> {
    const { room } = this
    if (room === undefined || !permitted(room, 'screen')) return
    await room.localParticipant.setScreenShareEnabled(true, { audio: true, contentHint: 'detail' }).catch(() => undefined)
    const { ScreenShare, ScreenShareAudio } = Track.Source
    this.shared = [ScreenShare, ScreenShareAudio].map((source) => this.published(source, room)).filter((track) => track !== undefined)
    // To choose what is shown may take longer than a Room lasts.
    if (room !== this.room) this.giveBackScreen()
    this.changed()
  }

  async stopScreen(): Promise<void> {
    this.giveBackScreen()
    await this.room?.localParticipant.setScreenShareEnabled(false).catch(() => undefined)
    this.changed()
  }

  /** The SDK takes it out of the Room, and leaves it captured. */
  private giveBackScreen(): void {
    for (const track of this.shared) track.stop()
    this.shared = []
  }

  end(): void {
    this.agree(undefined, { microphone: false, camera: false, screen: false })
  }

  private async work(): Promise<void> {
    await this.agreeMicrophone()
    await this.agreeCamera()
    if (!this.wants.screen && this.shared.length > 0) await this.stopScreen()
  }

  private async agreeMicrophone(): Promise<void> {
    if (!this.wants.microphone || ended(this.microphone)) {
      const track = this.microphone
      this.setOpen(false)
      this.microphone = undefined
      await this.thin.giveBack(this.room)
      await this.giveBack(track)
    }
    if (!this.wants.microphone) return
    if (this.microphone === undefined && this.obstacle === undefined) {
      try {
        const track = await createLocalAudioTrack(soundOf(this.devices()))
        track.mediaStreamTrack.enabled = false
        await track.mute()
        this.open = false
        this.microphone = track
      } catch (failure) {
        this.obstacle = obstacleOf(failure)
      }
      this.happened = true
    }
    await this.publish(this.microphone, 'microphone')
    if (this.room !== undefined && this.microphone !== undefined && this.publishes('microphone')) {
      await this.thin.agree(this.room, this.microphone)
      this.thin.setOpen(this.open && this.sends.thin)
    }
  }

  private async agreeCamera(): Promise<void> {
    if (!this.wants.camera || ended(this.camera)) {
      const track = this.camera
      this.camera = undefined
      await this.giveBack(track)
    }
    if (!this.wants.camera) return
    if (this.camera === undefined && this.cameraObstacle === undefined) {
      try {
        this.camera = await createLocalVideoTrack(pictureOf(this.devices()))
      } catch (failure) {
        this.cameraObstacle = obstacleOf(failure)
      }
      this.happened = true
    }
    await this.publish(this.camera, 'camera')
  }

  // The casts: the SDK's types are not written for exact optional properties.

  /** The engine never answers who publishes without its permission, so only once it has said that it is there. */
  private async publish(track: LocalAudioTrack | LocalVideoTrack | undefined, own: Own): Promise<void> {
    const { room } = this
    if (track === undefined || room?.state !== ConnectionState.Connected || !permitted(room, own) || this.publishes(own)) return
    const { localParticipant } = room
    // What fails is tried again at the next occasion, which comes within seconds.
    await within(PUBLISH_WITHIN, localParticipant.publishTrack(track as LocalTrack, { source: SOURCE[own] }))
      .then(() => { this.happened = true; return this.send(this.sends) }, () => undefined)
  }

  private async giveBack(track: LocalAudioTrack | LocalVideoTrack | undefined): Promise<void> {
    if (track === undefined) return
    this.happened = true
    track.stop()
    // The engine has removed it already where the permission is gone.
    await this.room?.localParticipant.unpublishTrack(track as LocalTrack, true).catch(() => undefined)
  }
}

/** Whether nothing comes of it any more: the SDK stops what a Room could not publish in time, though another one has. */
function ended(track: { mediaStreamTrack: MediaStreamTrack } | undefined): boolean {
  return track?.mediaStreamTrack.readyState === 'ended'
}

/** Whether the engine has said that this line may publish it; no list means everything. */
export function permitted(room: Room, own: Own): boolean {
  const { permissions } = room.localParticipant
  if (permissions?.canPublish !== true) return false
  const sources: readonly number[] = permissions.canPublishSources
  return sources.length === 0 || sources.includes(NUMBER[own])
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error('too late')), ms) })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
