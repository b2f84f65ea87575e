import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Press } from '../controls/Act'
import { Group } from '../controls/Group'
import { useAnnounce } from '../journal/announce'
import { useSession } from '../stream/context'
import { DeviceCheck } from './DeviceCheck'
import type { Sound, SoundNow } from './sound'
import { useDbfs } from './useDbfs'

type Given = SoundNow & { sound: Sound }

/** My microphone: red while it is open, and opened by nobody but me. */
export function MyMicrophone({ microphone, mayOpen, sound }: Given): ReactNode {
  const { words } = useSession()
  useSaid(microphone.is)
  if (microphone.is === 'off') return null
  if (microphone.is === 'cannot') {
    return <span className="my-microphone" data-is="cannot" role="status">{words.sound.cannot[microphone.why]}</span>
  }
  if (microphone.is === 'open') {
    return (
      <span className="my-microphone" data-is="open">
        <Press permission={true} name="microphone" tone="danger" action="microphone" onPress={sound.toggleMicrophone} label={`${words.sound.open}. ${words.sound.shut}`}>
          <span className="on-air" aria-hidden="true" />{words.sound.open}
        </Press>
        <OpenLevel sound={sound} />
      </span>
    )
  }
  if (mayOpen && microphone.is === 'ready') {
    return (
      <span className="my-microphone" data-is="ready">
        <Press permission={true} name="microphone" action="microphone" onPress={sound.toggleMicrophone}>{words.sound.openIt}</Press>
      </span>
    )
  }
  return (
    <span className="my-microphone" data-is={microphone.is} title={words.sound.agreed}>
      {microphone.is === 'preparing' ? words.sound.preparing : words.sound.ready}
    </span>
  )
}

function OpenLevel({ sound }: { sound: Sound }): ReactNode {
  const dbfs = useDbfs(sound)
  return <span className="level" aria-hidden="true"><span style={{ transform: `scaleX(${Math.max(0, Math.min(1, (dbfs + 60) / 60))})` }} /></span>
}

/** A screen reader hears at once that the microphone opens or shuts. */
function useSaid(is: string): void {
  const { words } = useSession()
  const announce = useAnnounce()
  const before = useRef(is)
  useEffect(() => {
    if (before.current === is) return
    if (is === 'open') announce(words.sound.open)
    else if (before.current === 'open') announce(words.sound.isShut)
    before.current = is
  }, [is, announce, words])
}

/** Camera, screen, and the device check once more. */
export function MyDevices({ camera, screen, elsewhere, sound }: Given): ReactNode {
  const { words, person, view } = useSession()
  const [checks, check] = useState(false)
  const sits = view.people[person]
  if (sits === undefined || sits.standing === 'observer' || elsewhere) return null
  return (
    <>
      <Group title={words.sound.mine} name="devices">
        {(camera === 'on' || camera === 'off') && (
          <Press permission={true} name="camera" onPress={() => sound.toggleCamera()}>{camera === 'on' ? words.sound.cameraOff : words.sound.cameraOn}</Press>
        )}
        {camera === 'cannot' && <p className="hint">{words.sound.cannotCamera}</p>}
        {screen !== 'not_granted' && (
          <Press permission={true} name="screen" onPress={() => { if (screen === 'on') sound.stopScreen(); else sound.shareScreen() }}>
            {screen === 'on' ? words.sound.unshare : words.sound.share}
          </Press>
        )}
        <Press permission={true} name="checkDevices" onPress={() => check(true)} expands>{words.sound.check}</Press>
      </Group>
      {checks && <DeviceCheck sound={sound} onDone={() => check(false)} />}
    </>
  )
}
