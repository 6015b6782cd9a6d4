// What can be asked of a running runtime over its CRI endpoint. Every answer is a value; nothing here throws, retries
// or waits: whoever polls a restarting runtime does that.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Cri, CriReport } from "../model/facts/cri-report.ts"
import { type CriCall, callCri } from "./call.ts"
import {
  cgroupDriverIn,
  type ImagePresence,
  imageNamesIn,
  imagePresenceIn,
  imageStatusRequest,
  listImagesRequest,
  listSandboxesRequest,
  removeImageRequest,
  runSandboxRequest,
  runtimeConfigRequest,
  type Sandbox,
  type SandboxStatus,
  sandboxesIn,
  sandboxIdIn,
  sandboxRequest,
  sandboxStatusIn,
  sandboxStatusRequest,
  statusIn,
  statusRequest,
  type TestPod,
  versionIn,
  versionRequest,
} from "./messages.ts"

/** For questions answered from memory. A runtime that takes longer is not healthy. */
const questionMilliseconds = 5000

/** For what starts or ends a sandbox; the kubelet's default runtimeRequestTimeout, kubelet config v1beta1. */
const sandboxMilliseconds = 120_000

const runtimeService = "/runtime.v1.RuntimeService"
const imageService = "/runtime.v1.ImageService"

/** Version, Status and RuntimeConfig, asked side by side. */
export async function askCri(
  machine: ReadingMachine,
  endpoint: string,
  timeoutMilliseconds: number,
): Promise<CriReport> {
  const ask = <T>(method: string, request: Uint8Array, read: CriCall<T>["read"]) =>
    callCri(machine, { endpoint, method, request, timeoutMilliseconds, read })
  const [version, status, cgroupDriver] = await Promise.all([
    ask(`${runtimeService}/Version`, versionRequest, versionIn),
    ask(`${runtimeService}/Status`, statusRequest, statusIn),
    ask(`${runtimeService}/RuntimeConfig`, runtimeConfigRequest, cgroupDriverIn),
  ])
  const report = { endpoint, version, status, cgroupDriver }
  if (version.ok || version.failure.cause !== "unimplemented") return report
  // Kubernetes 1.26 dropped v1alpha2; a runtime that speaks only that must be replaced, not repaired.
  const older = await ask("/runtime.v1alpha2.RuntimeService/Version", versionRequest, versionIn)
  return { ...report, speaksV1alpha2: older.ok }
}

/** Whether the runtime has an image, and has pinned it. */
export async function imageStatus(
  machine: ReadingMachine,
  endpoint: string,
  image: string,
): Promise<Cri<ImagePresence>> {
  return callCri(machine, {
    endpoint,
    method: `${imageService}/ImageStatus`,
    request: imageStatusRequest(image),
    timeoutMilliseconds: questionMilliseconds,
    read: imagePresenceIn,
  })
}

/** Removes an image with all its names. One that is gone already counts as done; see api.proto, RemoveImage. */
export async function removeImage(machine: ReadingMachine, endpoint: string, image: string): Promise<Cri<undefined>> {
  return callCri(machine, {
    endpoint,
    method: `${imageService}/RemoveImage`,
    request: removeImageRequest(image),
    timeoutMilliseconds: sandboxMilliseconds,
    read: () => undefined,
  })
}

/** Every image the runtime has, by its names with tags. */
export async function listImages(machine: ReadingMachine, endpoint: string): Promise<Cri<readonly string[]>> {
  return callCri(machine, {
    endpoint,
    method: `${imageService}/ListImages`,
    request: listImagesRequest,
    timeoutMilliseconds: questionMilliseconds,
    read: imageNamesIn,
  })
}

/** Every pod sandbox the runtime knows, running or not. */
export async function listSandboxes(machine: ReadingMachine, endpoint: string): Promise<Cri<readonly Sandbox[]>> {
  return callCri(machine, {
    endpoint,
    method: `${runtimeService}/ListPodSandbox`,
    request: listSandboxesRequest,
    timeoutMilliseconds: questionMilliseconds,
    read: sandboxesIn,
  })
}

/** Runs a sandbox on the host's network; its id. The runtime pulls the sandbox image if it must. */
export async function runSandbox(
  machine: ReadingMachine,
  endpoint: string,
  pod: TestPod,
  givenUp?: AbortSignal,
): Promise<Cri<string>> {
  return callCri(machine, {
    ...(givenUp === undefined ? {} : { givenUp }),
    endpoint,
    method: `${runtimeService}/RunPodSandbox`,
    request: runSandboxRequest(pod),
    timeoutMilliseconds: sandboxMilliseconds,
    read: sandboxIdIn,
  })
}

export async function sandboxStatus(
  machine: ReadingMachine,
  endpoint: string,
  id: string,
): Promise<Cri<SandboxStatus>> {
  return callCri(machine, {
    endpoint,
    method: `${runtimeService}/PodSandboxStatus`,
    request: sandboxStatusRequest(id),
    timeoutMilliseconds: questionMilliseconds,
    read: sandboxStatusIn,
  })
}

/** Stops a sandbox and everything in it. One that is stopped already counts as done; see api.proto, StopPodSandbox. */
export async function stopSandbox(machine: ReadingMachine, endpoint: string, id: string): Promise<Cri<undefined>> {
  return endSandbox(machine, endpoint, id, "StopPodSandbox")
}

/** Removes a sandbox. One that is gone already counts as done; see api.proto, RemovePodSandbox. */
export async function removeSandbox(machine: ReadingMachine, endpoint: string, id: string): Promise<Cri<undefined>> {
  return endSandbox(machine, endpoint, id, "RemovePodSandbox")
}

/** Stops and removes a sandbox. Removed also after a stop that failed: removing stops by force (api.proto). */
export async function stopAndRemoveSandbox(
  machine: ReadingMachine,
  endpoint: string,
  id: string,
): Promise<Cri<undefined>> {
  await stopSandbox(machine, endpoint, id)
  return await removeSandbox(machine, endpoint, id)
}

async function endSandbox(
  machine: ReadingMachine,
  endpoint: string,
  id: string,
  method: "StopPodSandbox" | "RemovePodSandbox",
): Promise<Cri<undefined>> {
  return callCri(machine, {
    endpoint,
    method: `${runtimeService}/${method}`,
    request: sandboxRequest(id),
    timeoutMilliseconds: sandboxMilliseconds,
    read: () => undefined,
  })
}
