// What the running containerd has to answer after its files were changed.
import type { Expectation } from "../../../model/plan.ts"
import type { Wanted } from "../../component.ts"
import type { ContainerdFacts } from "../facts.ts"
import type { Release } from "../tables/releases.ts"

const component = "containerd"

export function expectationsOf(wanted: Wanted, facts: ContainerdFacts, release: Release): readonly Expectation[] {
  const { service, program } = facts
  const active: readonly Expectation[] =
    service === undefined ? [] : [{ kind: "service-active", component, service: service.name }]
  if (release.criVersion !== "v1") return active
  const endpoint = wanted.endpoint
  const dump = program === undefined ? {} : { dumpCommand: [program, "--config", facts.configPath, "config", "dump"] }
  return [
    ...active,
    { kind: "cri", component, endpoint },
    ...(wanted.cgroupDriver === undefined
      ? []
      : [{ kind: "cgroup-driver", component, endpoint, driver: wanted.cgroupDriver, ...dump } as const]),
    ...(wanted.sandboxImage === undefined
      ? []
      : [{ kind: "sandbox-image", component, endpoint, image: wanted.sandboxImage, ...dump } as const]),
  ]
}
