/** What the shared components look like in here: our font, and a thread that is wider than a messenger's. */
export const THREAD_STYLES = `
:host {
  display: flex;
  min-height: 0;
  min-width: 0;
  color: var(--ink);
  background: var(--surface-0);
  font: 400 var(--text) / var(--line-height) var(--font);
}
.log { padding: var(--space-4) max(var(--space-4), calc((100% - 860px) / 2)); }
.thread { min-width: 0; }
.private .bubble { border-style: dashed; }
`
