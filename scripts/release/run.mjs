// Runs a program of the build machine and returns what it printed; a failure is an error with its last lines.
import { spawnSync } from "node:child_process"

/** `options.cwd` and `options.env` as spawnSync's; the locale is always C, so that output and order are the same. */
export function run(command, args, options = {}) {
  const env = { ...process.env, ...options.env, LC_ALL: "C.UTF-8", TZ: "UTC" }
  const result = spawnSync(command, args, { cwd: options.cwd, env, encoding: "utf8", maxBuffer: 1 << 26 })
  if (result.error) throw new Error(`${command} is missing; scripts/install-build-requirements installs it`)
  if (result.status === 0) return result.stdout
  const last = `${result.stdout}${result.stderr}`.trim().split("\n").slice(-8).join("\n")
  throw new Error(`${command} ${args.join(" ")}: exit ${result.status}\n${last}`)
}
