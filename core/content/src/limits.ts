/** Bounds of what may be said on the web; the reference is the structured content text, sections 2 to 5 and 10. */

/** Of a text message, in code points (SC3.2 of the text element, the same for a message). */
export const MAX_TEXT = 5_000
/** Of a file, inclusive: 5 MB (dialogs R8.10, messaging R6.2). */
export const MAX_FILE_BYTES = 5 * 1_024 * 1_024
/** Of structured content, quick replies or metadata as JSON in UTF-8 (SC2.8). */
export const MAX_JSON_BYTES = 15_000
/** Levels of JSON. Twenty levels of elements take two each, and the deepest element has its click below it (SC2.7). */
export const MAX_JSON_DEPTH = 48
/** Values of any kind in one tree; 15,000 bytes of JSON cannot hold more that mean something. */
export const MAX_JSON_VALUES = 8_000
/** Levels of `elements` (SC2.7). */
export const MAX_ELEMENT_DEPTH = 20
/** Elements in one tree (SC2.7). */
export const MAX_ELEMENTS = 1_000
/** Entries of metadata at one place, and in one tree altogether (SC2.7, section 9). */
export const MAX_METADATA = 32
export const MAX_METADATA_IN_TREE = 100
/** Problems that are listed one by one; how many more there are is told as a number. */
export const MAX_PROBLEMS = 1_000
