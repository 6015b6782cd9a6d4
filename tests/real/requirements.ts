// Whether this machine can run tests against real programs. A machine that cannot gets the reason in print and the
// tests are skipped; with CI=true they run and fail, because there everything could have been installed.
import { describe } from "bun:test"
import { say } from "./cache.ts"

export interface Needs {
  /** Programs that must be in the PATH. tests/real/install-requirements installs them on Debian and Ubuntu. */
  readonly programs: readonly string[]
}

/** Why tests with these needs cannot run here; undefined: they can. */
export function whyNot(needs: Needs): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return "these nodes and programs are for Linux on x86-64"
  if (process.getuid?.() !== 0) return "mounts and namespaces need root"
  const missing = needs.programs.filter((program) => Bun.which(program) === null)
  return missing.length === 0 ? undefined : `missing programs: ${missing.join(" ")} (tests/real/install-requirements)`
}

/** A group of tests that is skipped, with its reason in print, where its needs are not met, except with CI=true. */
export function describeReal(name: string, needs: Needs, tests: () => void): void {
  const reason = whyNot(needs)
  if (reason === undefined || process.env["CI"] === "true") {
    describe(name, tests)
    return
  }
  say(`skipped: ${name}: ${reason}`)
  describe.skip(name, tests)
}
