// Stands in for cri-dockerd, which no Debian suite packages, on nodes of these tests. As far as criadm can see it does
// what cri-dockerd 0.4.3 does (core/docker_service.go): asks Docker for its cgroup driver once, when it starts, and tells
// that in RuntimeConfig; has the sandbox image of its flag in the verbose status. Its pods are in pods-in-docker.ts.
import { existsSync, rmSync } from "node:fs"
import { createServer, type ServerHttp2Stream } from "node:http2"
import { concatenated, messageField, numberField, textField } from "../../../src/cri/protobuf.ts"
import { framed, refuse, respond } from "../../machine/servers.ts"
import { messageIn, podsInDocker, Refused } from "./pods-in-docker.ts"

/** Defined when it is compiled: docker-with-cri-dockerd.ts. */
declare const standInRelease: string

const defaultImage = "registry.k8s.io/pause:3.10"

function flag(name: string): string | undefined {
  const at = process.argv.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  const word = process.argv[at]
  return at < 0 ? undefined : word?.includes("=") ? word.slice(word.indexOf("=") + 1) : process.argv[at + 1]
}

if (process.argv.includes("--version")) {
  console.log(`cri-dockerd ${standInRelease} (a stand-in)`)
  process.exit(0)
}

const docker = { unix: "/run/docker.sock" }
const asked = (await (await fetch("http://docker/info", docker)).json()) as {
  CgroupDriver: string
  ServerVersion: string
}
const image = flag("pod-infra-container-image") ?? defaultImage
const condition = (type: string) => messageField(1, concatenated(textField(1, type), numberField(2, 1)))
const info = concatenated(textField(1, "config"), textField(2, JSON.stringify({ sandboxImage: image })))
const driver = numberField(1, asked.CgroupDriver === "systemd" ? 0 : 1)

/** k8s.io/cri-api runtime/v1 api.proto. */
const answers: Readonly<Record<string, Uint8Array>> = {
  "/runtime.v1.RuntimeService/Version": concatenated(
    textField(1, "0.1.0"),
    textField(2, "docker"),
    textField(3, asked.ServerVersion),
    textField(4, "v1"),
  ),
  "/runtime.v1.RuntimeService/Status": concatenated(
    messageField(1, concatenated(condition("RuntimeReady"), condition("NetworkReady"))),
    messageField(2, info),
  ),
  "/runtime.v1.RuntimeService/RuntimeConfig": messageField(1, driver),
}
const methods = podsInDocker(image, asked.CgroupDriver === "systemd")

const socket = (flag("container-runtime-endpoint") ?? "").replace("unix://", "")
if (existsSync(socket)) rmSync(socket)
const server = createServer()
server.on("stream", (stream: ServerHttp2Stream, headers) => {
  const method = String(headers[":path"])
  stream.on("error", () => {})
  const chunks: Buffer[] = []
  stream.on("data", (chunk: Buffer) => chunks.push(chunk))
  stream.on("end", async () => {
    try {
      const request = messageIn(Buffer.concat(chunks).subarray(5))
      const answer = answers[method] ?? (await methods[method]?.(request))
      if (answer === undefined) refuse(stream, 12, `unknown method ${method}`)
      else respond(stream, framed(answer))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refuse(stream, error.isMissing ? 5 : 2, error.message.replaceAll(/[^ -~]/g, " "))
    }
  })
})
server.listen(socket)
