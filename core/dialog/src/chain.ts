import { isEnabled, type Placed } from './compile.ts'
import type { Dialog } from './definition.ts'
import { kindOf } from './interactions/registry.ts'
import type { Memory } from './memory.ts'
import type { Frame } from './run.ts'

/** dialogs R4.20. */
const MAX_IN_DIALOG = 10
/** dialogs R4.21. */
const MAX_DIALOGS = 5
/** Against triggers that go round in circles without saying anything. */
const MAX_ENTERED = 100

/** Counts what is entered in one turn, and cuts flows that do not end by themselves (dialogs R4.20–R4.22). */
export class Chain {
  #inDialog = 0
  #dialogs = 0
  #entered = 0

  /** @param frame of a dialog that is begun */
  constructor(
    readonly memory: Memory,
    readonly frame: (dialog: Dialog) => Frame,
  ) {}

  /** Counts, and moves to the dialog of the interaction where that is another one (dialogs R4.4). */
  mayEnter({ interaction, dialog }: Placed): boolean {
    const { memory } = this
    this.#entered += 1
    if (this.#entered > MAX_ENTERED)
      return this.#cut(`Breaking the interaction flow because ${MAX_ENTERED} interactions were entered`)
    if (memory.top?.dialogId !== dialog.id) {
      this.#dialogs += 1
      this.#inDialog = 0
      if (this.#dialogs > MAX_DIALOGS)
        return this.#cut('Breaking the interaction flow because iteration count exceeded 5')
      memory.session.stack = [...memory.stack.slice(0, -1), this.frame(dialog)]
      memory.trace.push({ what: 'dialogStarted', dialogId: dialog.id, by: 'action' })
    }
    if (!isEnabled(interaction) || interaction.type === 'unsupported') return true // passed over, not executed
    const { category } = kindOf(interaction)
    if (category === 'question') this.#inDialog = 0
    if (category === 'statement' || category === 'integration') {
      this.#inDialog += 1
      if (this.#inDialog > MAX_IN_DIALOG) {
        return this.#cut(
          `BREAKING THE INTERACTION FLOW. Reached max limit on daisy chaining of interactions: ${MAX_IN_DIALOG}`,
        )
      }
    }
    return true
  }

  #cut(text: string): false {
    this.memory.log('error', 'chain-limit', text)
    this.memory.trace.push({ what: 'limit', text })
    return false
  }
}
