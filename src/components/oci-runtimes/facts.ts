// What detection learns about the OCI runtimes that start the containers of a node.

export interface OciRuntimeFact {
  /** "runc", whatever its program is called. */
  readonly name: string
  /** Where it is started from. */
  readonly program: string
  /** Without a distribution's suffix: "1.1.15". */
  readonly release: string
  /** Those that start it. */
  readonly handlers: readonly string[]
  /** It lies where operators put what they install by hand. */
  readonly isByHand: boolean
}

/** What one handler starts: a path, or a name that is looked for in PATH. */
export interface Started {
  readonly handler: string
  readonly program: string
}
