// CRI-O. What its releases make of their files is in crio/: tables, the merge as CRI-O does it, and the smallest edits
// in a drop-in of criadm's own or in the file that would win over it.
import { define } from "./component.ts"
import { contribute } from "./crio/contribute.ts"
import { dumpCommand, report } from "./crio/daemon.ts"
import { lookAtCrio } from "./crio/detect.ts"
import { explain } from "./crio/explain.ts"
import { type CrioFacts, releaseOfFacts } from "./crio/facts.ts"
import { findings } from "./crio/findings.ts"
import { judgePrinted } from "./crio/judgement.ts"
import { summarize } from "./crio/summary.ts"

export const crio = define<CrioFacts>({
  id: "crio",
  name: "CRI-O",
  role: "runtime",
  detect: lookAtCrio,
  summarize,
  explain,
  findings,
  contribute,
  runtime: {
    // CRI-O keeps its images where podman of root has them: containers-storage.conf(5).
    importCommand: "podman load --input FILE",
    // cri-o README.md, "Compatibility matrix: CRI-O and Kubernetes".
    followsKubernetesMinors: true,
    configurationDump: (facts) => dumpCommand(facts, releaseOfFacts(facts)),
    report,
    tellsDriver: (facts) => releaseOfFacts(facts)?.tellsDriver ?? false,
    judge: (_judgement, ran, wanted) => judgePrinted(ran, wanted),
  },
})
