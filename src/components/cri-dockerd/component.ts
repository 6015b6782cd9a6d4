// cri-dockerd, which gives Docker its CRI endpoint. It has no configuration file: its flags are in the unit. Which of
// its releases speaks what is in cri-dockerd/tables/releases.ts.

import { knownValue, sourceToText } from "../../model/facts/fact.ts"
import { define, type Summary } from "../component.ts"
import { nothingLikeIt, notOfRuntimes, ofAnother } from "../places.ts"
import { contributeSandboxImage } from "./contribute.ts"
import { explainSandboxImage } from "./explain.ts"
import { type CriDockerdFacts, isStopped, lookAtCriDockerd, versionOf } from "./facts.ts"
import { criDockerdFindings } from "./findings.ts"
import { dockerImages } from "./images.ts"
import { install } from "./install.ts"
import { criDockerd as listed } from "./listed.ts"
import { report } from "./report.ts"
import { sandboxImageOf } from "./sandbox-image.ts"
import { flagNames, flagsKnownOf } from "./tables/flag-names.ts"
import { servesCriV1, tellsDriver } from "./tables/releases.ts"

export const criDockerd = define<CriDockerdFacts>({
  ...listed,
  programFlags: { program: "cri-dockerd", names: flagNames, complete: flagsKnownOf },
  supersedes: [
    { spoken: "runtime-without-runtime-config", silent: "cri-dockerd-tells-no-driver", acrossComponents: true },
    { spoken: "cri-dockerd-without-cri-v1", silent: "cri-v1alpha2-only", acrossComponents: true },
  ],
  places: {
    ...notOfRuntimes,
    "cgroup-driver": ofAnother,
    "sandbox-image": { file: "/etc/systemd/system/cri-docker.service.d/NAME.conf", key: "--pod-infra-container-image" },
    "registry-mirror": ofAnother,
    registry: ofAnother,
    handler: ofAnother,
    "reset-config": nothingLikeIt,
  },
  judgedKeys: ["pod-infra-container-image", "container-runtime-endpoint", "docker-endpoint", "network-plugin"],
  detect: lookAtCriDockerd,
  summarize,
  explain: (setting, own) =>
    setting === "sandbox-image" && own.program !== undefined ? [explainSandboxImage(own)] : [],
  findings: criDockerdFindings,
  contribute: contributeSandboxImage,
  install,
  runtime: {
    usualEndpoints: ["unix:///run/cri-dockerd.sock"],
    mayStartWhenAsked: true,
    images: dockerImages,
    configurationDump: () => undefined,
    report,
    tellsDriver: (own) => {
      const version = versionOf(own)
      return version !== undefined && tellsDriver(version)
    },
    judge: () => undefined,
  },
})

function summarize(own: CriDockerdFacts): Summary {
  const foreign = own.foreignService
  const left: Summary["rows"] =
    foreign === undefined ? [] : [{ label: { term: "cri-dockerd-mke" }, text: "left alone", source: foreign }]
  if (own.program === undefined) return { isInstalled: false, rows: left }
  const version = versionOf(own)
  const isListening = knownValue(own.isListening)
  const image = sandboxImageOf(own)
  return {
    isInstalled: true,
    ...(version === undefined ? {} : { version: version.text }),
    ...(own.service === undefined ? {} : { service: own.service }),
    endpoint: own.endpoint.text,
    servesCri: version === undefined || servesCriV1(version),
    ...(isListening === undefined ? {} : { isListening }),
    ...(isListening === true && isStopped(own.service) ? { startsWhenAsked: own.service } : {}),
    ...(image.value === undefined ? {} : { sandboxImage: image.value }),
    rows: [
      ...(version === undefined
        ? []
        : [{ label: "version" as const, text: version.text, source: sourceToText(own.version.source) }]),
      { label: "program" as const, text: own.program },
      ...(own.service === undefined
        ? []
        : [{ label: "service" as const, text: own.service.state, source: own.service.name }]),
      { label: "endpoint" as const, text: own.endpoint.text, source: sourceToText(own.endpoint.source) },
      ...(image.value === undefined
        ? []
        : [{ label: "sandbox-image" as const, text: image.value, source: sourceToText(image.source) }]),
      ...left,
    ],
  }
}
