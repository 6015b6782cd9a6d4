// Whether this machine can run tests against real programs. A machine that cannot gets the reason in print and the
// tests are skipped; with CI=true they run and fail, because there everything could have been installed. Only what a
// kernel lacks cannot be installed, and is skipped anywhere.
import { describe } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { say } from "./cache.ts"

export interface Needs {
  /** Programs that must be in the PATH. tests/real/install-requirements installs them on Debian and Ubuntu. */
  readonly programs: readonly string[]
  /** File systems and devices of the kernel, such as "btrfs" and "/dev/loop-control". */
  readonly kernel?: readonly string[]
}

/** Why tests with these needs cannot run here; undefined: they can. */
export function whyNot(needs: Needs): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return "these nodes and programs are for Linux on x86-64"
  if (process.getuid?.() !== 0) return "mounts and namespaces need root"
  const missing = needs.programs.filter((program) => Bun.which(program) === null)
  return missing.length === 0 ? undefined : `missing programs: ${missing.join(" ")} (tests/real/install-requirements)`
}

/** What the running kernel lacks; a module that could be loaded counts as there. See proc_filesystems(5). */
function missingInKernel({ kernel = [] }: Needs): readonly string[] {
  const known = readFileSync("/proc/filesystems", "utf8").split(/\s+/)
  const isThere = (name: string) =>
    name.startsWith("/")
      ? existsSync(name)
      : known.includes(name) || Bun.spawnSync(["sh", "-c", `modprobe ${name}`]).exitCode === 0
  return kernel.filter((name) => !isThere(name))
}

/** A group of tests that is skipped, with its reason in print, where its needs are not met, except with CI=true. */
export function describeReal(name: string, needs: Needs, tests: () => void): void {
  const lacking = process.platform === "linux" ? missingInKernel(needs) : []
  const reason = lacking.length > 0 ? `this kernel has no ${lacking.join(", ")}` : whyNot(needs)
  if (reason === undefined || (lacking.length === 0 && process.env["CI"] === "true")) {
    describe(name, tests)
    return
  }
  say(`skipped: ${name}: ${reason}`)
  describe.skip(name, tests)
}
