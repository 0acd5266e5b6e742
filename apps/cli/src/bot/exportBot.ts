import { writeFile } from 'node:fs/promises'
import { exportBot } from '@baton/exchange'
import { CommandFailed, EXIT } from '../exitCodes.ts'
import { readBot } from './readBot.ts'

/** Writes a bot, of whichever format, as LivePerson Conversation Builder exports it. @returns the exit code */
export async function writeExport(file: string, { out }: { readonly out?: string }): Promise<number> {
  const { definition, findings } = await readBot(file)
  if (definition === undefined) {
    const [first] = findings.filter(({ severity }) => severity === 'E')
    throw new CommandFailed(`${file} cannot be exported: ${first?.jsonPointer ?? ''} ${first?.message ?? ''}`)
  }
  const text = JSON.stringify(exportBot(definition), undefined, 2)
  if (out === undefined) console.log(text)
  else {
    await writeFile(out, text).catch((fault: Error) => {
      throw new CommandFailed(`${out} cannot be written: ${fault.message}`, EXIT.usage)
    })
    console.log(`written to ${out}`)
  }
  return EXIT.fine
}
