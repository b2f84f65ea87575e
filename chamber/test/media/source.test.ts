import { Track } from 'livekit-client'
import { describe, expect, it } from 'vitest'
import { type Published, sourceOf } from '../../src/media/source'

const { Audio, Video, Unknown } = Track.Kind
const { Camera, Microphone, ScreenShare, ScreenShareAudio, Unknown: Other } = Track.Source
const published = (source: Track.Source, kind: Track.Kind, comes?: Track.Kind, trackName = ''): Published =>
  ({ source, kind, trackName, track: comes === undefined ? undefined : { kind: comes } })

describe('what is published', () => {
  it('is what it says, before anything has come of it and afterwards', () => {
    for (const comes of [undefined, Audio]) {
      expect(sourceOf(published(Microphone, Audio, comes))).toBe('microphone')
      expect(sourceOf(published(Microphone, Audio, comes, 'thin'))).toBe('thin_microphone')
      expect(sourceOf(published(ScreenShareAudio, Audio, comes))).toBe('screen_sound')
    }
    for (const comes of [undefined, Video]) {
      expect(sourceOf(published(Camera, Video, comes))).toBe('camera')
      expect(sourceOf(published(ScreenShare, Video, comes))).toBe('screen')
    }
  })

  it('is nothing where sound calls itself a picture, or a picture sound', () => {
    for (const source of [Camera, ScreenShare]) {
      expect(sourceOf(published(source, Video, Audio))).toBeUndefined()
      expect(sourceOf(published(source, Audio))).toBeUndefined()
      expect(sourceOf(published(source, Audio, Audio))).toBeUndefined()
    }
    for (const source of [Microphone, ScreenShareAudio]) {
      expect(sourceOf(published(source, Audio, Video))).toBeUndefined()
      expect(sourceOf(published(source, Video, Video))).toBeUndefined()
    }
    expect(sourceOf(published(Camera, Video, Audio, 'thin'))).toBeUndefined()
    expect(sourceOf(published(Other, Audio, Audio))).toBeUndefined()
    expect(sourceOf(published(Microphone, Unknown))).toBeUndefined()
  })
})
