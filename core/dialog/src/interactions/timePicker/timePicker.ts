import type { Interaction } from '../../definition.ts'
import type { InteractionKind, Words } from '../../kind.ts'
import { forRecords } from '../../records.ts'

/** Appointments to choose from; the answer names the event and the time in GMT (dialogs R2.27). */
export const timePicker: InteractionKind<'timePicker'> = {
  category: 'question',
  produce(interaction, words) {
    const head = [interaction.title, interaction.subtitle].flatMap((line) =>
      line === undefined ? [] : [words.text(line)],
    )
    const options = slotOptions(interaction, words)
    if (!words.rich) return [{ kind: 'text', text: [...head, ...options.map(({ text }) => `- ${text}`)].join('\n') }]
    const elements = [
      ...head.map((text) => ({ type: 'text' as const, text, tooltip: text })),
      ...options.map(({ text, value }) => ({
        type: 'button' as const,
        title: text.slice(0, 128),
        tooltip: text,
        click: { actions: [{ type: 'publishText' as const, text: value }] },
      })),
    ]
    return [{ kind: 'structured', content: { type: 'vertical', elements } }]
  },
  options: (interaction, words) => slotOptions(interaction, words),
}

function slotOptions({ event, slots }: Extract<Interaction, { type: 'timePicker' }>, words: Words) {
  const title = words.text(event.title)
  const begins = slots.flatMap(({ start, minutes }) =>
    forRecords([start], words, (own) => ({ begins: own.text(start).trim(), minutes })),
  )
  return begins.map(({ begins, minutes }) => {
    const time = readTime(begins)
    const text = time === undefined ? begins : `${inGreenwich(time)} (${minutes} min)`
    return { text, value: `For ${title} User Selected: ${time === undefined ? begins : inGreenwich(time)}` }
  })
}

/** `2020-04-30T13:30+0000`. */
function readTime(text: string): number | undefined {
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(time) ? undefined : time
}

const inGreenwich = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} GMT`
