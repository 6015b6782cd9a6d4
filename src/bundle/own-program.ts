// criadm itself for a bundle: the program that runs, where it is for the node's processor and C library.
import { hasGlibc } from "../decide/install/bundle-fit.ts"
import { type BuildInfo, build } from "../model/build.ts"
import type { Architecture } from "../model/install/archives.ts"
import type { BundledProgram } from "./make-bundle.ts"

/** The running program's own bytes, whatever has become of its name; see proc_pid_exe(5). */
const running = "/proc/self/exe"

const targets: Readonly<Record<Architecture, string>> = { amd64: "linux-x64", arm64: "linux-arm64" }

/** `system`: the id of os-release(5). Undefined: this one does not run there. */
export function ownProgram(
  architecture: Architecture,
  system: string,
  { target, form, version }: Pick<BuildInfo, "target" | "form" | "version"> = build,
): BundledProgram | undefined {
  if (target !== targets[architecture]) return undefined
  if (form === "static") return { path: running, version, os: "any" }
  return form === "glibc" && hasGlibc(system) ? { path: running, version, os: "glibc" } : undefined
}
