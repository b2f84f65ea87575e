import type { LocalTrack } from 'livekit-client'
import type { Sends } from './narrow'

/** The standard's member which the compiler's types do not have yet; browsers that do not know it go on as they are. */
type Encoding = RTCRtpEncodingParameters & { codec?: RTCRtpCodec }

/** Has a voice sent so from now on, without asking the engine: it passes on what comes, with RED or without. */
export async function sendVoice(track: LocalTrack | undefined, { bitrate, red }: Sends): Promise<void> {
  const sender = track?.sender
  const parameters = sender?.getParameters()
  const encoding = parameters?.encodings[0] as Encoding | undefined
  if (sender === undefined || parameters === undefined || encoding === undefined) return
  const codec = parameters.codecs.find(({ mimeType }) => mimeType.toLowerCase() === (red ? 'audio/red' : 'audio/opus'))
  // What was never set is sent as it was agreed, which is with RED where the browser has it.
  const asAgreed = red && encoding.codec === undefined
  const other = codec !== undefined && !asAgreed && encoding.codec?.mimeType.toLowerCase() !== codec.mimeType.toLowerCase()
  if (encoding.maxBitrate === bitrate && !other) return
  encoding.maxBitrate = bitrate
  if (other) {
    const { mimeType, clockRate, channels, sdpFmtpLine } = codec
    encoding.codec = { mimeType, clockRate, ...(channels === undefined ? {} : { channels }), ...(sdpFmtpLine === undefined ? {} : { sdpFmtpLine }) }
  }
  // What fails is tried again with the next look.
  await sender.setParameters(parameters).catch(() => undefined)
}

/** Has a track wait, which goes on for me, and is told to the engine as shut; or sends it again. */
export async function sendWhole(track: LocalTrack | undefined, sent: boolean): Promise<void> {
  if (track?.sender === undefined) return
  // Published anew while it waited, it is sent again though the SDK takes it for waiting.
  if (track.isUpstreamPaused && (sent || track.sender.track !== null)) await track.resumeUpstream().catch(() => undefined)
  if (!sent) await track.pauseUpstream().catch(() => undefined)
}
