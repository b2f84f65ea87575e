import { createLocalAudioTrack, createLocalVideoTrack, type LocalAudioTrack, type LocalVideoTrack } from 'livekit-client'
import { choosable, type Choosable, type Devices, obstacleOf, pictureOf, soundOf } from './devices'
import { Level } from './level'
import type { Obstacle } from './microphone'

export interface TriedNow {
  asked: boolean
  obstacle?: Obstacle
  cameraObstacle?: Obstacle
  camera?: LocalVideoTrack
  hearing: 'no' | 'recording' | 'playing'
  choosable: Choosable
}

const SPOKEN_FOR = 3000

/** Devices on trial, before anything of them goes anywhere. */
export class Tried {
  private now: TriedNow = { asked: false, hearing: 'no', choosable: { microphones: [], cameras: [], speakers: [] } }
  private microphone: LocalAudioTrack | undefined
  private level: Level | undefined
  private turn = 0
  private readonly listeners = new Set<() => void>()

  constructor(private readonly context: () => AudioContext) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly current = (): TriedNow => this.now

  /** Ask the browser for these devices; the first time it asks its user. */
  async use(devices: Devices): Promise<void> {
    const turn = (this.turn += 1)
    this.stop()
    const [microphone, camera] = await Promise.allSettled([
      createLocalAudioTrack(soundOf(devices)), devices.cameraOn ? createLocalVideoTrack(pictureOf(devices)) : Promise.resolve(undefined),
    ])
    const found = await choosable()
    const made = [microphone, camera].flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []))
    if (turn !== this.turn) { for (const track of made) track.stop(); return }
    if (microphone.status === 'fulfilled') {
      this.microphone = microphone.value
      const context = this.context()
      void context.resume().catch(() => undefined)
      this.level = new Level(context, microphone.value.mediaStreamTrack)
    }
    this.set({
      asked: true, hearing: 'no', choosable: found,
      ...(microphone.status === 'rejected' ? { obstacle: obstacleOf(microphone.reason) } : {}),
      ...(camera.status === 'rejected' ? { cameraObstacle: obstacleOf(camera.reason) } : {}),
      ...(camera.status === 'fulfilled' && camera.value !== undefined ? { camera: camera.value } : {}),
    })
  }

  get dbfs(): number | undefined {
    return this.level?.dbfs
  }

  /** Records three seconds and then plays them: at the same time it would howl. */
  async hearYourself(): Promise<void> {
    const { microphone, turn } = this
    if (microphone === undefined || this.now.hearing !== 'no') return
    this.set({ ...this.now, hearing: 'recording' })
    const recorded = await record(new MediaStream([microphone.mediaStreamTrack]))
    const context = this.context()
    const sound = await context.decodeAudioData(await recorded.arrayBuffer()).catch(() => undefined)
    if (sound !== undefined && turn === this.turn) {
      this.set({ ...this.now, hearing: 'playing' })
      await played(context, sound)
    }
    if (turn === this.turn) this.set({ ...this.now, hearing: 'no' })
  }

  end(): void {
    this.turn += 1
    this.stop()
  }

  private stop(): void {
    this.level?.end()
    this.level = undefined
    this.microphone?.stop()
    this.microphone = undefined
    this.now.camera?.stop()
  }

  private set(now: TriedNow): void {
    this.now = now
    for (const listener of this.listeners) listener()
  }
}

function record(stream: MediaStream): Promise<Blob> {
  return new Promise((resolve) => {
    const recorder = new MediaRecorder(stream)
    const parts: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    recorder.addEventListener('stop', () => resolve(new Blob(parts, { type: recorder.mimeType })))
    recorder.start()
    setTimeout(() => recorder.stop(), SPOKEN_FOR)
  })
}

function played(context: AudioContext, sound: AudioBuffer): Promise<void> {
  return new Promise((resolve) => {
    const source = new AudioBufferSourceNode(context, { buffer: sound })
    source.connect(context.destination)
    source.addEventListener('ended', () => resolve())
    source.start()
  })
}
