// The few words about a Docker engine that other stages and the faces need. Its CRI endpoint and its sandbox image are
// those of cri-dockerd.

import { knownValue, sourceToText } from "../../model/facts/fact.ts"
import type { Label } from "../../model/facts/label.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Summary } from "../component.ts"
import { criDockerd } from "../cri-dockerd/component.ts"
import { effectiveDriver, isDriver } from "./effective.ts"
import type { EngineFacts } from "./facts.ts"
import { problemsOf } from "./findings/problems.ts"

export const notThere: Summary = { isInstalled: false, rows: [] }

export function summarizeEngine(own: EngineFacts, node: NodeFacts): Summary {
  const bridge = criDockerd.summarize(node)
  const version = knownValue(own.version)
  const { value: driver, origin } = effectiveDriver(own, node)
  const starts = problemsOf(own, driver).length === 0
  const place = origin.by === "default" ? undefined : origin.place
  const { endpoint, isListening, startsWhenAsked, sandboxImage } = bridge
  return {
    isInstalled: true,
    ...(version === undefined ? {} : { version }),
    ...(own.service === undefined ? {} : { service: own.service }),
    ...(endpoint === undefined ? {} : { endpoint }),
    servesCri: bridge.isInstalled && bridge.servesCri !== false && starts,
    ...(isListening === undefined ? {} : { isListening }),
    ...(startsWhenAsked === undefined ? {} : { startsWhenAsked }),
    ...(starts && isDriver(driver) ? { cgroupDriver: driver } : {}),
    ...(sandboxImage === undefined ? {} : { sandboxImage }),
    rows: [
      ...row("version", version, sourceToText(own.version.source)),
      ...row("program", own.program),
      ...row("service", own.service?.state, own.service?.name),
      ...row("configuration", own.config.state === "known" ? own.configPath : own.config.state, own.configPath),
      ...row(
        "cgroup-driver",
        starts ? driver : undefined,
        place === undefined ? "default" : `${place.file}:${place.line}`,
      ),
      ...row("cri", bridge.isInstalled ? "through cri-dockerd" : "no: cri-dockerd is not installed"),
    ],
  }
}

function row(label: Label, text: string | undefined, source?: string): Summary["rows"] {
  if (text === undefined) return []
  return [source === undefined ? { label, text } : { label, text, source }]
}
