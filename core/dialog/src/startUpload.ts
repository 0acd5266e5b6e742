import type { Interaction, InteractionOf } from './definition.ts'
import { toRequest } from './httpRequest.ts'
import type { Acting, Performed } from './kind.ts'
import type { Memory } from './memory.ts'
import { DEFAULT_TEXTS } from './texts.ts'

/** The file that a File integration right behind its File Upload is to move (dialogs R8.1). */
export function uploadBefore(memory: Memory, interaction: Interaction): InteractionOf<'fileUpload'> | undefined {
  if (interaction.type !== 'integration' || memory.session.file === undefined) return undefined
  if (memory.bot.integrations.get(interaction.integrationId)?.type !== 'file') return undefined
  const placed = memory.bot.interactions.get(interaction.id)
  const before = placed?.dialog.interactions[placed.index - 1]
  return before?.type === 'fileUpload' ? before : undefined
}

/** The copy is made beside the conversation; its end comes as an event (dialogs R8.4, R8.26). */
export function startUpload(
  memory: Memory,
  upload: InteractionOf<'fileUpload'>,
  interaction: Interaction,
  acting: Acting,
): Performed {
  const found = interaction.type === 'integration' ? memory.bot.integrations.get(interaction.integrationId) : undefined
  const { file } = memory.session
  if (found?.type !== 'file' || file === undefined) return { end: 'failure', text: DEFAULT_TEXTS.uploadFailed }
  const request = toRequest(found, acting)
  if (typeof request === 'string') {
    memory.log('error', 'call-refused', `"${found.name}" was not called: ${request}`)
    return { end: 'failure', text: DEFAULT_TEXTS.uploadFailed }
  }
  const uploadId = `${memory.run.turn + 1}.${Object.keys(memory.session.uploads).length}.${file.fileId}`
  memory.session.uploads[uploadId] = upload.id
  memory.trace.push({ what: 'upload', uploadId, state: 'uploading' })
  memory.outputs.push({
    kind: 'upload',
    uploadId,
    fileId: file.fileId,
    integration: { id: found.id, name: found.name },
    request,
    sends: `${found.url}${found.body ?? ''}`.includes('{{file_url}}') ? 'link' : 'bytes',
  })
  return { end: 'success' }
}
