import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, foldGutter, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { pointerRange } from './pointerRange.ts'
import type { Judgement } from './verdict.ts'

export interface EditorHandle {
  /** Puts the cursor to a place that a problem names, and shows it. */
  goTo(pointer: string): void
  /** Line of a place, counted from 1. */
  lineOf(pointer: string): number
  focus(): void
}

type JsonEditorProps = {
  /** Changed from outside, such as by another sample; what is typed comes by `onChange`. */
  text: string
  label: string
  judgement: Judgement
  onChange: (text: string) => void
  /** The text and its judgement are shown: lines can be asked for. */
  onMarked: () => void
  ref: Ref<EditorHandle>
}

/**
 * JSON with its problems at their lines. In a shadow root of its own, where its styles are sheets and not tags: the page's policy lets
 * no style in that it does not know.
 */
export function JsonEditor({ text, label, judgement, onChange, onMarked, ref }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const told = useRef({ onChange, onMarked })
  told.current = { onChange, onMarked }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is kept up below
  useEffect(() => {
    const { current } = host
    if (current === null) return
    const root = current.shadowRoot ?? current.attachShadow({ mode: 'open' })
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: text, extensions: extensions(label, (typed) => told.current.onChange(typed)) }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [label])

  useEffect(() => {
    const editor = view.current
    if (editor === undefined || editor.state.doc.toString() === text) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } })
  }, [text])

  useEffect(() => {
    const editor = view.current
    if (editor === undefined || editor.state.doc.toString() !== text) return
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, judgement)))
    told.current.onMarked()
  }, [judgement, text])

  useImperativeHandle(ref, () => ({
    goTo(pointer) {
      const editor = view.current
      if (editor === undefined) return
      const { from, to } = pointerRange(editor.state, pointer)
      editor.dispatch({
        selection: { anchor: from, head: to },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      })
      editor.focus()
    },
    lineOf(pointer) {
      const state = view.current?.state
      return state === undefined ? 1 : state.doc.lineAt(pointerRange(state, pointer).from).number
    },
    focus: () => view.current?.focus(),
  }))
  return <div ref={host} className="json-editor" />
}

function diagnosticsOf(state: EditorState, { problems, syntax }: Judgement): Diagnostic[] {
  if (syntax !== undefined) {
    const at = Math.min(syntax.at, state.doc.length)
    return [{ from: Math.max(at - 1, 0), to: at, severity: 'error', message: syntax.message }]
  }
  return problems
    .map(({ path, message, severity }) => ({
      ...pointerRange(state, path),
      message,
      severity: severity === 'warning' ? ('warning' as const) : ('error' as const),
    }))
    .sort((a, b) => a.from - b.from)
}

function extensions(label: string, onChange: (text: string) => void) {
  return [
    lineNumbers(),
    foldGutter(),
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    lintGutter(),
    json(),
    syntaxHighlighting(COLOURS),
    THEME,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    // Tab goes on to the next control: nobody who types without a mouse is caught in here.
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
  ]
}

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--violet)' },
  { tag: [tags.brace, tags.squareBracket, tags.separator], color: 'var(--ink-quiet)' },
])

const THEME = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface-0)', color: 'var(--ink)', fontSize: '13px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--surface-1)', color: 'var(--ink-quiet)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 6%, transparent)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--accent-tint)',
  },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-tint)', outline: '1px solid var(--line-strong)' },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface-0)',
    color: 'var(--ink)',
    boxShadow: 'var(--shadow)',
    maxWidth: '420px',
  },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--surface-2)', border: 'none', color: 'var(--ink-quiet)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    borderBottom: '2px wavy var(--red)',
    textDecoration: 'underline wavy var(--red) 1px',
  },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--amber) 1px' },
})
