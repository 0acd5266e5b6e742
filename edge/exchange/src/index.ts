export { exportBot } from './liveperson/exportBot.ts'
export * from './liveperson/findings.ts'
export { type ImportContext, type Imported, importExport } from './liveperson/importExport.ts'
export { looksLikeExport } from './liveperson/parseExport.ts'
