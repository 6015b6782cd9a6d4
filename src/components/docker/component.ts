// Docker Engine. Its configuration is daemon.json and the flags of its service, its CRI endpoint is cri-dockerd's. The
// rules are in docker/; a build under another name is another component of the same shape.

import { define, nothingToContribute } from "../component.ts"
import { isMirantis } from "../mcr/look.ts"
import { contributeEngine } from "./contribute.ts"
import { explainEngine } from "./explain.ts"
import { type EngineFacts, lookAtEngine } from "./facts.ts"
import { judgedLogOptions } from "./findings/log-values.ts"
import { findingsOfEngine } from "./findings.ts"
import { install } from "./install.ts"
import { docker as engine } from "./listed.ts"
import { placesOfEngines } from "./places.ts"
import { runtimePart } from "./runtime-part.ts"
import { notThere, summarizeEngine } from "./summary.ts"
import { flagNames, flagsKnownOf } from "./tables/flag-names.ts"
import { knownOptions } from "./tables/options.ts"

const isOurs = (own: EngineFacts) => own.program !== undefined && !isMirantis(own)

export const docker = define<EngineFacts>({
  ...engine,
  places: placesOfEngines,
  judgedKeys: [...knownOptions, ...judgedLogOptions],
  detect: lookAtEngine,
  summarize: (own, node) => (isOurs(own) ? summarizeEngine(own, node) : notThere),
  explain: (setting, own, node) => (isOurs(own) ? explainEngine(engine, setting, own, node) : []),
  findings: (own, node) => (isOurs(own) ? findingsOfEngine(engine, own, node) : []),
  contribute: (wanted, own, node) => (isOurs(own) ? contributeEngine(engine, wanted, own, node) : nothingToContribute),
  programFlags: { program: "dockerd", names: flagNames, complete: flagsKnownOf },
  install,
  runtime: runtimePart(engine),
})
