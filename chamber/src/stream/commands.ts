import { addressWord, type BodyOf, type CommandName, kindOf } from './kinds'

/** A refusal as the live plane tells it (RFC 9457); `silent` when no answer could be had at all. */
export interface Refusal {
  status: number
  code: string
  rule?: string
  detail: string
}

export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.detail)
  }
}

const TRIES = 6
const PAUSE = 700
/** On a dead connection the browser would wait for minutes, and what was said into it would be said again by the browser. */
const ANSWERED_WITHIN = 4000

/**
 * Gives a command under one id until there is an answer; the same id makes every repetition harmless.
 * Returns the journal's last seq; throws Refused.
 */
export async function give<N extends CommandName>(meeting: string, name: N, body: BodyOf<N>, language: string): Promise<number> {
  const kind = kindOf(name)
  const address = `/api/meetings/${meeting}/commands/${addressWord(kind)}?lang=${language}`
  const envelope = { id: crypto.randomUUID(), kind, body }
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await post(address, envelope)
      // A full disk is not emptied by asking again.
      if (answer.status < 500 || answer.status === 507 || tries === TRIES) return await seqOf(answer)
    } catch (failure) {
      if (failure instanceof Refused || tries === TRIES) throw asRefused(failure)
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE * tries))
  }
}

/** Tells an ephemeral fact; that it is lost does no harm. */
export async function tell(meeting: string, fact: { kind: string; [detail: string]: unknown }): Promise<boolean> {
  try {
    return (await post(`/api/meetings/${meeting}/presence`, fact)).ok
  } catch {
    return false
  }
}

function post(address: string, body: unknown): Promise<Response> {
  return fetch(address, {
    method: 'POST', signal: AbortSignal.timeout(ANSWERED_WITHIN),
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': cookie('csrftoken') },
    body: JSON.stringify(body),
  })
}

/** What was entered, but whose answer was cut off, is no refusal: it is asked again. */
async function seqOf(answer: Response): Promise<number> {
  if (answer.ok) return (await answer.json() as { seq: number }).seq
  const said = await answer.json().catch(() => ({})) as Partial<Refusal> & { title?: string }
  throw new Refused({
    status: answer.status, code: said.code ?? '', detail: said.detail ?? said.title ?? '',
    ...(said.rule === undefined ? {} : { rule: said.rule }),
  })
}

function asRefused(failure: unknown): Refused {
  return failure instanceof Refused ? failure : new Refused({ status: 0, code: 'link', detail: '' })
}

/** Under HTTPS the cookie's name begins with `__Host-`. */
export function cookie(name: string, all: string = document.cookie): string {
  const pairs = all.split('; ').map((pair) => pair.split('='))
  return pairs.find(([key]) => key === name || key === `__Host-${name}`)?.[1] ?? ''
}
