// Flags of dockerd in files that look meant for its service and that nothing hands to it: DOCKER_OPTS in
// /etc/default/docker, which the service of Docker's packages does not read.
import type { Mention } from "../../../model/explanation.ts"
import { findFlags, unreadFacts } from "../../service-flags.ts"
import type { EngineFacts } from "../facts.ts"

export function flagsInVain({ service }: EngineFacts, name: string): readonly Mention[] {
  return findFlags(unreadFacts(service), name).map(({ flag, place }) => {
    const why = { code: "file-of-nobody", args: { service: service?.name ?? "" } } as const
    return { place, key: `--${name}`, value: flag.value ?? "", why }
  })
}
