import type { Bodies } from './bodies'
import type { View } from './view'
import type { components } from './wire'

/** The compiler refuses this file when the client expects something else than the live plane reads and writes. */
type Shapes = components['schemas']
type Agrees<Ours extends Theirs, Theirs> = Ours
type Body<Kind> = Extract<Shapes[keyof Shapes], { readonly kind: Kind; readonly body: unknown }>['body']

export type _Shown = Agrees<Shapes['View'], View>
export type _Given = Agrees<Bodies, { readonly [Kind in keyof Bodies]: Body<Kind> }>
