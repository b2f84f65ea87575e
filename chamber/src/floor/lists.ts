import type { FloorRequest, View } from '../stream/view'

/** Under which item one asks for the floor: the open one, else the next that will be. */
export function itemOfList({ agenda }: View): string | undefined {
  return agenda.current ?? agenda.order.find((id) => agenda.items[id]?.status === 'to_come')
}

/** Who is first on the open item's list. */
export function onDeck({ agenda, floor }: View): FloorRequest | undefined {
  const listed = agenda.current === undefined ? undefined : floor.lists[agenda.current]
  return floor.on_deck === undefined ? undefined : listed?.requests[floor.on_deck]
}
