// containerd, with its CRI plugin. What its releases make of their files is in containerd/: tables, a simulation of
// the loader, and the smallest edits that the simulation calls effective.

import { define } from "../component.ts"
import { isSameEndpoint, socketOf } from "../kubelet/endpoint.ts"
import { notOfRuntimes } from "../places.ts"
import { contribute } from "./contribute.ts"
import { explain } from "./explain.ts"
import { type ContainerdFacts, effectiveOf, releaseOfFacts } from "./facts.ts"
import { registryHosts } from "./findings/registry-hosts.ts"
import { schemaWithoutWayBack } from "./findings/way-back.ts"
import { findings } from "./findings.ts"
import { handlersInForce, neededPrograms } from "./handler-programs.ts"
import { install } from "./install.ts"
import { containerd as listed } from "./listed.ts"
import { lookAtContainerd, lookAtContainerdAt } from "./look.ts"
import { schemas } from "./rewrite/contribute.ts"
import { report } from "./running/report.ts"
import { judgeDump, trialFailed } from "./running/staged-check.ts"
import { summarize } from "./summary.ts"
import { injectsDevices, labelsPods } from "./switches.ts"
import { flagNames, flagsKnownOf } from "./tables/flag-names.ts"
import { endpointAt, platforms } from "./tables/platforms.ts"
import { decodedKeys } from "./tables/shape.ts"
import { keepsPodsFrom } from "./tables/upgrades.ts"

/** A second containerd is spoken to at its own socket. */
function ctr(endpoint: string, ...words: readonly string[]): readonly string[] {
  const isUsual = endpoint === "" || usualEndpoints.some((usual) => isSameEndpoint(endpoint, usual))
  const address = isUsual ? [] : ["--address", socketOf(endpoint) ?? endpoint]
  return ["ctr", ...address, "-n", "k8s.io", "images", ...words]
}

const usualEndpoints = Object.values(platforms).map((platform) => endpointAt(platform, platform.address))

export const containerd = define<ContainerdFacts>({
  ...listed,
  places: {
    ...notOfRuntimes,
    "cgroup-driver": { file: "/etc/containerd/config.toml", key: "containerd.runtimes.NAME.options.SystemdCgroup" },
    "sandbox-image": { file: "/etc/containerd/config.toml", key: "sandbox_image; pinned_images.sandbox" },
    "registry-mirror": { file: "/etc/containerd/certs.d/HOST/hosts.toml", key: "host" },
    handler: { file: "/etc/containerd/config.toml", key: "containerd.runtimes.NAME.options.BinaryName" },
    registry: { file: "/etc/containerd/certs.d/HOST/hosts.toml", key: "host; ca; client; header; skip_verify" },
    "reset-config": { file: "/etc/containerd/config.toml", key: "every key" },
  },
  get judgedKeys() {
    return decodedKeys()
  },
  detect: lookAtContainerd,
  detectAt: lookAtContainerdAt,
  summarize,
  explain,
  findings: (facts, node) => [...findings(facts, node), ...schemaWithoutWayBack(facts), ...registryHosts(facts)],
  contribute,
  programFlags: { program: "containerd", names: flagNames, complete: flagsKnownOf },
  supersedes: [
    { spoken: "runtime-without-runtime-config", silent: "containerd-tells-no-driver", acrossComponents: false },
    { spoken: "not-restarted", silent: "containerd-not-restarted", acrossComponents: false },
    { spoken: "containerd-v1alpha2-only", silent: "cri-v1alpha2-only", acrossComponents: false },
    { spoken: "containerd-runtime-type-missing", silent: "cri-handler-without-type", acrossComponents: false },
    { spoken: "containerd-cgroupfs-on-systemd", silent: "cgroup-handlers-differ", acrossComponents: false },
  ],
  install,
  runtime: {
    schemas,
    keepsPodsFrom,
    // Its shims; containerd.service of the project has KillMode=process for them.
    runsPodsInService: true,
    schemaOf(facts, node) {
      const found = effectiveOf(facts, node)
      const root = found?.files.find(({ schema }) => schema !== 0)
      return found === undefined || root === undefined
        ? undefined
        : { file: String(root.schema), newest: String(found.release.maxSchema) }
    },
    // containerd docs/cri/config.md.
    cniDirectories: {
      usual: ["/opt/cni/bin"],
      keys: [
        { table: "cni", key: "bin_dirs" },
        { table: "cni", key: "bin_dir" },
      ],
    },
    // Docker's packages ship it so, and it does its work for Docker.
    offOnPurpose: { switchedOff: "containerd-cri-disabled", moot: ["containerd-cgroupfs-on-systemd"] },
    usualEndpoints,
    images: {
      areCalledByConfiguration: true,
      importFrom: (endpoint, file) => ctr(endpoint, "import", file),
      list: (endpoint) => ctr(endpoint, "ls", "--quiet"),
      saveTo: (endpoint, image, file) => ctr(endpoint, "export", file, image),
      removeName: (endpoint, image) => ctr(endpoint, "rm", image),
    },
    configurationDump: ({ program, configPath }) =>
      program === undefined ? undefined : [program, "--config", configPath, "config", "dump"],
    report,
    handlers: (facts, node) => handlersInForce(effectiveOf(facts, node)),
    labelsPods,
    injectsDevices,
    losesOpenFiles: (facts) => releaseOfFacts(facts)?.unitSetsOpenFiles ?? false,
    ociRuntimes: (facts) => facts.ociRuntimes ?? [],
    handlerPrograms: (facts, node) => {
      const found = effectiveOf(facts, node)
      return found === undefined ? [] : neededPrograms(facts.handlerPrograms ?? [], found)
    },
    tellsDriver: (facts) => releaseOfFacts(facts)?.tellsDriver ?? false,
    judge: (_judgement, ran, wanted) => judgeDump(ran, wanted),
    trialFailed,
  },
})
