export { type CommitItem, type EffectItem, toCommitItem } from '../sqlite/commitItem.ts'
