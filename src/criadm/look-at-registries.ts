// Which registries answer this node: that of Kubernetes and its known public mirrors, and for a few seconds only.
import type { Answers } from "../model/answers.ts"
import { registryAnswers } from "../packages/images/registry-answers.ts"
import { knownMirrors, type RegistryLook, registryHostOf, upstreamRepository } from "../settings/repositories.ts"

/** A registry that is reached answers in well under a second; a person waits for the rest. An editor's choice. */
const lookSeconds = 3

/** That of Kubernetes first; the mirrors, all at once, only where it does not answer. */
export async function lookAtRegistries(given: Pick<Answers, "proxy" | "no-proxy">): Promise<readonly RegistryLook[]> {
  const route = { proxy: given.proxy, noProxy: given["no-proxy"] }
  const look = async (prefix: string): Promise<RegistryLook> => {
    const isThere = await registryAnswers(registryHostOf(prefix), lookSeconds, route)
    return { prefix, answers: isThere, seconds: lookSeconds }
  }
  const upstream = await look(upstreamRepository)
  if (upstream.answers) return [upstream]
  return [upstream, ...(await Promise.all(knownMirrors.map(({ prefix }) => look(prefix))))]
}
