import type { CompiledBot } from './compile.ts'
import type { Dialog, InteractionOf } from './definition.ts'

/** The dialog that takes files whenever they come, and what it asks of them (dialogs R8.27). */
export interface UploadDialog {
  readonly dialog: Dialog
  readonly upload: InteractionOf<'fileUpload'>
}

export function uploadDialogOf({ definition }: CompiledBot): UploadDialog | undefined {
  for (const dialog of definition.dialogs) {
    if (dialog.kind !== 'fileUpload' || dialog.enabled === false) continue
    const upload = dialog.interactions.find((interaction) => interaction.type === 'fileUpload')
    if (upload?.type === 'fileUpload') return { dialog, upload }
  }
  return undefined
}
