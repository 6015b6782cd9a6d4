// What the node is like after somebody else put a run back: its files are read once more, and the running node is asked
// whether it is as they say. Nothing of what this wizard had planned is taken for true.
import type { Criadm, OnProgress } from "../../criadm/interface.ts"

/** Tells each answer of the node as progress, like a way back that criadm made itself. */
export async function proveOldState(
  criadm: Criadm,
  runtime: string | undefined,
  onProgress: OnProgress,
): Promise<void> {
  const node = await criadm.detect()
  const { runtimes, ipForward } = criadm.situation(node)
  const about = runtimes.find((one) => one.id === runtime) ?? runtimes[0]
  if (about === undefined) return
  const { id, cgroupDriver } = about
  const values = {
    runtime: id,
    ...(cgroupDriver === undefined ? {} : { "cgroup-driver": cgroupDriver }),
    "sandbox-image": "keep",
    "ip-forward": ipForward === true,
    kubelet: false,
  }
  const asked = await criadm.verify(node, criadm.resolve(node, { values, chosenBy: {} }))
  if (asked.ok) for (const verified of asked.verified) onProgress({ event: "verified", verified })
}
