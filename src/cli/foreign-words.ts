// Words that other tools have taught: what they mean here. kubeadm's init and reset, terraform's and apt's flags.

/** A command that criadm has not, to the one that is meant. */
export const foreignCommands: ReadonlyMap<string, string> = new Map(
  Object.entries({
    init: "apply",
    setup: "apply",
    configure: "apply",
    install: "apply --install distribution",
    join: "apply",
    status: "check",
    doctor: "check",
    diagnose: "check",
    lint: "check",
    preflight: "check",
    reset: "rollback",
    undo: "rollback",
    revert: "rollback",
    restore: "rollback",
    diff: "plan",
    preview: "plan",
    facts: "detect",
    info: "detect",
    config: "explain",
    get: "explain",
    log: "history",
    list: "history",
    runs: "history",
    keep: "confirm",
  }),
)

/** Flags that stand for another one with a value. Taken before anything else reads the arguments. */
const foreignFlags: ReadonlyMap<string, string> = new Map([["--json", "--output=json"]])

/** The arguments in criadm's own words; what follows "--" is left alone. */
export function inOwnWords(argv: readonly string[]): readonly string[] {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length
  return argv.map((word, index) => (index < end ? (foreignFlags.get(word) ?? word) : word))
}
