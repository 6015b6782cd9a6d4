// Docker Engine. Its configuration is daemon.json and the flags of its service, its CRI endpoint is cri-dockerd's. The
// rules are in docker/; a build under another name is another component of the same shape.
import { define, nothingToContribute } from "./component.ts"
import { contributeEngine } from "./docker/contribution.ts"
import type { Engine } from "./docker/engine.ts"
import { explainEngine } from "./docker/explain.ts"
import { type EngineFacts, lookAtEngine } from "./docker/facts.ts"
import { findingsOfEngine } from "./docker/findings.ts"
import { runtimePart } from "./docker/runtime-part.ts"
import { notThere, summarizeEngine } from "./docker/summary.ts"
import { isMirantis } from "./mcr/recognition.ts"

const engine: Engine = { id: "docker", name: "Docker Engine" }
const isOurs = (own: EngineFacts) => own.program !== undefined && !isMirantis(own)

export const docker = define<EngineFacts>({
  ...engine,
  role: "runtime",
  detect: lookAtEngine,
  summarize: (own, node) => (isOurs(own) ? summarizeEngine(own, node) : notThere),
  explain: (setting, own, node) => (isOurs(own) ? explainEngine(engine, setting, own, node) : []),
  findings: (own, node) => (isOurs(own) ? findingsOfEngine(engine, own, node) : []),
  contribute: (wanted, own, node) => (isOurs(own) ? contributeEngine(engine, wanted, own, node) : nothingToContribute),
  runtime: runtimePart(engine),
})
