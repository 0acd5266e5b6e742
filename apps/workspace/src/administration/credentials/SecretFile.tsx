import { Button, FileButton, FileInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

type SecretProps = {
  label: string
  description?: string
  error?: string | undefined
  value: string
  onChange: (value: string) => void
}

/** A file that goes in as its bytes (base64). Its name is all that is shown of it. */
export function SecretFile({ value, onChange, ...shown }: SecretProps) {
  const texts = useAdminTexts().credential
  const [file, setFile] = useState<File | null>(null)
  return (
    <FileInput
      {...shown}
      accept=".pfx,.p12,.jks"
      placeholder={texts.chooseFile}
      clearable
      clearButtonProps={{ 'aria-label': texts.withoutFile }}
      value={value === '' ? null : file}
      onChange={(chosen) => {
        setFile(chosen)
        if (chosen === null) onChange('')
        else void bytesOf(chosen).then(onChange)
      }}
    />
  )
}

/** A text that mostly lies in a file; one of bytes instead of text (.cer) goes in as base64. */
export function SecretText({ value, onChange, ...shown }: SecretProps) {
  const texts = useAdminTexts().credential
  return (
    <div>
      <Textarea
        {...shown}
        className="copy-code"
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <FileButton accept=".pem,.crt,.cer,.key,.txt" onChange={(file) => file && void textOf(file).then(onChange)}>
        {(button) => (
          <Button {...button} variant="subtle" size="compact-sm" aria-label={`${texts.fromFile}: ${shown.label}`}>
            {texts.fromFile}
          </Button>
        )}
      </FileButton>
    </div>
  )
}

async function bytesOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

async function textOf(file: File): Promise<string> {
  const text = await file.text()
  return text.includes('\ufffd') || text.includes('\0') ? bytesOf(file) : text
}
