import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import './base/tokens.css'
import './base/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the workspace')
createRoot(root).render(<App />)
