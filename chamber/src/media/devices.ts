import type { AudioCaptureOptions, VideoCaptureOptions } from 'livekit-client'
import type { Obstacle } from './microphone'

/** What somebody chose in the device check; kept in this browser. */
export interface Devices {
  microphone?: string
  camera?: string
  speaker?: string
  /** The browser's noise suppression, and its automatic gain. */
  suppress: boolean
  gain: boolean
  cameraOn: boolean
  listeningOnly: boolean
}

export const FIRST: Devices = { suppress: true, gain: true, cameraOn: true, listeningOnly: false }

const PLACE = 'prachum:devices'

/** Undefined before the first check. */
export function keptDevices(): Devices | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Partial<Devices> | null
    return kept === null ? undefined : { ...FIRST, ...kept }
  } catch {
    return undefined
  }
}

export function keepDevices(devices: Devices): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(devices))
  } catch {
    // Whoever can keep nothing is asked again the next time.
  }
}

/** One channel at the full band; the echo is always taken out, since delegates listen by loudspeakers too. */
export function soundOf({ microphone, suppress, gain }: Devices): AudioCaptureOptions {
  return {
    ...(microphone === undefined ? {} : { deviceId: { ideal: microphone } }),
    echoCancellation: true, noiseSuppression: suppress, autoGainControl: gain, channelCount: 1, sampleRate: 48_000,
  }
}

export function pictureOf({ camera }: Devices): VideoCaptureOptions {
  return { ...(camera === undefined ? {} : { deviceId: { ideal: camera } }), resolution: { width: 1280, height: 720, frameRate: 30 } }
}

/** Why the browser gave no device. */
export function obstacleOf(failure: unknown): Obstacle {
  const name = failure instanceof DOMException || failure instanceof Error ? failure.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'blocked'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return 'busy'
}

export interface Choosable {
  microphones: readonly MediaDeviceInfo[]
  cameras: readonly MediaDeviceInfo[]
  speakers: readonly MediaDeviceInfo[]
}

/** The devices by name, as far as the browser tells them (it does so after it was allowed to use one). */
export async function choosable(): Promise<Choosable> {
  // Absent where the page has no secure origin.
  const media = navigator.mediaDevices as MediaDevices | undefined
  const all = (await media?.enumerateDevices().catch(() => [])) ?? []
  const of = (kind: MediaDeviceKind): MediaDeviceInfo[] => all.filter((one) => one.kind === kind && one.deviceId !== '')
  return { microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') }
}
