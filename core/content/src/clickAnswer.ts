import { isJsonObject, type JsonObject } from '@baton/base'
import type { Chosen, ChosenDays, ChosenElements, ChosenSlot } from './chosen.ts'
import { MAX_CHOSEN } from './chosen.ts'
import type { Click, ClickAction, DatePickerAction, Metadata, ScheduleSlot, ScheduleSlotListAction } from './click.ts'
import { clickAt, readClick } from './clickAt.ts'
import type { Content } from './content.ts'
import { boundsOf, type Day, formatter, localDay, parseDay, writeDay } from './days.ts'
import { elementAt, elementsIn } from './elementAt.ts'
import { isMetadataItem } from './metadata.ts'

/** What a click says: each text a message of the consumer, in order, the metadata beside the click and beside each text (13.2). */
export interface ClickAnswer {
  readonly texts: readonly string[]
  readonly metadata?: Metadata
}

/**
 * Reads a click from the message that was shown, which is the only place where its words and its metadata come from. Serves the
 * server, which decides by it, and the window, which shows it at once.
 * @param place JSON pointer to the element that was tapped
 * @param chosen what was chosen, for an element that leaves a choice; anything more or less is no click of this card
 * @param at milliseconds since 1970, for calendars without bounds
 * @returns nothing for a click that the message does not hold (SC13.2)
 */
export function clickAnswer(
  content: Content,
  place: string,
  chosen: Chosen | undefined,
  at: number,
): ClickAnswer | undefined {
  const click = clickAt(content, place)
  if (click === undefined) return undefined
  const reader = new AnswerReader(click, place, chosen, content, at)
  const texts: string[] = []
  for (const action of click.actions) {
    const text = reader.textOf(action)
    if (text === undefined) return undefined
    if (text !== '') texts.push(text)
  }
  const metadata = reader.metadata()
  if (metadata === undefined || reader.isChoiceLeftOver()) return undefined
  return { texts, ...(metadata.length > 0 && { metadata }) }
}

/** Takes the choice where an action asks for one, and notes what it adds to the metadata. */
class AnswerReader {
  private readonly added: JsonObject[] = []
  private isChoiceTaken = false

  constructor(
    private readonly click: Click,
    private readonly place: string,
    private readonly chosen: Chosen | undefined,
    private readonly content: Content,
    private readonly at: number,
  ) {}

  /** @returns '' for an action that says nothing; nothing for one that cannot be done with this choice */
  textOf(action: ClickAction): string | undefined {
    switch (action.type) {
      case 'publishText':
        return action.text
      case 'submitAsText':
        return this.submitted(action.submit)
      case 'datePicker':
        return this.take('days', (chosen) => daysText(action, chosen, this.at))
      case 'scheduleSlotList':
        return this.take('slot', (chosen) => this.slotText(action, chosen))
      default:
        return ''
    }
  }

  /** SC4.9: the selected cards' replace the button's own. */
  metadata(): Metadata | undefined {
    const ref = elementAt(this.content, this.place)?.path.at(-1)?.ref
    if (isJsonObject(ref)) {
      const cards = this.take('elements', (chosen) => selectedCards(this.content, ref, chosen))
      return cards?.flatMap(metadataOf)
    }
    return [...(this.click.metadata ?? []), ...(this.added.filter(isMetadataItem) as Metadata)]
  }

  isChoiceLeftOver(): boolean {
    return this.chosen !== undefined && !this.isChoiceTaken
  }

  private take<Kind extends Chosen['kind'], T>(
    kind: Kind,
    read: (chosen: Extract<Chosen, { kind: Kind }>) => T,
  ): T | undefined {
    const { chosen } = this
    if (chosen?.kind !== kind) return undefined
    this.isChoiceTaken = true
    return read(chosen as Extract<Chosen, { kind: Kind }>)
  }

  /** SC4.12: the texts of all ticked boxes, in order. */
  private submitted(submit: boolean): string | undefined {
    const boxes = this.take('elements', (chosen) => tickedBoxes(this.content, this.place, chosen))
    if (boxes === undefined) return undefined
    const clicks = boxes.flatMap((box) => readClick(box) ?? [])
    this.added.push(...clicks.flatMap(({ metadata = [] }) => metadata))
    const words = clicks.flatMap(({ actions }) =>
      actions.flatMap((action) => (action.type === 'checked' ? [action.publishText] : [])),
    )
    return submit ? words.join(', ') : ''
  }

  private slotText({ slots = [] }: ScheduleSlotListAction, { id, language, timeZone }: ChosenSlot): string | undefined {
    const slot = slots.find((one) => one.id === id)
    if (slot === undefined) return undefined
    this.added.push({ type: 'ExternalId', id })
    return slotText(slot, language, timeZone)
  }
}

/** SC5.10: the day, or both days of a range. */
function daysText(action: DatePickerAction, { days, language }: ChosenDays, at: number): string | undefined {
  if (days.length !== (action.class === 'range' ? 2 : 1)) return undefined
  const { first, last } = boundsOf(action, localDay(at))
  const chosen = days.map(parseDay)
  const isFine = chosen.every((day, index): day is Day => {
    const before = index === 0 ? first : chosen[index - 1]
    return day !== undefined && day >= (before ?? first) && day <= last
  })
  return isFine ? chosen.map((day) => writeDay(day as Day, action.dateFormat, language)).join(' - ') : undefined
}

/** SC5.13: the title and when it begins. */
export function slotText({ title, start }: ScheduleSlot, language: string, timeZone: string): string {
  const time = formatter(language, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(new Date(start * 1_000))
  return title === undefined || title.trim() === '' ? time : `${title}, ${time}`
}

function tickedBoxes(content: Content, submit: string, chosen: ChosenElements): JsonObject[] | undefined {
  const { path = [], pointers = [] } = elementAt(content, submit) ?? {}
  const list = path.findLastIndex(({ type }) => type === 'list')
  const boxes = elementsOfKind(content, chosen, ({ type }) => type === 'checkbox')
  const isOfList = chosen.elements.every((box) => box.startsWith(`${pointers[list]}/elements/`))
  return list >= 0 && isOfList ? boxes : undefined
}

function selectedCards(content: Content, ref: JsonObject, chosen: ChosenElements): JsonObject[] | undefined {
  for (const { element, at } of elementsIn(content)) {
    const { type, selectMode, elements } = element
    if (type !== ref.type || !isJsonObject(selectMode) || selectMode.name !== ref.name) continue
    const cards = Array.isArray(elements) ? elements.map((_, index) => `${at}/elements/${index}`) : []
    if (selectMode.type === 'single' && chosen.elements.length !== 1) return undefined
    if (!chosen.elements.every((card) => cards.includes(card))) return undefined
    return elementsOfKind(content, chosen, () => true)
  }
  return undefined
}

/** At least one of them, none twice, in the card's order. */
function elementsOfKind(
  content: Content,
  { elements }: ChosenElements,
  fits: (element: JsonObject) => boolean,
): JsonObject[] | undefined {
  const wanted = new Set(elements)
  if (wanted.size === 0 || wanted.size !== elements.length || wanted.size > MAX_CHOSEN) return undefined
  const found: JsonObject[] = []
  for (const { element, at } of elementsIn(content)) if (wanted.has(at) && fits(element)) found.push(element)
  return found.length === wanted.size ? found : undefined
}

const metadataOf = ({ metadata }: JsonObject): Metadata =>
  Array.isArray(metadata) ? metadata.filter(isMetadataItem) : []
