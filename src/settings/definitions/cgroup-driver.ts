// Who makes the cgroups of pods. Where systemd is PID 1 it wants to be the only writer of the cgroup tree. On Windows
// there are no cgroups, so nothing is suggested and nothing asked.
import { knownValue } from "../../model/facts/fact.ts"
import { ok } from "../../model/fault.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

export const cgroupDriver: SettingDefinition<"cgroup-driver"> = {
  id: "cgroup-driver",
  aliases: [],
  form: "value",
  placeholder: "DRIVER",
  choices: () => ["systemd", "cgroupfs"],
  parse: (given) =>
    given === "systemd" || given === "cgroupfs" ? ok(given) : refuse("cgroup-driver", given, "systemd, cgroupfs"),
  suggest({ node, runtimes }, soFar) {
    if (node.platform === "windows") return undefined
    const initSystem = knownValue(node.initSystem)
    const fit = initSystem === "systemd" ? "systemd" : "cgroupfs"
    const current = runtimes.find((one) => one.id === soFar.runtime)?.cgroupDriver
    return {
      value: fit,
      by: current === fit ? "node" : "suggestion",
      why:
        fit === "systemd"
          ? { code: "systemd-is-init", args: {} }
          : { code: "systemd-is-not-init", args: { initSystem: initSystem ?? "unknown" } },
    }
  },
  matters(situation, soFar) {
    const suggested = cgroupDriver.suggest(situation, soFar)
    return situation.runtimes.length > 0 && suggested !== undefined && suggested.by !== "node"
  },
}
