/** One key per act that must be quick; remapped and switched off by whoever uses them (WCAG 2.1.4). */
export const ACTIONS = [
  'give_next', 'take_back', 'extend', 'interrupt', 'rule', 'ask', 'point', 'yield', 'object', 'take_chair', 'call', 'microphone',
] as const
export type Action = (typeof ACTIONS)[number]

export interface Keys {
  on: boolean
  of: Readonly<Record<Action, string>>
}

export const GIVEN: Keys = {
  on: true,
  of: {
    give_next: 'g', take_back: 'b', extend: 'e', interrupt: 'i', rule: 'r', ask: 'f', point: 'p', yield: 'y',
    object: 'o', take_chair: 'c', call: 'h', microphone: 'm',
  },
}

const PLACE = 'prachum:keys'

export function keptKeys(): Keys {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? '{}') as Partial<Keys>
    return { on: kept.on ?? GIVEN.on, of: { ...GIVEN.of, ...kept.of } }
  } catch {
    return GIVEN
  }
}

export function keepKeys(keys: Keys): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(keys))
  } catch {
    // Keys that cannot be kept hold until the tab is closed.
  }
}

/** A key may be chosen when it is one character that no other action has. */
export function isFree(keys: Keys, action: Action, key: string): boolean {
  return key.length === 1 && key.trim() !== '' && ACTIONS.every((other) => other === action || keys.of[other] !== key)
}

/** The action that a key press means; none in a text field, with a modifier, or while keys are off. */
export function actionFor(keys: Keys, press: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat' | 'target'>): Action | undefined {
  if (!keys.on || press.ctrlKey || press.altKey || press.metaKey || press.repeat || isTextField(press.target)) return undefined
  return ACTIONS.find((action) => keys.of[action] === press.key.toLowerCase())
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.closest('input, textarea, select, [role="textbox"], [contenteditable="true"]') !== null)
}
