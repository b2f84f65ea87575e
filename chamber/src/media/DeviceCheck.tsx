import { type ReactNode, useEffect, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Choice } from '../controls/fields'
import { focusBarAfter } from '../meeting/useFocusKept'
import { useSession } from '../stream/context'
import type { Devices } from './devices'
import { Moving } from './Picture'
import type { Sound } from './sound'
import type { Tried } from './tried'
import { useDbfs } from './useDbfs'
import { useTried } from './useTried'
import { useSound } from './useSound'

/** Before entering, and whenever it is asked for: is my picture there, am I heard, does the line bear it. */
export function DeviceCheck({ sound, first = false, onDone }: { sound: Sound; first?: boolean; onDone?: () => void }): ReactNode {
  const { words } = useSession()
  const device = words.sound.device
  const [chosen, choose] = useState<Devices>(sound.devices)
  const [tried] = useState(() => sound.try())
  useEffect(() => () => tried.end(), [tried])
  // Whoever has come in acts next; the button that opened it again may be gone.
  useEffect(() => () => focusBarAfter(first), [first])
  const now = useTried(tried)
  const change = (part: Partial<Devices>): void => {
    const next = { ...chosen, ...part }
    choose(next)
    if (now.asked) void tried.use(next)
  }
  const enter = (listeningOnly: boolean): void => {
    tried.end()
    sound.enter({ ...chosen, listeningOnly })
    onDone?.()
  }
  return (
    <ModalOverlay className="veil" isOpen isDismissable={!first} isKeyboardDismissDisabled={first} onOpenChange={(open) => { if (!open) onDone?.() }}>
      <Modal className="modal check">
        <Dialog className="dialog">
          <header>
            <Heading slot="title">{first ? device.title : device.again}</Heading>
            {!first && <button type="button" className="close" aria-label={words.control.close} onClick={onDone}>×</button>}
          </header>
          <p>{device.means}</p>
          {now.asked ? <Found tried={tried} chosen={chosen} change={change} /> : (
            <div className="ask-devices">
              <button type="button" className="press" data-act="useDevices" onClick={() => void tried.use(chosen)}>{device.allow}</button>
              <p className="hint">{device.allowMeans}</p>
            </div>
          )}
          <LineTried />
          <div className="pair">
            <button type="button" className="press primary" data-act="enter" disabled={!now.asked || now.obstacle !== undefined} onClick={() => enter(false)}>{first ? device.enter : device.save}</button>
            <button type="button" className="press" data-act="listenOnly" onClick={() => enter(true)}>{device.listenOnly}</button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

interface Choosing { tried: Tried; chosen: Devices; change: (part: Partial<Devices>) => void }

function Found({ tried, chosen, change }: Choosing): ReactNode {
  const { words } = useSession()
  const device = words.sound.device
  const { camera, cameraObstacle, obstacle } = useTried(tried)
  return (
    <>
      {obstacle !== undefined && <NotAllowed why={obstacle} again={() => void tried.use(chosen)} />}
      <div className="tried">
        <div className="preview">
          {camera === undefined ? <p>{cameraObstacle === undefined ? device.noPicture : `${device.noPicture}. ${words.sound.cannotCamera}`}</p> : <Moving key={camera.mediaStreamTrack.id} track={camera} className="camera mirrored" />}
        </div>
        {obstacle === undefined && <HearYourself tried={tried} />}
        <div className="choices-of-devices">
          <Devices tried={tried} chosen={chosen} change={change} />
        </div>
      </div>
    </>
  )
}

/** Why it does not work, and what to press in this browser. */
function NotAllowed({ why, again }: { why: 'blocked' | 'missing' | 'busy' | 'elsewhere' | 'listening_only'; again: () => void }): ReactNode {
  const { words } = useSession()
  const device = words.sound.device
  return (
    <div className="refusal" role="alert" data-obstacle={why}>
      <p><strong>{why === 'blocked' ? device.blocked : words.sound.cannot[why]}</strong></p>
      {why === 'blocked' && <p>{window.isSecureContext ? device.how[browser()] : device.insecure}</p>}
      <button type="button" className="press" onClick={again}>{device.tryAgain}</button>
    </div>
  )
}

function HearYourself({ tried }: { tried: Tried }): ReactNode {
  const { words } = useSession()
  const device = words.sound.device
  const { hearing } = useTried(tried)
  const dbfs = useDbfs(tried)
  const said = dbfs > -3 ? device.loud : dbfs > -45 ? device.good : device.quiet
  return (
    <div className="hear-yourself">
      <div className="meter" data-loud={dbfs > -3 || undefined} role="meter" aria-label={device.level} aria-valuemin={-60} aria-valuemax={0} aria-valuenow={Math.round(Math.max(-60, dbfs))} aria-valuetext={said}>
        <span style={{ transform: `scaleX(${Math.max(0, Math.min(1, (dbfs + 60) / 60))})` }} />
      </div>
      <p className="hint">{said}</p>
      <button type="button" className="press" data-act="hearYourself" disabled={hearing !== 'no'} onClick={() => void tried.hearYourself()}>
        {hearing === 'recording' ? device.recording : hearing === 'playing' ? device.playing : device.hear}
      </button>
    </div>
  )
}

function Devices({ tried, chosen, change }: Choosing): ReactNode {
  const { words } = useSession()
  const device = words.sound.device
  const { choosable: { microphones, cameras, speakers } } = useTried(tried)
  const options = (all: readonly MediaDeviceInfo[]): [string, string][] => [['', device.usual], ...all.filter(({ deviceId }) => deviceId !== 'default').map(({ deviceId, label }): [string, string] => [deviceId, label])]
  const pick = (kind: 'microphone' | 'camera' | 'speaker') => (id: string): void => {
    const { [kind]: _before, ...rest } = chosen
    change(id === '' ? { ...rest, [kind]: undefined as never } : { [kind]: id })
  }
  return (
    <>
      <Choice label={device.microphone} value={chosen.microphone ?? ''} onChange={pick('microphone')} options={options(microphones)} />
      <label className="switch"><input type="checkbox" checked={chosen.suppress} onChange={(event) => change({ suppress: event.target.checked })} />{device.suppress}</label>
      <label className="switch"><input type="checkbox" checked={chosen.gain} onChange={(event) => change({ gain: event.target.checked })} />{device.gain}</label>
      <Choice label={device.camera} value={chosen.camera ?? ''} onChange={pick('camera')} options={options(cameras)} />
      <label className="switch"><input type="checkbox" checked={chosen.cameraOn} onChange={(event) => change({ cameraOn: event.target.checked })} />{device.cameraOn}</label>
      {speakers.length > 1 && 'setSinkId' in AudioContext.prototype && <Choice label={device.speaker} value={chosen.speaker ?? ''} onChange={pick('speaker')} options={options(speakers)} />}
    </>
  )
}

/** The line is tried by joining the meeting's sound itself, through the door. */
function LineTried(): ReactNode {
  const { words } = useSession()
  const sound = useSound()
  const link = sound?.link ?? 'off'
  return <p className="line-tried" data-link={link} role="status"><strong>{words.sound.device.line}</strong> {words.sound.device.lineStates[link]}</p>
}

function browser(): 'chromium' | 'firefox' | 'safari' | 'other' {
  const agent = navigator.userAgent
  if (/Firefox\//.test(agent)) return 'firefox'
  if (/Chrom(e|ium)\//.test(agent)) return 'chromium'
  return /Safari\//.test(agent) ? 'safari' : 'other'
}
