import type { LocalTrack } from 'livekit-client'
import { describe, expect, it, vi } from 'vitest'
import { STEPS, type Sends } from '../../src/media/narrow'
import { sendVoice, sendWhole } from '../../src/media/sending'

interface Encoding { maxBitrate: number; codec?: { mimeType: string } }
const OPUS = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2, sdpFmtpLine: 'minptime=10;useinbandfec=1' }
const RED = { mimeType: 'audio/red', clockRate: 48_000, channels: 2, sdpFmtpLine: '111/111' }

/** A sender that keeps what it is told, as a browser does, and agreed on these codecs. */
function sending(codecs: readonly object[] = [RED, OPUS]): { track: LocalTrack; sent: () => Encoding; told: ReturnType<typeof vi.fn> } {
  let encoding: Encoding = { maxBitrate: 96_000 }
  const told = vi.fn((given: { encodings: Encoding[] }) => { encoding = given.encodings[0] ?? encoding; return Promise.resolve() })
  const sender = { getParameters: () => ({ codecs: [...codecs], encodings: [{ ...encoding }] }), setParameters: told }
  return { track: { sender } as unknown as LocalTrack, sent: () => encoding, told }
}

const step = (at: number): Sends => STEPS[at] ?? STEPS[0]

describe('a voice', () => {
  it('is left as it was agreed while there is room', async () => {
    const { track, told } = sending()
    await sendVoice(track, step(0))
    await sendVoice(track, step(1))
    expect(told).not.toHaveBeenCalled()
  })

  it('is sent once instead of twice, with less, and as before again', async () => {
    const { track, sent, told } = sending()
    await sendVoice(track, step(2))
    expect(sent()).toEqual({ maxBitrate: 64_000, codec: OPUS })
    await sendVoice(track, step(2))
    expect(told).toHaveBeenCalledOnce()
    await sendVoice(track, step(1))
    expect(sent()).toEqual({ maxBitrate: 96_000, codec: RED })
  })

  it('is sent with less by a browser that knows no RED, or that refuses', async () => {
    const { track, sent } = sending([OPUS])
    await sendVoice(track, step(5))
    expect(sent().maxBitrate).toBe(24_000)
    const refuses = sending()
    refuses.told.mockRejectedValue(new Error('no'))
    await expect(sendVoice(refuses.track, step(5))).resolves.toBeUndefined()
    await expect(sendVoice(undefined, step(5))).resolves.toBeUndefined()
  })
})

describe('a picture', () => {
  const picture = (over: object = {}): { track: LocalTrack; acts: string[] } => {
    const acts: string[] = []
    const track = {
      sender: { track: {} }, isUpstreamPaused: false,
      pauseUpstream: () => { acts.push('pause'); return Promise.resolve() }, resumeUpstream: () => { acts.push('resume'); return Promise.resolve() }, ...over,
    }
    return { track: track as unknown as LocalTrack, acts }
  }

  it('waits, and comes back', async () => {
    const [sent, waiting] = [picture(), picture({ isUpstreamPaused: true, sender: { track: null } })]
    await sendWhole(sent.track, true)
    expect(sent.acts).toEqual([])
    await sendWhole(sent.track, false)
    expect(sent.acts).toEqual(['pause'])
    await sendWhole(waiting.track, true)
    expect(waiting.acts).toEqual(['resume'])
  })

  it('that was published anew while it waited, waits again', async () => {
    const anew = picture({ isUpstreamPaused: true })
    await sendWhole(anew.track, false)
    expect(anew.acts).toEqual(['resume', 'pause'])
  })
})
