// The table of the kubelet's flags against what each kubelet that was built says of itself.
import { describe, expect, test } from "bun:test"
import { type FlagKind, kubeletFlags } from "../../../src/components/kubelet/tables/flags.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"

/** pflag's word for the value of a flag; a switch has none (FlagUsagesWrapped). */
const kinds: Readonly<Record<string, FlagKind>> = {
  "": "switch",
  int: "number",
  int32: "number",
  duration: "duration",
}

describe.each(["kubernetes-1.34", "kubernetes-1.35", "kubernetes-1.37"])("the kubelet of %s", (name) => {
  const reason = whyNoPeer({ [name]: ["kubelet"] })
  if (reason !== undefined) say(`skipped: the flags of ${name}: ${reason}`)

  test.skipIf(reason !== undefined)("has the flags of the table, each of its kind", async () => {
    const help = await mustRun([peerProgram(name, "kubelet") ?? "", "--help"])
    const flags = [...help.matchAll(/^\s+(?:-\w, )?--([a-z0-9-]+)(?:\[=\S+\])?(?: (\S+))?(?:\s{2,}.*)?$/gm)]
    const wrong = flags.flatMap(([, flag = "", value = ""]) => {
      const kind = kinds[value] ?? "other"
      return flag === "help" || kubeletFlags.get(flag) === kind ? [] : [`${flag}: ${kind}`]
    })

    expect(flags.length).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })
})
