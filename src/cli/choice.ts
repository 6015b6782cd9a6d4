// Which node is meant: --root, --platform, --runtime-version, --timeout.
import { clause } from "../model/arguments/clause.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { parseVersion } from "../model/version.ts"
import { settle as settleSetting } from "../settings/definitions/settle.ts"
import { secondsIn } from "../settings/seconds.ts"
import type { NodeChoice } from "./face.ts"
import type { Invocation } from "./parse.ts"

/** Seconds a runtime may take after its restart: kubeadm waits as long for a kubelet before it complains, times 1.5. */
const defaultTimeoutSeconds = 60

export function nodeChoice(invocation: Invocation): Result<NodeChoice> {
  const { flags } = invocation
  const platform = flags.platform === "windows" ? "windows" : "linux"
  const stated = flags["runtime-version"]
  if (typeof stated === "string" && !isRelease(stated)) {
    return failed({ code: "version-not-understood", args: { given: stated } })
  }
  const timeout = secondsOf(invocation, "timeout", defaultTimeoutSeconds)
  if (!timeout.ok) return timeout
  const { host, root = host ?? "/" } = flags
  if (host !== undefined && flags.root !== undefined) {
    return failed({ code: "flags-exclude", args: { flag: "--host", other: "--root" } })
  }
  return ok({
    root: String(root),
    ...(host === undefined ? {} : { isHost: true }),
    platform,
    runtimeVersion: typeof stated === "string" ? stated.replace(/^v/, "") : undefined,
    timeoutSeconds: timeout.value,
  })
}

function isRelease(text: string): boolean {
  const version = parseVersion(text)
  return version?.patch !== undefined && version.text === text.replace(/^v/, "")
}

/** --settle on the command line; what a plan's answers say of it, the plan says. */
export function settleOf({ flags }: Invocation): Result<{ readonly settleSeconds?: number }> {
  if (flags.settle === undefined) return ok({})
  const settle = settleSetting.parse(flags.settle)
  return settle.ok ? ok({ settleSeconds: settle.value }) : settle
}

/** A flag that counts seconds: a whole number from 1 (or 0 where nothing to wait for is a choice) to one day. */
export function secondsOf(
  invocation: Invocation,
  flag: "timeout" | "confirm" | "lock-timeout",
  otherwise: number,
): Result<number> {
  const given = invocation.flags[flag]
  if (given === undefined) return ok(otherwise)
  const least = flag === "timeout" ? 1 : 0
  const seconds = secondsIn(given, least)
  if (seconds !== undefined) return ok(seconds)
  const args = { setting: flag, given: String(given), accepted: clause("accepts-seconds", { least, most: 86400 }) }
  return failed({ code: "bad-answer", args })
}
