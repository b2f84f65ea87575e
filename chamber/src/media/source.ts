import { Track } from 'livekit-client'
import { isThin } from './thin'
import type { Source } from './wanted'

/** What of the SDK's publications is looked at. */
export interface Published {
  source: Track.Source
  trackName: string
  kind: Track.Kind
  track?: { kind: Track.Kind } | undefined
}

const SOUND: Partial<Record<Track.Source, Source>> = {
  [Track.Source.Microphone]: 'microphone', [Track.Source.ScreenShareAudio]: 'screen_sound',
}
const PICTURE: Partial<Record<Track.Source, Source>> = {
  [Track.Source.Camera]: 'camera', [Track.Source.ScreenShare]: 'screen',
}

/**
 * What is published, by the medium that comes of it: a voice that calls itself a camera is neither, since it would be
 * heard past the play-gate.
 */
export function sourceOf(publication: Published): Source | undefined {
  const { source, kind, track } = publication
  if (track !== undefined && track.kind !== kind) return undefined
  if (kind === Track.Kind.Audio) return isThin(publication) ? 'thin_microphone' : SOUND[source]
  return kind === Track.Kind.Video ? PICTURE[source] : undefined
}
