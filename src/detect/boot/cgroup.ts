// Which cgroup version a boot of this tree gives, where its files say so: an argument on the kernel's command line, or
// OpenRC's own setting. Nothing is said where nothing forces version 1.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { CgroupFacts } from "../../model/facts/cgroup.ts"
import { type Fact, knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileContent } from "../../model/file-content.ts"
import { placeAt } from "../../model/place.ts"
import { commandLineTexts, withoutComments } from "./command-lines.ts"

/** kernel-command-line(7): the argument, and what counts as no. Alone it leaves version 2 beside version 1. */
const forcesV1 = /systemd\.unified_cgroup_hierarchy=(?:0|no|n|false|f|off)(?![\w.])/
const forcesLegacy = /systemd\.legacy_systemd_cgroup_controller(?:=(?:1|yes|y|true|t|on))?(?![\w.=])/

export function cgroupAtBoot(machine: ReadingMachine): Fact<CgroupFacts> | undefined {
  for (const file of commandLineTexts(machine)) {
    const found = firstIn(file, forcesV1)
    if (found !== undefined) return forced(file, found, forcesLegacy.test(file.text) ? "1" : "hybrid")
  }
  // rc.conf of OpenRC, rc_cgroup_mode.
  const rc = knownValue(toFileFact(machine.readFile("/etc/rc.conf")))
  const mode = rc === undefined ? undefined : firstIn(rc, /^[ \t]*rc_cgroup_mode=["']?(?:hybrid|legacy)\b/m)
  if (rc === undefined || mode === undefined) return undefined
  return forced(rc, mode, mode[0].endsWith("legacy") ? "1" : "hybrid")
}

/** Outside comments. */
function firstIn({ text }: FileContent, pattern: RegExp): RegExpExecArray | undefined {
  return pattern.exec(withoutComments(text)) ?? undefined
}

function forced({ path, text }: FileContent, found: RegExpExecArray, version: "1" | "hybrid"): Fact<CgroupFacts> {
  const written = found[0]
  const from = found.index + written.length - written.trimStart().length
  const place = placeAt(path, text, from, written.trimStart().length)
  const value = { version, available: [], delegated: [], atBoot: { argument: written.trim(), place } }
  return { state: "known", value, source: { kind: "file", path, place } }
}
