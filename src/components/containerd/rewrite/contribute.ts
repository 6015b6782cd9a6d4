// What brings the operator's files into another schema: the files, judged by the program on the node, and one restart
// that proves them. What counts is the same before and after, so nothing else is expected.
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { Fault } from "../../../model/fault.ts"
import type { Reason } from "../../../model/message.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../../component.ts"
import { changeOf, readingsOf, restartOf } from "../contribute/changes.ts"
import { draftOf } from "../contribute/draft.ts"
import { expectationsOf } from "../contribute/expectations.ts"
import { type ContainerdFacts, configFilesOf, releaseOfFacts, situationOf } from "../facts.ts"
import { checkOf } from "../running/trial.ts"
import { firstToRead, newestRelease, oldestRelease, releaseOf } from "../tables/releases.ts"
import { rewritten } from "./rewrite.ts"

/** Those that an operator's files can be rewritten to. */
export const schemas = ["3", "4"] as const

export function contributeSchema(
  wanted: Wanted,
  schema: string,
  facts: ContainerdFacts,
  node: NodeFacts,
): Contribution {
  const refuse = (fault: Fault): Contribution => ({ ...nothingToContribute, refusals: [fault] })
  const release = releaseOfFacts(facts)
  if (release === undefined) {
    const args = { version: knownValue(facts.version) ?? "", oldest: oldestRelease }
    return refuse({ code: "containerd-release-unknown", args })
  }
  const to = schema === "4" ? 4 : 3
  if (to > release.maxSchema) {
    const args = { schema, release: release.version.text, needs: firstToRead(to) }
    return refuse({ code: "containerd-schema-after-upgrade", args })
  }
  const start = draftOf(release, facts.configPath, configFilesOf(facts.files), situationOf(facts, node))
  const newest = releaseOf(newestRelease, facts.platform)
  const done = rewritten(start, to, newest === undefined ? [] : [newest])
  if (!done.ok) return refuse(done.fault)
  const why: readonly Reason[] = [{ code: "containerd-rewritten", args: { schema } }]
  const edited = [...done.value.files].flatMap(([path, text]) =>
    typeof text === "string" ? (changeOf(facts.files, path, text, why) ?? []) : [],
  )
  const { program } = facts
  const isJudged = edited.length > 0 && program !== undefined && node.isLive
  return {
    ...nothingToContribute,
    changes: [...edited, ...(edited.length === 0 ? [] : restartOf(facts))],
    readings: readingsOf(facts.files),
    judgements: isJudged
      ? [
          {
            ...checkOf(program, facts.configPath, done.value.found),
            commandForNow: [program, "--config", facts.configPath, "config", "dump"],
          },
        ]
      : [],
    expectations: done.value.found.cri === "v1" ? expectationsOf(wanted, facts, release) : [],
  }
}
