// The CRI endpoint of cri-dockerd: from its flag, and where that is fd:// from the socket that systemd hands over.
import { mergeUnits, unitFile } from "../../documents/units/unit-file.ts"
import { knownValue, type Source } from "../../model/facts/fact.ts"
import type { FileFact } from "../../model/file-content.ts"
import { lastFlag, readFlags } from "../service-flags.ts"

export interface Endpoint {
  /** "unix:///run/cri-dockerd.sock". */
  readonly text: string
  /** Path of the socket, when it is one. */
  readonly socket?: string
  readonly source: Source
}

const endpointFlag = "container-runtime-endpoint"

/** Without the flag, and in the socket unit of upstream. Source: cri-dockerd --help; packaging/systemd/cri-docker.socket. */
const defaultSocket = "/run/cri-dockerd.sock"

export function endpointOf(command: readonly string[], socketFiles: readonly FileFact[]): Endpoint {
  const stated = lastFlag(readFlags(command), endpointFlag)?.value
  if (stated === undefined) {
    return { ...onSocket(defaultSocket), source: { kind: "table", what: "built-in default of cri-dockerd" } }
  }
  const path = /^(?:unix:(?:\/\/)?)?(\/.*)$/.exec(stated)?.[1]
  if (path !== undefined) return { ...onSocket(path), source: { kind: "program", command } }
  if (!stated.startsWith("fd://")) return { text: stated, source: { kind: "program", command } }
  const handed = listenStream(socketFiles)
  const unit = socketFiles[0]?.source
  return handed === undefined || unit === undefined
    ? { ...onSocket(defaultSocket), source: { kind: "table", what: "socket unit as upstream ships it" } }
    : { ...onSocket(handed), source: unit }
}

/** /var/run is a link to /run; one spelling, so that endpoints can be compared. See file-hierarchy(7). */
function onSocket(path: string): { readonly text: string; readonly socket: string } {
  const socket = path.replace(/^\/var\/run\//, "/run/")
  return { text: `unix://${socket}`, socket }
}

/** The first path of ListenStream= that counts; %t is /run for the system manager (systemd.unit(5), SPECIFIERS). */
function listenStream(files: readonly FileFact[]): string | undefined {
  const documents = files.flatMap((fact) => {
    const file = knownValue(fact)
    const parsed = file === undefined ? undefined : unitFile.parse(file.path, file.text)
    return parsed?.ok === true ? [parsed.value] : []
  })
  const streams = mergeUnits(documents).get("Socket")?.get("ListenStream") ?? []
  return streams.map((path) => path.replace(/%t/g, "/run")).find((path) => path.startsWith("/"))
}
