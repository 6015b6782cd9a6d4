// containerd, with its CRI plugin. What its releases make of their files is in containerd/: tables, a simulation of
// the loader, and the smallest edits that the simulation calls effective.
import { define } from "./component.ts"
import { contribute } from "./containerd/contribute.ts"
import { lookAtContainerd } from "./containerd/detect.ts"
import { explain } from "./containerd/explain.ts"
import { type ContainerdFacts, releaseOfFacts } from "./containerd/facts.ts"
import { findings } from "./containerd/findings.ts"
import { judgeDump } from "./containerd/judgement.ts"
import { report } from "./containerd/report.ts"
import { summarize } from "./containerd/summary.ts"

export const containerd = define<ContainerdFacts>({
  id: "containerd",
  name: "containerd",
  role: "runtime",
  detect: lookAtContainerd,
  summarize,
  explain,
  findings,
  contribute,
  runtime: {
    importCommand: "ctr -n k8s.io images import FILE",
    configurationDump: ({ program, configPath }) =>
      program === undefined ? undefined : [program, "--config", configPath, "config", "dump"],
    report,
    tellsDriver: (facts) => releaseOfFacts(facts)?.tellsDriver ?? false,
    judge: (_judgement, ran, wanted) => judgeDump(ran, wanted),
  },
})
