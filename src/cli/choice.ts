// Which node is meant: --root, --platform, --runtime-version, --timeout.
import { failed, ok, type Result } from "../model/fault.ts"
import { parseVersion } from "../model/version.ts"
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
  const root = typeof flags.root === "string" ? flags.root : "/"
  return ok({
    root,
    platform,
    runtimeVersion: typeof stated === "string" ? stated.replace(/^v/, "") : undefined,
    timeoutSeconds: timeout.value,
  })
}

function isRelease(text: string): boolean {
  const version = parseVersion(text)
  return version?.patch !== undefined && version.text === text.replace(/^v/, "")
}

/** --settle; within the countdown of --confirm where there is one. */
export function settleOf(invocation: Invocation): Result<{ readonly settleSeconds?: number }> {
  const settle = secondsOf(invocation, "settle", -1)
  if (!settle.ok) return settle
  const confirm = secondsOf(invocation, "confirm", 0)
  if (!confirm.ok) return confirm
  if (settle.value < 0) return ok({})
  return ok({ settleSeconds: confirm.value > 0 ? Math.min(settle.value, confirm.value) : settle.value })
}

/** A flag that counts seconds: a whole number from 1 (or 0 where nothing to wait for is a choice) to one day. */
export function secondsOf(
  invocation: Invocation,
  flag: "timeout" | "settle" | "confirm" | "lock-timeout",
  otherwise: number,
): Result<number> {
  const given = invocation.flags[flag]
  if (given === undefined) return ok(otherwise)
  const least = flag === "timeout" ? 1 : 0
  const seconds = typeof given === "string" && /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  if (seconds >= least && seconds <= 86_400) return ok(seconds)
  const args = { setting: flag, given: String(given), accepted: `seconds from ${least} to 86400` }
  return failed({ code: "bad-answer", args })
}
