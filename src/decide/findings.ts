// All findings of a node, worst first: what each component finds in its own files, and what only shows side by side.

import type { Component } from "../components/component.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Finding, Severity } from "../model/finding.ts"
import { judgePreflight } from "./preflight/preflight.ts"
import { remembering } from "./remembered.ts"
import { judgeCgroupDrivers } from "./rules/cgroup-verdict.ts"
import { judgeCniPlugins } from "./rules/cni-plugins.ts"
import { judgeCriAnswers } from "./rules/cri-answers.ts"
import { judgeCriCompanion } from "./rules/cri-companion.ts"
import { judgeDeadlines } from "./rules/deadlines.ts"
import { judgeDevicesAndLabels } from "./rules/devices-and-labels.ts"
import { judgeHandlerPrograms } from "./rules/handler-programs.ts"
import { judgeMinorSkew } from "./rules/minor-skew.ts"
import { judgeNotLookedAt } from "./rules/not-looked-at.ts"
import { withoutOffOnPurpose } from "./rules/off-on-purpose.ts"
import { judgeOpenFiles } from "./rules/open-files.ts"
import { judgeOwners } from "./rules/owners.ts"
import { judgePlacedRelease } from "./rules/placed-release.ts"
import { judgeProxies } from "./rules/proxies.ts"
import { judgeRestarts } from "./rules/running.ts"
import { judgeRuntime } from "./rules/runtime-findings.ts"
import { judgeSandboxImage } from "./rules/sandbox-image-verdict.ts"
import { judgeExportedVariables } from "./rules/services/exported-variables.ts"
import { judgeProgramFlags } from "./rules/services/program-flags.ts"
import { judgeUnitSettings } from "./rules/services/unit-settings.ts"
import { judgeUnits } from "./rules/services/units.ts"
import { judgeUnreadFiles } from "./rules/services/unread-files.ts"
import { judgeVariables } from "./rules/services/variables.ts"
import { judgeSeveralEndpoints } from "./rules/several-endpoints.ts"
import { withoutSuperseded } from "./rules/supersede.ts"

const rank: { readonly [S in Severity]: number } = { failure: 0, warning: 1, note: 2 }

export function findingsOf(node: NodeFacts, all: readonly Component[]): readonly Finding[] {
  if (node.isUnjudged === true) throw new Error("findings are made of a node that was looked at for them")
  const components = remembering(all, node)
  const own = components.flatMap((component) => component.findings(node))
  const together = [
    judgeNotLookedAt,
    judgeRuntime,
    judgeCriAnswers,
    judgeCriCompanion,
    judgeCgroupDrivers,
    judgeRestarts,
    judgeSeveralEndpoints,
    judgePreflight,
    judgeDeadlines,
    judgePlacedRelease,
    judgeMinorSkew,
    judgeSandboxImage,
    judgeCniPlugins,
    judgeExportedVariables,
    judgeOpenFiles,
    judgeUnits,
    judgeProgramFlags,
    judgeUnitSettings,
    judgeUnreadFiles,
    judgeVariables,
    judgeProxies,
    judgeDevicesAndLabels,
    judgeHandlerPrograms,
  ].flatMap((judge) => judge(node, components))
  const meant = withoutOffOnPurpose(own, node, components)
  const told = withoutSuperseded([...together, ...meant, ...judgeOwners(node, meant, components)], components)
  return told.toSorted((a, b) => rank[a.severity] - rank[b.severity])
}
