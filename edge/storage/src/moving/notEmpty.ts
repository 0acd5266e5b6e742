/** Nothing is ever imported over what is there. */
export class InstallationNotEmpty extends Error {
  readonly code = 'installation-not-empty'
}
