import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { PROBLEM_CODES } from './problemCodes.ts'

const published = resolve(import.meta.dirname, '../../../../docs/contract/bot-problems.md')

// `npm run contract` writes it.
it('what a check of a bot can say is written down', async () => {
  const lines = Object.entries(PROBLEM_CODES).map(
    ([code, [severity, says]]) => `| \`${code}\` | ${severity} | ${says} |`,
  )
  const head = [
    '# What a check of a bot can say',
    '',
    'Each comes with the JSON pointer to its place in the definition. An error keeps the bot from being published; a warning does not.',
    'Besides these, what does not have the form of [the schema](bot.schema.json) is told as an error `definition-…`, and a key that is',
    'not known as a warning `unknown-key`.',
    '',
    '| Code | Severity | Says |',
    '| --- | --- | --- |',
  ]
  await expect(`${[...head, ...lines].join('\n')}\n`).toMatchFileSnapshot(published)
})
