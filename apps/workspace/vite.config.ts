import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

/** The shared components bring their style sheets as text, for whichever root they are shown in. */
const stylesAsText: Plugin = {
  name: 'styles-as-text',
  enforce: 'pre',
  resolveId(source, importer) {
    const isShared = importer !== undefined && /[\\/]web[\\/]ui[\\/]src[\\/]/.test(importer)
    return isShared && source.endsWith('.css') ? `${resolve(importer, '..', source)}?raw` : undefined
  },
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/workspace/',
  plugins: [stylesAsText],
  build: {
    outDir: resolve(import.meta.dirname, '../../dist/workspace'),
    emptyOutDir: true,
    target: ['es2022', 'safari16.4'],
    sourcemap: false,
    assetsInlineLimit: 0, // the content security policy knows no data: for fonts and scripts
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Libraries mark files for servers that draw React; there are none here.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
    chunkSizeWarningLimit: 900,
  },
})
