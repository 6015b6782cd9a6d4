// crictl, with which a person speaks to the runtime. Its configuration says which runtime; criadm brings it in line only
// when it is asked to, and only where crictl is installed.

import { sourceToText } from "../../model/facts/fact.ts"
import { define, type Summary } from "../component.ts"
import { keptByNone, ofAnother } from "../places.ts"
import { contributeCrictl } from "./contribute.ts"
import { type CrictlFacts, lookAtCrictl, statedEndpoint } from "./facts.ts"
import { crictlFindings, judgedOptions } from "./findings.ts"
import { crictl as listed } from "./listed.ts"

export const crictl = define<CrictlFacts>({
  ...listed,
  places: {
    ...keptByNone,
    runtime: { file: "/etc/crictl.yaml", key: "runtime-endpoint" },
    "cgroup-driver": ofAnother,
    "sandbox-image": ofAnother,
    "ip-forward": ofAnother,
    sysctl: ofAnother,
    module: ofAnother,
    swap: ofAnother,
    "kernel-preset": ofAnother,
    proxy: ofAnother,
    "no-proxy": ofAnother,
    "open-files": ofAnother,
    kubelet: ofAnother,
    "registry-mirror": ofAnother,
    registry: ofAnother,
    handler: ofAnother,
    "reset-config": ofAnother,
    "crictl-config": { file: "/etc/crictl.yaml", key: "runtime-endpoint, image-endpoint" },
  },
  judgedKeys: judgedOptions,
  detect: async (look) => lookAtCrictl(look.machine),
  summarize,
  explain: () => [],
  findings: crictlFindings,
  contribute: contributeCrictl,
})

function summarize({ program, config }: CrictlFacts): Summary {
  if (program === undefined || config === undefined) return { isInstalled: false, rows: [] }
  const endpoint = statedEndpoint(config)
  const source = sourceToText(config.source)
  return {
    isInstalled: true,
    rows: [
      { label: "program", text: program },
      // Without one crictl tries the usual sockets in turn: cri-tools cmd/crictl/main_unix.go.
      { label: "endpoint", text: endpoint ?? "not set", source },
    ],
  }
}
