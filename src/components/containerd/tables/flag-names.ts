// What `containerd --help` of 1.4.13 to 2.4.2 prints, and the flags of its commands.
// Those of other releases are among them, so that none of these is taken for a slip.
import type { Range } from "../../../model/since.ts"
import { namesIn } from "../../flag-names.ts"

/** Of these releases they are all there are. */
export const flagsKnownOf: Range = { since: "1.4", until: "2.5" }

export const flagNames: () => ReadonlySet<string> = namesIn(`
  address config console help log-file log-level namespace register-service root run-service service-name state
  topic unregister-service version
`)
