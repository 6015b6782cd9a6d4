// What a Docker engine answers as a container runtime: CRI through cri-dockerd, the judgement by dockerd itself.

import { criDockerd } from "../cri-dockerd/component.ts"
import { report } from "../cri-dockerd/report.ts"
import type { RuntimePart } from "../runtime-part.ts"
import type { Engine } from "./engine.ts"
import type { EngineFacts } from "./facts.ts"
import { judgeValidation } from "./running/staged-check.ts"

export function runtimePart(engine: Engine): RuntimePart<EngineFacts> {
  return {
    // cri-dockerd packaging/systemd/cri-docker.socket; the second was the kubelet's own, until 1.24.
    usualEndpoints: ["unix:///run/cri-dockerd.sock", "unix:///run/dockershim.sock"],
    importCommand: () => "docker load --input FILE",
    configurationDump: () => undefined,
    report,
    tellsDriver: (_own, node) => criDockerd.runtime?.tellsDriver(node) ?? false,
    judge: (_judgement, ran) => judgeValidation(engine.name, ran),
  }
}
