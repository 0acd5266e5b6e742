import { Button, TextInput } from '@mantine/core'
import { useId, useRef } from 'react'
import { Icon } from '../../shell/Icon.tsx'
import { fill } from '../../texts/catalogue.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

type ListEditorProps = {
  label: string
  hint?: string
  values: readonly string[]
  placeholder: string
  /** Of the button that adds a line. */
  add: string
  onChange: (values: readonly string[]) => void
  errorAt: (index: number) => string | undefined
}

/** Several values of one kind, one per line, each with its own complaint. */
export function ListEditor({ label, hint, values, placeholder, add, onChange, errorAt }: ListEditorProps) {
  const texts = useAdminTexts()
  const id = useId()
  const box = useRef<HTMLFieldSetElement>(null)
  const focusLast = () => setTimeout(() => [...(box.current?.querySelectorAll('input') ?? [])].at(-1)?.focus())
  const append = () => {
    onChange([...values, ''])
    focusLast()
  }
  return (
    <fieldset className="list-editor" ref={box} aria-describedby={hint === undefined ? undefined : id}>
      <legend>{label}</legend>
      {hint !== undefined && (
        <p className="meta" id={id}>
          {hint}
        </p>
      )}
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; what stands in it changes with every key
        <div className="list-editor-line" key={index}>
          <TextInput
            aria-label={`${label} ${index + 1}`}
            placeholder={placeholder}
            value={value}
            error={errorAt(index)}
            onChange={(event) => onChange(values.with(index, event.currentTarget.value))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              append()
            }}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={fill(texts.removeOf, { name: value === '' ? String(index + 1) : value })}
            onClick={() => onChange(values.toSpliced(index, 1))}
          >
            <Icon of="close" size={16} />
          </button>
        </div>
      ))}
      <div>
        <Button variant="default" size="xs" onClick={append}>
          {add}
        </Button>
      </div>
    </fieldset>
  )
}

/** Without what was left empty. */
export const filled = (values: readonly string[]): string[] => values.map((value) => value.trim()).filter(Boolean)
