// Which container runtime the node uses: the one the kubelet uses, else the one of the last kept run, else the only one
// that serves CRI. Where none of these says it, a person does.

import { listed } from "../../components/known.ts"
import { type Fault, ok } from "../../model/fault.ts"
import { installCommand } from "../../model/install/install-command.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition, Situation } from "../setting-definition.ts"

const runtimes: readonly string[] = listed.filter(({ role }) => role === "runtime").map(({ id }) => id)

export const runtime: SettingDefinition<"runtime"> = {
  id: "runtime",
  aliases: [],
  form: "value",
  placeholder: "RUNTIME",
  choices: (situation) => situation?.runtimes.map((one) => one.id) ?? runtimes,
  parse: (given) =>
    typeof given === "string" && runtimes.includes(given) ? ok(given) : refuse("runtime", given, runtimes.join(", ")),
  suggest({ node, runtimes: installed, kubeletsRuntime, kubeletElsewhere, distribution }) {
    const used = installed.find(({ id }) => id === kubeletsRuntime)
    if (used !== undefined) {
      return { value: used.id, by: "node", why: { code: "kubelet-uses", args: { runtime: used.name } } }
    }
    if (kubeletElsewhere !== undefined || distribution !== undefined) return undefined
    const kept = installed.find(({ id }) => id === node.asked?.answers.runtime)
    if (kept !== undefined && node.asked !== undefined) {
      return { value: kept.id, by: "node", why: { code: "asked-by-run", args: { run: node.asked.run } } }
    }
    const [first, second] = installed
    if (first === undefined) return undefined
    if (second === undefined) {
      return { value: first.id, by: "node", why: { code: "only-runtime", args: { runtime: first.name } } }
    }
    const serving = installed.filter(({ servesCri }) => servesCri === true)
    const listening = serving.filter(({ isListening }) => isListening === true)
    const [only, ...others] = listening.length > 0 ? listening : serving
    if (only === undefined) {
      return { value: first.id, by: "suggestion", why: { code: "first-runtime", args: { runtime: first.name } } }
    }
    return others.length > 0
      ? undefined
      : { value: only.id, by: "node", why: { code: "serves-cri", args: { runtime: only.name } } }
  },
  isNeeded: true,
  matters: (situation) => situation.runtimes.length > 1 || runtime.suggest(situation, {}) === undefined,
}

/** Why no runtime is chosen where nobody has chosen one. `looked`: the names of all that were looked for. */
export function whyNoRuntime(situation: Situation, looked: readonly string[]): Fault {
  const { node, runtimes: found, kubeletElsewhere, distribution } = situation
  const installed = found.map(({ id }) => id)
  if (distribution !== undefined) {
    const args = { distribution: distribution.id, path: distribution.path, installed }
    return { code: "node-of-distribution", args }
  }
  if (kubeletElsewhere !== undefined) {
    const args = { endpoint: kubeletElsewhere, installed }
    return { code: "kubelet-uses-other-runtime", args }
  }
  if (installed.length > 0) return { code: "runtime-not-chosen", args: { installed } }
  const install = installCommand(node) ?? ""
  return { code: "no-runtime", args: { looked, install } }
}
