// The host on whose kernel we run, seen from a container: its files, /proc and sockets below a directory. It is asked
// and never changed, and none of its programs is started: they need its libraries and its namespaces.
import { failed, ok, type Result } from "../model/fault.ts"
import { callGrpc } from "./http2/grpc.ts"
import { openTree } from "./linux.ts"
import { acceptsConnections, httpStatus } from "./sockets.ts"
import type { Acted, WritingMachine } from "./writing.ts"

/** A fault where there is no such directory, or no host's /proc in it. */
export function openHost(path: string): Result<WritingMachine> {
  const opened = openTree({ root: path })
  if (!opened.ok) return opened
  const tree = opened.value
  const read = tree.readFile("/proc/1/comm")
  if (read.state !== "read") return failed({ code: "host-without-proc", args: { path } })
  /** As it is reached from here. */
  const below = (socket: string) => `${tree.root === "/" ? "" : tree.root}${tree.resolve(socket) ?? socket}`
  const refuse =
    (act: string) =>
    (place: string): Acted => ({
      ok: false,
      failure: { act, path: place, errno: "EROFS", message: "EROFS: read-only file system" },
    })
  return ok({
    ...tree,
    isLive: true,
    accepts: async (socket) => acceptsConnections(below(socket)),
    grpc: async (call) => callGrpc({ ...call, socket: below(call.socket) }),
    httpStatus,
    replaceFile: refuse("replace-file"),
    copyFile: (_, place) => refuse("copy-file")(place),
    removeFile: refuse("remove-file"),
    makeDirectory: refuse("make-directory"),
    removeEmptyDirectory: refuse("remove-empty-directory"),
    makeLink: refuse("make-link"),
    removeLink: refuse("remove-link"),
    appendLine: refuse("append-line"),
    writeLiveValue: refuse("write-live-value"),
    createExclusively: refuse("create-exclusively"),
    keepProgram: refuse("keep-program"),
  })
}
