import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Sound, SoundNow } from './sound'

const Given = createContext<Sound | undefined>(undefined)

export function WithSound({ sound, children }: { sound: Sound | undefined; children: ReactNode }): ReactNode {
  return <Given value={sound}>{children}</Given>
}

export interface InSound extends SoundNow {
  sound: Sound
}

const nothing = (): (() => void) => () => undefined
const none = (): undefined => undefined

/** Sound and pictures as they are; undefined where this installation serves none. */
export function useSound(): InSound | undefined {
  const sound = useContext(Given)
  const now = useSyncExternalStore<SoundNow | undefined>(sound?.subscribe ?? nothing, sound?.current ?? none)
  return sound === undefined || now === undefined ? undefined : { ...now, sound }
}
