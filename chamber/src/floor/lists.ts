import type { View } from '../stream/view'

/** Under which item one asks for the floor: the open one, else the next that will be. */
export function itemOfList({ agenda }: View): string | undefined {
  return agenda.current ?? agenda.order.find((id) => agenda.items[id]?.status === 'to_come')
}
