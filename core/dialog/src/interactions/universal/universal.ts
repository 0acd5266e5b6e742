import type { StructuredContent } from '@baton/content'
import type { InteractionKind } from '../../kind.ts'

/** Rich content that is written as JSON; variables are put in before it is read (dialogs R2.54, R2.55). */
export const universal: InteractionKind<'universal'> = {
  category: 'question',
  produce({ json }, words) {
    const text = words.json(json)
    try {
      const content: unknown = JSON.parse(text)
      if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
        return [{ kind: 'structured', content: content as StructuredContent }]
      }
    } catch {
      // told below, with the beginning of what was to be read
    }
    words.warn(`The rich content is not JSON after its variables were put in: ${text.slice(0, 200)}`)
    return []
  },
}
