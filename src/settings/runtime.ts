// Which container runtime the node uses: the only one installed, else the one that serves CRI.
import { ok } from "../model/fault.ts"
import { refuse } from "./refuse.ts"
import type { SettingDefinition } from "./setting-definition.ts"

/** The runtimes of the Kubernetes page "Container Runtimes", by the ids of their components. */
const runtimes: readonly string[] = ["containerd", "crio", "docker", "mcr"]

export const runtime: SettingDefinition<"runtime"> = {
  id: "runtime",
  aliases: [],
  form: "value",
  placeholder: "RUNTIME",
  choices: (situation) => situation?.runtimes.map((one) => one.id) ?? runtimes,
  parse: (given) =>
    typeof given === "string" && runtimes.includes(given) ? ok(given) : refuse("runtime", given, runtimes.join(", ")),
  suggest({ runtimes: installed }) {
    const [first, second] = installed
    if (first === undefined) return undefined
    if (second === undefined) {
      return { value: first.id, by: "node", why: { code: "only-runtime", args: { runtime: first.name } } }
    }
    const serving = installed.find((one) => one.servesCri && one.isListening) ?? installed.find((one) => one.servesCri)
    return serving === undefined
      ? { value: first.id, by: "suggestion", why: { code: "first-runtime", args: { runtime: first.name } } }
      : { value: serving.id, by: "node", why: { code: "serves-cri", args: { runtime: serving.name } } }
  },
  matters: ({ runtimes: installed }) => installed.length > 1,
}
