import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkQuickReplies, checkStructuredContent } from './index.ts'

/** Published payloads with their verdicts; they lie beside the repository, not in it. */
const samples = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data/structured-content')
const present = existsSync(samples)
if (!present) console.info(`Skipped: no published samples at ${samples}.`)

const filesIn = (folder: string) => (present ? readdirSync(join(samples, folder)).sort() : [])
const read = (folder: string, file: string): unknown => JSON.parse(readFileSync(join(samples, folder, file), 'utf8'))

describe.skipIf(!present)('published structured content', () => {
  it('accepts every body and every set of quick replies that is valid on the web', () => {
    const files = filesIn('valid/web').filter((file) => !file.startsWith('metadata-'))
    const refused = files.flatMap((file) => {
      const value = read('valid/web', file)
      const { ok, problems } = file.startsWith('body-') ? checkStructuredContent(value) : checkQuickReplies(value)
      return ok ? [] : [{ file, problems }]
    })
    expect(refused).toEqual([])
    expect(files.length).toBeGreaterThan(60)
  })

  it('refuses every body that is invalid on the web, and says where', () => {
    const verdicts = filesIn('invalid/web').map((file) => {
      const verdict = checkStructuredContent(read('invalid/web', file))
      return [file, verdict.ok ? 'accepted' : verdict.problems[0]?.rule]
    })
    expect(Object.fromEntries(verdicts)).toEqual({
      'body-button-without-title.json': 'missing',
      'body-checkbox-with-navigate-action.json': 'action-not-allowed',
      'body-click-actions-not-array.json': 'not-a-list',
      'body-image-without-url.json': 'missing',
      'body-layout-without-elements.json': 'missing',
      'body-link-uri-without-scheme.json': 'uri-not-absolute',
      'body-list-picker-button-missing-title-abc.json': 'missing',
      'body-list-without-header.json': 'list-order',
      'body-map-without-coordinates.json': 'missing',
      'body-navigate-longitude-string.json': 'not-a-number',
      'body-single-text-without-text.json': 'missing',
      'body-submit-button-with-navigate-action.json': 'action-not-allowed',
      'body-unknown-element-type.json': 'unknown-element',
    })
  })
})
