/** What this browser last knew of a meeting's journal: a server that knows less, or otherwise, has gone back. */
export interface Head {
  seq: number
  digest: string
}

const place = (meeting: string): string => `prachum:head:${meeting}`

export function keptHead(meeting: string): Head | undefined {
  try {
    const said: unknown = JSON.parse(localStorage.getItem(place(meeting)) ?? 'null')
    return isHead(said) ? said : undefined
  } catch {
    return undefined
  }
}

export function keepHead(meeting: string, head: Head): void {
  try {
    localStorage.setItem(place(meeting), JSON.stringify(head))
  } catch {
    // A browser that stores nothing can still follow the meeting; it only cannot compare after a reload.
  }
}

/** Whether the server now says less than it did, or something else about the same entry. */
export function wentBack(before: Head | undefined, now: Head): boolean {
  if (before === undefined) return false
  return now.seq < before.seq || (now.seq === before.seq && now.digest !== before.digest)
}

function isHead(said: unknown): said is Head {
  return typeof said === 'object' && said !== null && 'seq' in said && 'digest' in said
    && typeof said.seq === 'number' && typeof said.digest === 'string'
}
