import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { Sound, SoundNow } from './sound'

const Given = createContext<Sound | undefined>(undefined)

export function WithSound({ sound: coming, children }: { sound: Promise<Sound> | undefined; children: ReactNode }): ReactNode {
  const [sound, have] = useState<Sound>()
  useEffect(() => { void coming?.then(have) }, [coming])
  return <Given value={sound}>{children}</Given>
}

export interface InSound extends SoundNow {
  sound: Sound
}

const nothing = (): (() => void) => () => undefined
const none = (): undefined => undefined

/** Sound and pictures as they are; undefined where this installation serves none, and until it is loaded. */
export function useSound(): InSound | undefined {
  const sound = useContext(Given)
  const now = useSyncExternalStore<SoundNow | undefined>(sound?.subscribe ?? nothing, sound?.current ?? none)
  return sound === undefined || now === undefined ? undefined : { ...now, sound }
}
