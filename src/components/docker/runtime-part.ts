// What a Docker engine answers as a container runtime: CRI through cri-dockerd, the judgement by dockerd itself.

import { isTable, ownValue } from "../../documents/value.ts"
import { criDockerd } from "../cri-dockerd/component.ts"
import { dockerImages } from "../cri-dockerd/images.ts"
import { report } from "../cri-dockerd/report.ts"
import type { RuntimePart } from "../runtime-part.ts"
import { keepsProxy } from "./contribute/proxy.ts"
import { readDaemonJson } from "./daemon-json.ts"
import type { Engine } from "./engine.ts"
import { type EngineFacts, versionOf } from "./facts.ts"
import { judgeValidation } from "./running/staged-check.ts"
import { imageLayoutNeeds } from "./tables/releases.ts"

export function runtimePart(engine: Engine): RuntimePart<EngineFacts> {
  return {
    // cri-dockerd packaging/systemd/cri-docker.socket; the second was the kubelet's own, until 1.24.
    usualEndpoints: ["unix:///run/cri-dockerd.sock", "unix:///run/dockershim.sock"],
    servesCriBy: criDockerd.id,
    mayStartWhenAsked: true,
    startsContainersBy: "containerd",
    images: dockerImages,
    readsLayoutFrom(own) {
      const version = versionOf(own)
      return version === undefined ? undefined : imageLayoutNeeds(version)
    },
    configurationDump: () => undefined,
    report,
    // dockerd(8), --default-runtime: runc is built in.
    handlers(own) {
      const { root, document } = readDaemonJson(own.config)
      const named = root === undefined ? undefined : ownValue(root, "default-runtime")
      const standard = own.flags.findLast(({ name }) => name === "default-runtime")?.value ?? named ?? "runc"
      const all = root === undefined ? undefined : ownValue(root, "runtimes")
      const configured = Object.entries(isTable(all) ? all : {}).map(([name, runtime]) => {
        const runs = isTable(runtime) ? (ownValue(runtime, "path") ?? ownValue(runtime, "runtimeType")) : undefined
        const place = document?.keys.find(({ path }) => path.join("\n") === `runtimes\n${name}`)?.keyPlace
        const isDefault = standard === name
        const path = isTable(runtime) ? ownValue(runtime, "path") : undefined
        const program = typeof path === "string" ? path : undefined
        return { name, runs: String(runs ?? ""), isDefault, program, ...(place === undefined ? {} : { place }) }
      })
      return [{ name: "runc", runs: "runc", isDefault: standard === "runc", program: "runc" }, ...configured]
    },
    ociRuntimes: (own) => own.ociRuntimes ?? [],
    handlerPrograms: (own) => {
      const { root, document } = readDaemonJson(own.config)
      const named = root === undefined ? undefined : ownValue(root, "default-runtime")
      const flag = own.flags.findLast(({ name }) => name === "default-runtime")?.value
      return (own.handlerPrograms ?? []).map((one) => {
        const paths = [`runtimes\n${one.handler}\n${one.key}`, "default-runtime"]
        const at = paths
          .map((path) => document?.keys.find((key) => key.path.join("\n") === path))
          .find((key) => key !== undefined)
        const isDefault = (flag ?? named) === one.handler
        return at === undefined ? { ...one, isDefault } : { ...one, isDefault, place: at.valuePlace }
      })
    },
    // dockerd(8), --selinux-enabled.
    labelsPods(own) {
      const { root } = readDaemonJson(own.config)
      const inFile = root === undefined ? undefined : ownValue(root, "selinux-enabled")
      const flag = own.flags.findLast(({ name }) => name === "selinux-enabled")
      const isOn = flag === undefined ? inFile === true : flag.value !== "false"
      return { isOn, key: '"selinux-enabled": true', file: own.configPath }
    },
    keepsProxy,
    // Containers are started by containerd, which is another service.
    keepsOpenFiles: () => true,
    tellsDriver: (_own, node) => criDockerd.runtime?.tellsDriver(node) ?? false,
    judge: (_judgement, ran) => judgeValidation(engine.name, ran),
  }
}
