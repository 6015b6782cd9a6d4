import type { InstallLines } from "./install.ts"
import type { MigrateLines } from "./migrate.ts"
import type { NoArguments } from "./none.ts"

/** Every line the command line prints beside findings, faults and reasons, with its arguments. */
export interface LineArguments extends InstallLines, MigrateLines {
  "no-findings": NoArguments
  "no-findings-of": { codes: readonly string[] }
  "plan-is-empty": NoArguments
  "plan-changes-nothing": NoArguments
  "plan-heading": { changes: number }
  "plan-live-value": { path: string; before: string; after: string }
  "plan-judges": NoArguments
  "plan-mode": { before: string; after: string }
  "plan-followed": { real: string }
  "plan-not-running": NoArguments
  "plan-verifies": NoArguments
  "plan-timeout": { seconds: number }
  "plan-saved": { file: string }
  "script-saved": { file: string }
  "findings-alike": { code: string; more: number }
  "download-whole": { file: string; sha256: string }
  "download-signed": { signer: string }
  "download-not-checked": NoArguments
  "fleet-counted": { nodes: number; failing: number }
  "fleet-differs": NoArguments
  "answers-saved": { file: string }
  "ask-apply": NoArguments
  "not-applied": NoArguments
  "outcome-applied": { run: number }
  "outcome-put-back": { run: number }
  /** version --verbose: the one day on which all dates in the tables were looked at, and a runtime's series. */
  "dates-checked": { date: string }
  "supported-until": { runtime: string; page: string }
  "outcome-nothing": NoArguments
  "outcome-rolled-back": NoArguments
  "outcome-rollback-failed": { run: number }
  "outcome-interrupted": NoArguments
  "edited-by-run": { path: string }
  "edited-by-hand": { path: string }
  "edited-unreadable": { path: string }
  /** Modes in octal, owners as UID:GID. */
  "edited-mode": { before: string; after: string }
  "edited-hidden": NoArguments
  "outcome-unconfirmed": { run: number; seconds: number }
  "how-to-undo": { run: number }
  /** After what to do about a configuration that cannot be built upon. */
  "or-start-over": NoArguments
  "how-to-undo-sample": { run: number }
  kept: { run: number }
  "history-undone": { run: number }
  /** A run that put another one back. */
  "history-undo": { run: number }
  "history-damaged": { file: string }
  "no-runs": NoArguments
  "verified-holds": NoArguments
  "verified-fails": { count: number }
  "expect-cri": { endpoint: string }
  "expect-cgroup-driver": { component: string; driver: string }
  "expect-sandbox-image": { component: string; image: string }
  "expect-pods-start": NoArguments
  "expect-kubelet-health": { url: string }
  "expect-service-active": { service: string }
  "expect-open-files": { service: string; limit: string }
  "expect-selinux-domain": { service: string }
  "expect-proxy": { service: string; proxy: string }
  "expect-swap-off": NoArguments
  "step-swap-off": { device: string }
  "step-swap-on": { device: string }
  "expect-module": { module: string }
  "expect-live-value": { path: string; value: string }
  "expect-sandbox": { component: string; driver: string }
  "expect-sandbox-removed": NoArguments
  "step-judge": { component: string; trial?: object }
  "step-file": { path: string }
  "step-remove": { path: string }
  "step-directory": { path: string }
  "host-not-asked": NoArguments
  "judged-for-release": { runtime: string; installed: string; release: string }
  "step-link": { path: string; target: string }
  "step-module": { module: string }
  "step-no-module": { module: string }
  "step-live-value": { path: string; value: string }
  "step-service": { action: string; service: string }
  "step-waiting": { component: string; seconds: number }
  "step-rolling-back": NoArguments
  "explain-from": { source: string }
  /** `why`: a reason, said after the source. */
  "explain-from-because": { source: string; why: string }
  "explain-unknown": NoArguments
  "explain-others": NoArguments
  /** `lines`: how many more of that file. */
  "explain-left-out": { file: string; lines: number }
  "explain-running": { value: string }
  "explain-not-restarted": { value: string }
  /** `demoted`: how many failures --ignore made warnings. */
  "findings-ignored": { demoted: number }
  "finding-usually": { severity: string }
  "unfinished-run": { run: number }
  "demo-heading": { directory: string }
  "demo-step": { step: string }
  "demo-done": NoArguments
  /** What is said more quietly after something else, in brackets, with a blank before it where the language has one. */
  aside: { text: string }
}
