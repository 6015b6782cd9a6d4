// A fifth runtime, for the trial beside this folder: it is copied to src/components/pouch of a copy of the tree. Small,
// but whole: facts, findings, an edit in its own file, its own codes in each language.

import { define } from "../component.ts"
import { nothingLikeIt, notOfRuntimes } from "../places.ts"
import { contribute } from "./contribute.ts"
import { endpoint, lookAtPouch, type PouchFacts, stated } from "./facts.ts"
import { pouch as listed } from "./listed.ts"

export const pouch = define<PouchFacts>({
  ...listed,
  places: {
    ...notOfRuntimes,
    "cgroup-driver": { file: "/etc/pouch/config.json", key: "cgroup-driver" },
    "sandbox-image": { file: "/etc/pouch/config.json", key: "sandbox-image" },
    "registry-mirror": nothingLikeIt,
    registry: nothingLikeIt,
    handler: nothingLikeIt,
    "reset-config": nothingLikeIt,
  },
  judgedKeys: ["cgroup-driver", "sandbox-image", "enable-cri"],
  detect: lookAtPouch,
  summarize(own) {
    const { cgroupDriver, sandboxImage, servesCri } = stated(own)
    return {
      isInstalled: own.program !== undefined,
      endpoint,
      servesCri,
      ...(own.service === undefined ? {} : { service: own.service }),
      ...(cgroupDriver === undefined ? {} : { cgroupDriver }),
      ...(sandboxImage === undefined ? {} : { sandboxImage }),
      rows: own.program === undefined ? [] : [{ label: "program", text: own.program }],
    }
  },
  explain(setting, own) {
    if (own.program === undefined || setting !== "cgroup-driver") return []
    const { cgroupDriver = "cgroupfs" } = stated(own)
    const source = { kind: "file", path: own.config.path } as const
    return [{ setting, component: "pouch", value: cgroupDriver, source, others: [] }]
  },
  findings(own) {
    if (own.program === undefined || stated(own).servesCri) return []
    return [{ code: "pouch-cri-off", args: { file: own.config.path }, severity: "failure", component: "pouch" }]
  },
  contribute,
  runtime: {
    usualEndpoints: [endpoint],
    images: {
      areCalledByConfiguration: true,
      importFrom: (_endpoint, file) => ["pouch", "load", "-i", file],
      removeName: (_endpoint, image) => ["pouch", "rmi", image],
    },
    configurationDump: () => undefined,
    report: () => ({ handlers: {}, handlersWithoutType: [] }),
    tellsDriver: () => false,
    judge: () => undefined,
  },
})
