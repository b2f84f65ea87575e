/** An entry of a meeting's journal: its number, and the digest that stands for all up to it. */
export interface Head {
  seq: number
  digest: string
}

/** What this browser had been told of a journal that is another one now, and what it was told then. */
export interface Back {
  before: Head
  now: Head
}

const place = (meeting: string): string => `prachum:head:${meeting}`

/**
 * What this browser last knew of a meeting's journal. Once a server knows less, or otherwise, that is kept as it was,
 * over reloads too, until somebody says that they know of it: the browser is a witness.
 */
export class Witness {
  private known: Head | undefined
  private against: Head | undefined

  constructor(private readonly meeting: string) {
    const kept = this.kept()
    this.known = headOf(kept)
    this.against = headOf((kept as { against?: unknown } | undefined)?.against)
  }

  get head(): Head | undefined {
    return this.known
  }

  get back(): Back | undefined {
    return this.known === undefined || this.against === undefined ? undefined : { before: this.known, now: this.against }
  }

  /** The server stands at `now`; whether that contradicts what was known, which is told once. */
  hears(now: Head): boolean {
    if (this.against !== undefined) return false
    const { known } = this
    if (known !== undefined && (now.seq < known.seq || (now.seq === known.seq && now.digest !== known.digest))) return this.contradicted(known, now)
    if (known?.seq !== now.seq) this.keep(now)
    return false
  }

  /** The server stands at `now` and says itself that its journal does not have `seen`; whether that is news. */
  contradicted(seen: Head, now: Head): boolean {
    if (this.against !== undefined) return false
    this.keep(seen, now)
    return true
  }

  /** Somebody has read it: from here on the journal is the one that the server has now. */
  accept(): void {
    if (this.against !== undefined) this.keep(this.against)
  }

  private keep(known: Head, against?: Head): void {
    [this.known, this.against] = [known, against]
    try {
      localStorage.setItem(place(this.meeting), JSON.stringify({ ...known, against }))
    } catch {
      // A browser that stores nothing can still follow the meeting; it only cannot compare after a reload.
    }
  }

  private kept(): unknown {
    try {
      return JSON.parse(localStorage.getItem(place(this.meeting)) ?? 'null') as unknown
    } catch {
      return undefined
    }
  }
}

function headOf(said: unknown): Head | undefined {
  if (typeof said !== 'object' || said === null || !('seq' in said) || !('digest' in said)) return undefined
  const { seq, digest } = said
  return typeof seq === 'number' && typeof digest === 'string' ? { seq, digest } : undefined
}
