#!/usr/bin/env node
// The same as prachum/journal/verify.py in a second language, so that a journal need not be believed on one program's word:
//     node verify.mjs JOURNAL.jsonl [SEQ:DIGEST ...]
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256'))
const hex = (text) => Buffer.from(text, 'hex')

/** RFC 8785: keys sorted, no white space; here without numbers that are not whole. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error(`${value} is no whole number`)
  return JSON.stringify(value)
}

/** The last entry's digest; throws with the first seq that is not true. */
export function verify(lines, noted = new Map()) {
  let digest
  lines.forEach((line, index) => {
    const entry = JSON.parse(line)
    const seq = index + 1
    if (entry.seq !== seq) throw new Error(`Entry ${seq} is missing.`)
    digest ??= sha256(entry.body.setup.meeting.toLowerCase()).digest()
    const bodyHash = 'body' in entry ? sha256(hex(entry.salt), canonical(entry.body)).digest('hex') : entry.body_hash
    const { at, by, kind } = entry
    digest = sha256(digest, canonical({ at, body_hash: bodyHash, by, kind, seq })).digest()
    if (digest.toString('hex') !== entry.digest) throw new Error(`Entry ${seq} is not what was entered.`)
    if (noted.has(seq) && noted.get(seq) !== entry.digest) throw new Error(`Entry ${seq} is another than was noted.`)
  })
  if (Math.max(0, ...noted.keys()) > lines.length) throw new Error(`Entry ${lines.length + 1} is missing.`)
  return `${lines.length}:${digest.toString('hex')}`
}

if (process.argv[2] === '--canonical') {
  // For the tests: the canonical form of each line of the standard input.
  for (const line of readFileSync(0, 'utf8').trimEnd().split('\n')) console.log(canonical(JSON.parse(line)))
} else {
  const noted = new Map(process.argv.slice(3).map((said) => said.split(':')).map(([seq, digest]) => [Number(seq), digest]))
  try {
    console.log(verify(readFileSync(process.argv[2], 'utf8').trimEnd().split('\n'), noted))
  } catch (fault) {
    console.error(fault.message)
    process.exit(1)
  }
}
