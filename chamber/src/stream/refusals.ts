/** The server's words for each refusal code, in one language; until they are there, a code has none. */
export interface Reason {
  text: string
  rule?: string
}
export type Reasons = Readonly<Record<string, Reason>>

export async function reasonsIn(language: string): Promise<Reasons> {
  try {
    const answer = await fetch(`/api/refusals/${language}.json`)
    if (!answer.ok) return {}
    const said = await answer.json() as Record<string, string | Reason>
    return Object.fromEntries(Object.entries(said).map(([code, reason]) => [code, asReason(reason)]))
  } catch {
    return {}
  }
}

function asReason(reason: string | Reason): Reason {
  return typeof reason === 'string' ? { text: reason } : reason
}
