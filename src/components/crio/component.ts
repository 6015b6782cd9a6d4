// CRI-O. What its releases make of their files is in crio/: tables, the merge as CRI-O does it, and the smallest edits
// in a drop-in of criadm's own or in the file that would win over it.

import { define } from "../component.ts"
import { nothingLikeIt, notOfRuntimes } from "../places.ts"
import { contribute } from "./contribute.ts"
import { explain } from "./explain.ts"
import { type CrioFacts, effectiveOf, releaseOfFacts } from "./facts.ts"
import { findings } from "./findings.ts"
import { absentOfOthers, neededPrograms } from "./handler-programs.ts"
import { install } from "./install.ts"
import { crio as listed } from "./listed.ts"
import { lookAtCrio, usualEndpoint } from "./look.ts"
import { dumpCommand, report } from "./running/daemon.ts"
import { judgePrinted } from "./running/staged-check.ts"
import { summarize } from "./summary.ts"
import { flagNames, flagsKnownOf } from "./tables/flag-names.ts"
import { knownKeys } from "./tables/keys.ts"

export const crio = define<CrioFacts>({
  ...listed,
  places: {
    ...notOfRuntimes,
    "cgroup-driver": { file: "/etc/crio/crio.conf.d/NAME.conf", key: "crio.runtime.cgroup_manager" },
    "sandbox-image": { file: "/etc/crio/crio.conf.d/NAME.conf", key: "crio.image.pause_image" },
    "registry-mirror": { file: "/etc/containers/registries.conf.d/NAME.conf", key: "registry.mirror" },
    handler: { file: "/etc/crio/crio.conf.d/NAME.conf", key: "crio.runtime.runtimes.NAME.runtime_path" },
    registry: { file: "/etc/containers/registries.conf.d/NAME.conf", key: "registry.mirror; insecure" },
    "reset-config": nothingLikeIt,
  },
  judgedKeys: knownKeys,
  detect: lookAtCrio,
  summarize,
  explain,
  findings,
  contribute,
  programFlags: { program: "crio", names: flagNames, complete: flagsKnownOf },
  supersedes: [{ spoken: "runtime-without-runtime-config", silent: "crio-tells-no-driver", acrossComponents: false }],
  install,
  runtime: {
    handlers(facts) {
      const found = effectiveOf(facts)
      const standard = found?.scalars.defaultRuntime.value
      return (found?.handlers ?? []).map(({ name, keys, place }) => {
        const type = keys["runtime_type"] || "oci"
        const path = keys["runtime_path"] || name
        const isDefault = name === (standard === "" ? found?.release.defaultRuntime : standard)
        const program = type === "vm" ? undefined : path
        return { name, runs: `${type} with ${path}`, isDefault, program, ...(place === undefined ? {} : { place }) }
      })
    },
    ociRuntimes: (facts) => facts.ociRuntimes ?? [],
    handlerPrograms(facts) {
      const found = effectiveOf(facts)
      if (found === undefined || !found.loads) return []
      return neededPrograms([...(facts.handlerPrograms ?? []), ...absentOfOthers(facts, found)], found)
    },
    // crio.conf(5); cri-o v1.36.3 pkg/config/config_unix.go, cniBinDir.
    cniDirectories: {
      usual: ["/opt/cni/bin"],
      keys: [{ table: "network", key: "plugin_dirs" }],
    },
    // cri-o pkg/config/config_unix.go, CrioSocketPath.
    usualEndpoints: [usualEndpoint],
    // CRI-O keeps its images where podman of root has them: containers-storage.conf(5).
    images: {
      areCalledByConfiguration: true,
      importFrom: (_endpoint, file) => ["podman", "load", "--input", file],
      removeName: (_endpoint, image) => ["podman", "untag", image, image],
    },
    // cri-o README.md, "Compatibility matrix: CRI-O and Kubernetes".
    followsKubernetesMinors: true,
    configurationDump: (facts) => dumpCommand(facts, releaseOfFacts(facts)),
    report,
    tellsDriver: (facts) => releaseOfFacts(facts)?.tellsDriver ?? false,
    judge: (_judgement, ran, wanted) => judgePrinted(ran, wanted),
  },
})
