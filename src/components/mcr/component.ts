// Mirantis Container Runtime, a commercial build of the Docker engine with its program, service and files. What tells
// it apart is in mcr/look.ts; the rules are Docker's of the same version.

import { define, nothingToContribute, type Summary } from "../component.ts"
import { contributeEngine } from "../docker/contribute.ts"
import { explainEngine } from "../docker/explain.ts"
import { type EngineFacts, lookAtEngine } from "../docker/facts.ts"
import { judgedLogOptions } from "../docker/findings/log-values.ts"
import { findingsOfEngine } from "../docker/findings.ts"
import { placesOfEngines } from "../docker/places.ts"
import { runtimePart } from "../docker/runtime-part.ts"
import { notThere, summarizeEngine } from "../docker/summary.ts"
import { flagNames } from "../docker/tables/flag-names.ts"
import { knownOptions } from "../docker/tables/options.ts"
import { mcr as engine } from "./listed.ts"
import { isMirantis, whyMirantis } from "./look.ts"

export const mcr = define<EngineFacts>({
  ...engine,
  places: placesOfEngines,
  judgedKeys: [...knownOptions, ...judgedLogOptions],
  detect: lookAtEngine,
  summarize: (own, node) => (isMirantis(own) ? withRecognition(own, summarizeEngine(own, node)) : notThere),
  explain: (setting, own, node) => (isMirantis(own) ? explainEngine(engine, setting, own, node) : []),
  findings: (own, node) => (isMirantis(own) ? findingsOfEngine(engine, own, node) : []),
  contribute: (wanted, own, node) =>
    isMirantis(own) ? contributeEngine(engine, wanted, own, node) : nothingToContribute,
  programFlags: { program: "dockerd", names: flagNames },
  runtime: runtimePart(engine),
})

function withRecognition(own: EngineFacts, summary: Summary): Summary {
  const source = whyMirantis(own.marks)
  const recognised: Summary["rows"] = source === undefined ? [] : [{ label: "recognised-by", text: source }]
  return { ...summary, rows: [...summary.rows, ...recognised] }
}
