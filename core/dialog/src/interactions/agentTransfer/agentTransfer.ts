import type { InteractionKind } from '../../kind.ts'
import { transfer } from '../../transfer.ts'

/** dialogs R2.42–R2.46. */
export const agentTransfer: InteractionKind<'agentTransfer'> = {
  category: 'integration',
  perform: (interaction, acting) => transfer(interaction, acting),
}
