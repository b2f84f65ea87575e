import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Press } from '../controls/Act'
import { Checks } from '../controls/fields'
import { Group } from '../controls/Group'
import { delegationName, seated } from '../delegations/names'
import { useAnnounce } from '../journal/announce'
import { useSession } from '../stream/context'
import type { Code, PersonId } from '../stream/view'
import { DeviceCheck } from './DeviceCheck'
import type { Sound, SoundNow } from './sound'
import { useDbfs } from './useDbfs'
import { large } from './wanted'

type Given = SoundNow & { sound: Sound }

/** My microphone: red while it is open, and opened by nobody but me. */
export function MyMicrophone({ microphone, mayOpen, sound }: Given): ReactNode {
  const { words } = useSession()
  useSaid(microphone.is)
  if (microphone.is === 'off') return null
  if (microphone.is === 'cannot') {
    if (microphone.why === 'listening_only') return <ListensOnly sound={sound} />
    return <span className="my-microphone" data-is="cannot" role="status">{words.sound.cannot[microphone.why]}</span>
  }
  if (microphone.is === 'open') {
    return (
      <span className="my-microphone" data-is="open">
        <Press permission={true} local name="microphone" tone="danger" action="microphone" onPress={sound.toggleMicrophone} label={`${words.sound.open}. ${words.sound.shut}`}>
          <span className="on-air" aria-hidden="true" />{words.sound.open}
        </Press>
        <OpenLevel sound={sound} />
      </span>
    )
  }
  if (mayOpen && microphone.is === 'ready') {
    return (
      <span className="my-microphone" data-is="ready">
        <Press permission={true} local name="microphone" action="microphone" onPress={sound.toggleMicrophone}>{words.sound.openIt}</Press>
      </span>
    )
  }
  return (
    <span className="my-microphone" data-is={microphone.is} title={words.sound.agreed}>
      {microphone.is === 'preparing' ? words.sound.preparing : words.sound.ready}
    </span>
  )
}

/** Chosen, so no alarm; the way to be heard is beside it. */
function ListensOnly({ sound }: { sound: Sound }): ReactNode {
  const { words } = useSession()
  const [checks, check] = useState(false)
  return (
    <span className="my-microphone" data-is="cannot" data-why="listening_only">
      <Press permission={true} local name="beHeard" tone="quiet" onPress={() => check(true)} expands>
        {words.sound.beHeard}<small>{words.sound.cannot.listening_only}</small>
      </Press>
      {checks && <DeviceCheck sound={sound} onDone={() => check(false)} />}
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

/** Camera, screen and the device check once more, and whose pictures I see besides those on the stage. */
export function MyDevices({ camera, screen, elsewhere, sound, besides }: Given): ReactNode {
  const session = useSession()
  const { words, person, view } = session
  const [checks, check] = useState(false)
  const sits = view.people[person]
  const speaks = sits !== undefined && sits.standing !== 'observer' && !elsewhere
  const shown = large(view)
  const code = (one: PersonId): Code => view.people[one]?.delegation ?? ''
  const unseen = view.media.camera.filter((one) => !shown.has(one) && one !== person)
  const others = seated(view, [...new Set(unseen.map(code))]).flatMap((each) => unseen.filter((one) => code(one) === each))
  if (!speaks && others.length === 0) return null
  return (
    <>
      <Group title={speaks ? words.sound.mine : words.sound.pictures} name="devices">
        {(camera === 'on' || camera === 'off') && (
          <Press permission={true} local name="camera" onPress={() => sound.toggleCamera()}>{camera === 'on' ? words.sound.cameraOff : words.sound.cameraOn}</Press>
        )}
        {camera === 'cannot' && <p className="hint">{words.sound.cannotCamera}</p>}
        {speaks && screen !== 'not_granted' && (
          <Press permission={true} local name="screen" onPress={() => { if (screen === 'on') sound.stopScreen(); else sound.shareScreen() }}>
            {screen === 'on' ? words.sound.unshare : words.sound.share}
          </Press>
        )}
        {speaks && <Press permission={true} local name="checkDevices" onPress={() => check(true)} expands>{words.sound.check}</Press>}
        {others.length > 0 && (
          <Checks
            label={words.sound.alsoShow} value={[...besides]} onChange={(people) => sound.showBesides(people)}
            options={others.map((one) => [one, delegationName(session, code(one))])}
          />
        )}
      </Group>
      {checks && <DeviceCheck sound={sound} onDone={() => check(false)} />}
    </>
  )
}
