import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { docx, PDF, PNG, pngOf, zip } from '../examples/files.ts'
import type { Glance } from '../reading.ts'
import { cleanName } from './cleanName.ts'
import { inspect, type Permitted } from './inspect.ts'
import { FILE_KINDS } from './kinds.ts'

const glance = (bytes: Buffer): Glance => ({
  size: bytes.length,
  at: async (position, length) => bytes.subarray(position, position + length),
})
const look = (bytes: Buffer | string, name: string, permitted: Permitted = { kinds: FILE_KINDS, macros: false }) =>
  inspect(glance(Buffer.from(bytes)), name, permitted)
const verdict = async (...asked: Parameters<typeof look>) => {
  const found = await look(...asked)
  return found.ok ? `${found.seen.kind} ${found.seen.name}` : found.why
}

describe('what a file is (messaging R6.3, dialogs R8.11)', () => {
  it.each([
    [PDF, 'proof.pdf', 'pdf proof.pdf'],
    [PDF, 'PROOF.PDF', 'pdf PROOF.PDF'],
    [PDF, 'proof', 'pdf proof.pdf'],
    [PNG, 'photo.png', 'png photo.png'],
    [PNG, 'photo.jpg', 'png photo.png'],
    [docx(), 'letter.docx', 'docx letter.docx'],
    ['Grüße\r\n', 'note.txt', 'txt note.txt'],
    ['', 'empty.txt', 'file-empty'],
  ])('%# by its bytes', async (bytes, name, expected) => {
    expect(await verdict(bytes, name)).toBe(expected)
  })

  it.each([
    ['a page called a picture', '<!DOCTYPE html><p>', 'photo.png', 'file-active'],
    ['a page called a text', ' \n<script>alert(1)</script>', 'note.txt', 'file-active'],
    ['a drawing with a script', '<svg onload="alert(1)"/>', 'logo.svg', 'file-active'],
    ['XML', '<?xml version="1.0"?><svg/>', 'note.txt', 'file-active'],
    ['a Windows program', 'MZ\x90\x00', 'setup.pdf', 'file-active'],
    ['a Linux program', '\x7fELF\x02', 'setup.pdf', 'file-active'],
    ['a shell script', '#!/bin/sh\nrm -rf /', 'note.txt', 'file-active'],
    ['bytes that are nothing', Buffer.from([1, 2, 3, 0, 5]), 'note.txt', 'file-type-not-allowed'],
    ['a text in another coding', Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65]), 'note.txt', 'file-type-not-allowed'],
    ['a bare archive', zip([{ name: 'a.txt', content: 'hi' }]), 'a.docx', 'file-type-not-allowed'],
    ['a document called a picture', PDF, 'photo.png', 'file-type-mismatch'],
    ['a picture called a page', PNG, 'photo.html', 'file-type-mismatch'],
    ['a document called a program', PDF, 'proof.pdf.exe', 'file-type-mismatch'],
    ['a cut archive', docx().subarray(0, 60), 'letter.docx', 'file-damaged'],
    ['a picture without its size', PNG.subarray(0, 18), 'photo.png', 'file-damaged'],
  ])('%s is refused', async (_what, bytes, name, expected) => {
    expect(await verdict(bytes, name)).toBe(expected)
  })

  it('two things at once are refused: a picture with an archive behind, or a page or a document inside', async () => {
    expect(await verdict(Buffer.concat([PNG, zip([{ name: 'a.class', content: 'x' }])]), 'a.png')).toBe(
      'file-ambiguous',
    )
    expect(await verdict(Buffer.concat([PDF, zip([{ name: 'a', content: 'x' }])]), 'a.pdf')).toBe('file-ambiguous')
    expect(await verdict(Buffer.concat([PNG, Buffer.from('<html><script>')]), 'a.png')).toBe('file-ambiguous')
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000fffe0040', 'hex') // a comment is next
    expect(await verdict(Buffer.concat([jpeg, PDF]), 'a.jpg')).toBe('file-ambiguous')
    expect(await verdict(Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), PDF]), 'a.gif')).toBe(
      'file-ambiguous',
    )
    expect(await verdict(docx({ name: '%PDF-1.4', content: 'x' }), 'a.docx')).toBe('file-ambiguous')
    const two = docx({ name: 'xl/workbook.xml', content: '<x/>' })
    expect(await verdict(two, 'a.docx')).toBe('file-ambiguous')
  })

  it('macros are refused, unless the account lets them through', async () => {
    const parts = [{ name: 'word/vbaProject.bin', content: 'x' }]
    expect(await verdict(docx(...parts), 'a.docx')).toBe('file-active')
    expect(await verdict(docx(...parts), 'a.docx', { kinds: FILE_KINDS, macros: true })).toBe('docx a.docx')
    const types = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    const said = zip([
      { name: '[Content_Types].xml', content: types },
      { name: 'word/document.xml', content: '<d/>' },
    ])
    expect(await verdict(said, 'a.docx')).toBe('file-active')
  })

  it('a small file that becomes huge is refused, whether it says so or lies', async () => {
    const bomb = Buffer.alloc(60 * 1_024 * 1_024)
    expect(await verdict(docx({ name: 'word/media/a.bin', content: bomb }), 'a.docx')).toBe('file-unpacks-too-large')
    const liar = docx({ name: 'word/media/a.bin', content: bomb, saysSize: 10 })
    expect(await verdict(liar, 'a.docx')).toBe('file-damaged')
    const many = docx(...Array.from({ length: 5_001 }, (_, nth) => ({ name: `word/${nth}`, content: '' })))
    expect(await verdict(many, 'a.docx')).toBe('file-unpacks-too-large')
  })

  it('a path that leads out of the folder makes a document damaged', async () => {
    expect(await verdict(docx({ name: '../../etc/passwd', content: 'x' }), 'a.docx')).toBe('file-damaged')
  })

  it('10,000 pixels in both directions are too many; a long strip is not', async () => {
    expect(await verdict(pngOf(10_000, 10_000), 'a.png')).toBe('image-too-large')
    expect(await verdict(pngOf(0xffffffff, 0xffffffff), 'a.png')).toBe('image-too-large')
    expect(await verdict(pngOf(10_000, 1_000), 'a.png')).toBe('png a.png')
  })

  it('only what the account lets through', async () => {
    expect(await verdict(PDF, 'a.pdf', { kinds: ['png'], macros: false })).toBe('file-type-not-allowed')
  })

  it('whatever the bytes and the name: there is a verdict, and it is never thrown', async () => {
    const starts = ['', 'PK\x03\x04', '%PDF-', '\x89PNG\r\n\x1a\n', 'GIF89a', '\xff\xd8\xff\xe0']
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ unit: 'binary' }),
        async (start, rest, name) => {
          const found = await look(Buffer.concat([Buffer.from(start, 'latin1'), rest]), name)
          if (found.ok) expect(found.seen.name).toBe(cleanName(found.seen.name))
          else expect(found.why).toMatch(/^[a-z-]+$/)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('names', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ada\\card.pdf', 'card.pdf'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['a\u0000b\r\nc.pdf', 'abc.pdf'],
    ['\u200bcard\u2066.pdf', 'card.pdf'],
    ['.htaccess', 'htaccess'],
    ['con.pdf', '_con.pdf'],
    ['LPT1', '_LPT1'],
    ['..', 'file'],
    ['', 'file'],
    ['a/b/', 'file'],
    ['what?<is>:this|"*.pdf', 'what__is__this___.pdf'],
    ['  spaced   out .pdf ', 'spaced out .pdf'],
    ['Å.pdf', '\u00c5.pdf'],
  ])('%j becomes %j', (given, expected) => {
    expect(cleanName(given)).toBe(expected)
  })

  it('a long name keeps its ending', () => {
    const name = cleanName(`${'ä'.repeat(500)}.docx`)
    expect([...name]).toHaveLength(120)
    expect(name.endsWith('ä.docx')).toBe(true)
  })

  it('whatever is given: short, of one line, leads nowhere, and stays as it is the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const name = cleanName(given)
        expect(name).not.toMatch(/[\\/\p{Cc}\p{Cf}]/u)
        expect(name).not.toMatch(/^\.|^$/)
        expect([...name].length).toBeLessThanOrEqual(120)
        expect(cleanName(name)).toBe(name)
      }),
    )
  })
})
