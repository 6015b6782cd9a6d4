/** For a code whose sentence needs nothing. */
export type NoArguments = Record<string, never>
