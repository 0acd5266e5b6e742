import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Channel, checkPayload, type PayloadKind } from './index.ts'

/** Published payloads with their verdicts; they lie beside the repository, not in it. */
const samples = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data/structured-content')
const present = existsSync(join(samples, 'index.json'))
if (!present) console.info(`Skipped: no published samples at ${samples}.`)

interface Sample {
  readonly file: string
  readonly channel: Channel
  readonly kind: PayloadKind
  readonly valid: boolean
  readonly evaluateAt?: string
  readonly images?: { readonly httpsHosts?: readonly string[]; readonly notHttps?: number }
}

const index: readonly Sample[] = present ? JSON.parse(readFileSync(join(samples, 'index.json'), 'utf8')).samples : []
const read = (file: string): unknown => JSON.parse(readFileSync(join(samples, file), 'utf8'))
const atOf = ({ evaluateAt }: Sample) => (evaluateAt === undefined ? {} : { at: Date.parse(evaluateAt) })

describe.skipIf(!present)('published structured content', () => {
  it('structured content 18.2: gets its published verdict in the profile strict, on every channel', () => {
    const wrong = index.flatMap((sample) => {
      const { channel, kind, file, valid } = sample
      const verdict = checkPayload(read(file), kind, { channel, profile: 'strict', ...atOf(sample) })
      return verdict.valid === valid ? [] : [{ file, expected: valid, problems: verdict.problems }]
    })
    expect(wrong).toEqual([])
    expect(index.length).toBeGreaterThan(280)
  })

  it('structured content SC12.1: lets pictures through from the listed hosts only, and only over https', () => {
    const wrong = index.flatMap((sample) => {
      const { channel, kind, file, images } = sample
      const hosts = images?.httpsHosts ?? []
      if (!sample.valid || kind !== 'body') return []
      const rules = { channel, profile: 'strict', ...atOf(sample) } as const
      const listed = checkPayload(read(file), kind, { ...rules, imageHosts: hosts }).valid
      const unlisted = checkPayload(read(file), kind, { ...rules, imageHosts: ['another.example'] }).valid
      const expected = { listed: (images?.notHttps ?? 0) === 0, unlisted: hosts.length + (images?.notHttps ?? 0) === 0 }
      return listed === expected.listed && unlisted === expected.unlisted ? [] : [{ file, expected, listed, unlisted }]
    })
    expect(wrong).toEqual([])
  })
})
