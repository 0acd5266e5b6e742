/** @jsxImportSource preact */
import type { CheckboxElement, ChecklistElement, ListElement, SectionElement, TextElement } from '@baton/content'
import { CardButton } from './CardButton.tsx'
import { useCard, useLiveness } from './cardContext.ts'
import { childAt, directionOf } from './direction.ts'
import { colourVariable, useElementStyle } from './elementStyle.ts'

type ChecklistProps = { element: ListElement; at: string }

/** Ticks, and one button that sends them; then only the header stays, and nothing where it was a part of a card (SC4.13). */
export function Checklist({ element, at }: ChecklistProps) {
  const { labels, draw, picked, pick, isLive, used = [], onTap } = useCard()
  const canUse = useLiveness() === 'live'
  const [header, sections, { elements: buttons }] = element.elements
  const buttonsAt = childAt(at, 2)
  const submitAt = childAt(buttonsAt, 0)
  const [submit, second] = buttons
  const ticked = picked.get(at) ?? []
  const style = useElementStyle(submit.style, 'var(--on-accent)')
  const isSent = isLive && used.includes(submitAt)
  if (isSent)
    return at === '/structured' ? draw(header, childAt(at, 0)) : <p class="card-text quiet">{labels.submitted}</p>

  const toggle = (box: string) =>
    pick(at, ticked.includes(box) ? ticked.filter((one) => one !== box) : [...ticked, box])
  return (
    <form
      class="checklist"
      aria-label={element.tooltip ?? element.alt ?? header.text}
      onSubmit={(event) => {
        event.preventDefault()
        if (canUse && ticked.length > 0) onTap(submitAt, submit.click, { kind: 'elements', elements: ticked })
      }}
    >
      <div class="checklist-head">{draw(header, childAt(at, 0))}</div>
      {sections.elements.map((section, index) => (
        <Section
          key={index}
          section={section}
          at={childAt(childAt(at, 1), index)}
          name={element.tooltip ?? header.text}
          ticked={ticked}
          canUse={canUse}
          onToggle={toggle}
        />
      ))}
      <div class="checklist-foot">
        <button
          type="submit"
          class="card-button filled"
          {...directionOf(submit)}
          title={submit.tooltip}
          style={style.backgroundColor === undefined ? {} : style}
          disabled={!canUse || ticked.length === 0}
        >
          {submit.title}
        </button>
        {second !== undefined && <CardButton element={second} at={childAt(buttonsAt, 1)} />}
      </div>
    </form>
  )
}

type SectionProps = {
  section: SectionElement
  at: string
  /** Of the section, where it has no words of its own. */
  name: string
  ticked: readonly string[]
  canUse: boolean
  onToggle: (box: string) => void
}

function Section({ section, at, name, ticked, canUse, onToggle }: SectionProps) {
  const index = section.elements.length - 1
  const list = section.elements[index] as ChecklistElement
  const heading = index === 1 ? (section.elements[0] as TextElement) : undefined
  return (
    <fieldset>
      <legend class={heading === undefined ? 'for-readers' : undefined} dir="auto">
        {heading?.text ?? name}
      </legend>
      {list.elements.map((box, place) => {
        const boxAt = childAt(childAt(at, index), place)
        return (
          <Box
            key={place}
            box={box}
            isTicked={ticked.includes(boxAt)}
            canUse={canUse}
            onToggle={() => onToggle(boxAt)}
          />
        )
      })}
    </fieldset>
  )
}

function Box(props: { box: CheckboxElement; isTicked: boolean; canUse: boolean; onToggle: () => void }) {
  const { box, isTicked, canUse, onToggle } = props
  const style = useElementStyle(box.style)
  return (
    <label
      class={box.borderLine === false ? 'tick-row unlined' : 'tick-row'}
      {...directionOf(box)}
      title={box.tooltip}
      style={colourVariable('--row-line', box.borderColor)}
    >
      <input type="checkbox" checked={isTicked} disabled={!canUse} onChange={onToggle} />
      <span style={style}>{box.text}</span>
    </label>
  )
}
