// What runtimes answer over CRI: real containerd releases, recorded, and servers that answer otherwise, on sockets.
import { afterEach, describe, expect, test } from "bun:test"
import { join } from "node:path"
import {
  askCri,
  imageStatus,
  listSandboxes,
  removeSandbox,
  runSandbox,
  sandboxStatus,
  stopSandbox,
} from "../../src/cri/client.ts"
import {
  concatenated,
  decode,
  type Message,
  messageField,
  messageOf,
  numberField,
  numberOf,
  textField,
  textOf,
} from "../../src/cri/protobuf.ts"
import { linuxMachine } from "../../src/machine/linux.ts"
import type { GrpcAnswer } from "../../src/machine/reading.ts"
import { memoryMachine } from "../machine/memory-machine.ts"
import { recordedMachine } from "../machine/recorded-machine.ts"
import { type GrpcMethods, grpcServer, socketServer, type TestServer } from "../machine/servers.ts"

const servers: TestServer[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const recordedEndpoint = "unix:///var/tmp/criadm-node/containerd.sock"
const pause = "registry.k8s.io/pause:3.10.2"

function containerd(release: string) {
  return recordedMachine(join(import.meta.dir, "recorded", `containerd-${release}`))
}

/** A running runtime with these methods, asked over its socket. */
async function runtime(methods: GrpcMethods) {
  const server = await grpcServer(methods)
  servers.push(server)
  return { machine: linuxMachine({ root: "/" }), endpoint: `unix://${server.socket}` }
}

describe("a real containerd", () => {
  test("2.1.9 tells everything, the cgroup driver too", async () => {
    const report = await askCri(containerd("2.1.9"), recordedEndpoint, 5000)

    expect(report).toMatchObject({
      endpoint: recordedEndpoint,
      version: { ok: true, value: { runtimeName: "containerd", runtimeVersion: "2.1.9+unknown", apiVersion: "v1" } },
      cgroupDriver: { ok: true, value: "cgroupfs" },
    })
    expect("speaksV1alpha2" in report).toBe(false)
    expect(report.status.ok && report.status.value.handlers).toEqual([{ name: "" }, { name: "runc" }])
    expect(report.status.ok && report.status.value.conditions).toMatchObject([
      { type: "RuntimeReady", status: true },
      { type: "NetworkReady", status: false, reason: "NetworkPluginNotReady" },
      { type: "ContainerdHasNoDeprecationWarnings", status: true },
    ])
  })

  test("2.1.9 with SystemdCgroup answers RuntimeConfig with an empty message, which is systemd", async () => {
    const report = await askCri(containerd("2.1.9-systemd"), recordedEndpoint, 5000)

    expect(report.cgroupDriver).toEqual({ ok: true, value: "systemd" })
  })

  for (const release of ["1.6.20", "1.7.24"]) {
    test(`${release} does not tell the driver itself, but its configuration is in the verbose status`, async () => {
      const { cgroupDriver, status, version } = await askCri(containerd(release), recordedEndpoint, 5000)
      const config = JSON.parse((status.ok && status.value.info["config"]) || "{}")

      expect(version).toMatchObject({ ok: true, value: { runtimeVersion: `${release}~ds1` } })
      expect(cgroupDriver).toMatchObject({ ok: false, failure: { cause: "unimplemented" } })
      expect(config.sandboxImage).toBe(pause)
      expect(config.containerd.defaultRuntimeName).toBe("runc")
    })
  }

  test("1.4.13 speaks v1alpha2 only", async () => {
    const report = await askCri(containerd("1.4.13"), recordedEndpoint, 5000)

    expect(report.version).toEqual({
      ok: false,
      failure: { cause: "unimplemented", message: "unknown service runtime.v1.RuntimeService" },
    })
    expect(report.speaksV1alpha2).toBe(true)
  })

  test("pins its sandbox image from 1.7 on", async () => {
    const id = "sha256:1684cd0c9b04c251345c0ad18e14b49ce8399739e2a84a4910d0e39ff06a10d7"
    const pinned = async (release: string) => await imageStatus(containerd(release), recordedEndpoint, pause)

    expect(await pinned("1.6.20")).toEqual({ ok: true, value: { present: true, pinned: false, id } })
    expect(await pinned("1.7.24")).toEqual({ ok: true, value: { present: true, pinned: true, id } })
    expect(await pinned("2.1.9")).toEqual({ ok: true, value: { present: true, pinned: true, id } })
  })

  test("says that it does not have an image", async () => {
    expect(await imageStatus(containerd("2.1.9"), recordedEndpoint, "registry.k8s.io/none:1")).toEqual({
      ok: true,
      value: { present: false, pinned: false },
    })
  })
})

describe("what the answers mean", () => {
  const configuration = (response: Uint8Array) =>
    runtime({ "/runtime.v1.RuntimeService/RuntimeConfig": () => response })

  for (const [what, response, driver] of [
    ["no linux message is no driver", new Uint8Array(), undefined],
    ["an empty linux message is systemd", messageField(1, new Uint8Array()), "systemd"],
    ["the number 1 is cgroupfs", messageField(1, numberField(1, 1)), "cgroupfs"],
    ["a number of later times is no driver", messageField(1, numberField(1, 7)), undefined],
  ] as const) {
    test(what, async () => {
      const { machine, endpoint } = await configuration(response)

      expect((await askCri(machine, endpoint, 5000)).cgroupDriver).toEqual({ ok: true, value: driver })
    })
  }

  test("a condition without its flag does not hold", async () => {
    const condition = concatenated(textField(1, "RuntimeReady"), textField(3, "Starting"), textField(4, "not yet"))
    const response = messageField(1, messageField(1, condition))
    const { machine, endpoint } = await runtime({ "/runtime.v1.RuntimeService/Status": () => response })

    const { status } = await askCri(machine, endpoint, 5000)

    expect(status).toEqual({
      ok: true,
      value: {
        conditions: [{ type: "RuntimeReady", status: false, reason: "Starting", message: "not yet" }],
        info: {},
        handlers: [],
      },
    })
  })

  test("sandboxes come with name, namespace, state and the time they were made", async () => {
    const createdAt = Date.UTC(2026, 10, 22, 9)
    const sandbox = (id: string, name: string, state: number) => {
      const metadata = concatenated(textField(1, name), textField(2, "uid"), textField(3, "kube-system"))
      return messageField(
        1,
        concatenated(
          textField(1, id),
          messageField(2, metadata),
          numberField(3, state),
          numberField(4, createdAt * 1e6),
        ),
      )
    }
    const response = concatenated(sandbox("a1", "etcd", 0), sandbox("b2", "dns", 1))
    const { machine, endpoint } = await runtime({ "/runtime.v1.RuntimeService/ListPodSandbox": () => response })

    expect(await listSandboxes(machine, endpoint)).toEqual({
      ok: true,
      value: [
        { id: "a1", name: "etcd", namespace: "kube-system", state: "ready", createdAt },
        { id: "b2", name: "dns", namespace: "kube-system", state: "notready", createdAt },
      ],
    })
  })

  test("v1alpha2 is not asked for when v1 answers, and not spoken by a runtime that refuses both", async () => {
    const { machine, endpoint } = await runtime({})

    const report = await askCri(machine, endpoint, 5000)

    expect(report).toMatchObject({ version: { ok: false, failure: { cause: "unimplemented" } }, speaksV1alpha2: false })
  })
})

describe("a test pod", () => {
  const logDirectory = `/var/log/${"long/".repeat(60)}`
  const pod = { name: "criadm", uid: "u-1", namespace: "criadm", cgroupParent: "/kubepods", logDirectory }

  test("is run on the host's network with the name, the cgroup parent and the log directory asked for", async () => {
    const asked: unknown[] = []
    const { machine, endpoint } = await runtime({
      "/runtime.v1.RuntimeService/RunPodSandbox": (request) => {
        asked.push(decode(request, podIn))
        return textField(1, "sandbox-1")
      },
    })

    expect(await runSandbox(machine, endpoint, pod)).toEqual({ ok: true, value: "sandbox-1" })
    expect(asked).toEqual([{ ...pod, network: 2 }])
  })

  test("is looked at, stopped and removed by its id", async () => {
    const ids: (string | undefined)[] = []
    const note = (request: Uint8Array) => {
      ids.push(decode(request, (message) => `${textOf(message, 1)} ${numberOf(message, 2)}`))
      return new Uint8Array()
    }
    const info = messageField(2, concatenated(textField(1, "info"), textField(2, '{"pid":1}')))
    const { machine, endpoint } = await runtime({
      "/runtime.v1.RuntimeService/PodSandboxStatus": (request) => concatenated(note(request), info),
      "/runtime.v1.RuntimeService/StopPodSandbox": note,
      "/runtime.v1.RuntimeService/RemovePodSandbox": note,
    })

    expect(await sandboxStatus(machine, endpoint, "a1")).toEqual({
      ok: true,
      value: { state: "ready", isOnHost: false, info: { info: '{"pid":1}' } },
    })
    expect(await stopSandbox(machine, endpoint, "a1")).toEqual({ ok: true, value: undefined })
    expect(await removeSandbox(machine, endpoint, "a1")).toEqual({ ok: true, value: undefined })
    // The status is asked for verbosely: the cgroup path is only there.
    expect(ids).toEqual(["a1 1", "a1 0", "a1 0"])
  })

  test("that the runtime could not start says what the runtime said", async () => {
    const machine = containerd("1.6.20")
    const recorded = {
      name: "criadm-verify",
      uid: "5f6f3c2e-1f4b-4f43-9d5e-2d3a5c0b7a11",
      namespace: "criadm",
      cgroupParent: "/criadm-test",
      logDirectory: "/var/tmp/criadm-node/log",
    }

    const run = await runSandbox(machine, recordedEndpoint, recorded)

    expect(run).toMatchObject({ ok: false, failure: { cause: "error" } })
    expect(run.ok || run.failure.message).toContain("OCI runtime create failed")
    expect(machine.unasked).toEqual([])
  })
})

describe("why there is no answer", () => {
  const causeOf = async (answer: GrpcAnswer, endpoint = "unix:///run/x.sock") => {
    const version = "/runtime.v1.RuntimeService/Version"
    const machine = memoryMachine({ grpc: { "/run/x.sock": { [version]: () => answer } } })
    const { version: said } = await askCri(machine, endpoint, 250)
    return said.ok ? said.value.runtimeName : [said.failure.cause, said.failure.message]
  }
  const unreachable = (errno: string): GrpcAnswer => ({ state: "unreachable", errno, message: errno })

  for (const [errno, cause] of [
    ["ENOENT", "no-socket"],
    ["ENOTDIR", "no-socket"],
    ["ECONNREFUSED", "refused"],
    ["ECONNRESET", "refused"],
    ["EACCES", "no-permission"],
    ["EPERM", "no-permission"],
    ["ENOTSOCK", "not-a-socket"],
    ["EINVAL", "error"],
  ] as const) {
    test(`${errno} is ${cause}`, async () => {
      expect(await causeOf(unreachable(errno))).toEqual([cause, errno])
    })
  }

  test("a time-out, a foreign protocol and a refusal are told apart", async () => {
    const refused = (status: number): GrpcAnswer => ({ state: "refused", status, message: "words" })

    expect(await causeOf({ state: "timed-out" })).toEqual(["timeout", "no answer within 250 ms"])
    expect(await causeOf({ state: "not-grpc", message: "HTTP 404" })).toEqual(["not-grpc", "HTTP 404"])
    expect(await causeOf(refused(12))).toEqual(["unimplemented", "words"])
    expect(await causeOf(refused(4))).toEqual(["timeout", "words"])
    expect(await causeOf(refused(14))).toEqual(["error", "words (gRPC status 14)"])
  })

  test("an answer that is not protobuf is not gRPC", async () => {
    expect(await causeOf({ state: "answered", response: Buffer.from("hello") })).toContain("not-grpc")
  })

  test("a bare path is an endpoint; another protocol is not", async () => {
    const answer: GrpcAnswer = { state: "answered", response: textField(2, "containerd") }

    expect(await causeOf(answer, "/run/x.sock")).toBe("containerd")
    expect(await causeOf(answer, "unix:/run/x.sock")).toBe("containerd")
    for (const other of ["tcp://127.0.0.1:1", "npipe:////./pipe/containerd", "run/x.sock", "unix://run/x.sock", ""]) {
      expect(await causeOf(answer, other)).toEqual(["error", `${other} is not the address of a unix socket`])
    }
  })

  test("a runtime that hangs costs one deadline, not three", async () => {
    const server = await socketServer(() => {})
    servers.push(server)
    const started = performance.now()

    const report = await askCri(linuxMachine({ root: "/" }), server.socket, 300)

    expect(performance.now() - started).toBeLessThan(850)
    expect([report.version, report.status, report.cgroupDriver]).toMatchObject(
      Array.from({ length: 3 }, () => ({ ok: false, failure: { cause: "timeout" } })),
    )
  })
})

/** RunPodSandboxRequest, read by the numbers of api.proto. */
function podIn(request: Message) {
  const at = (message: Message | undefined, ...numbers: readonly number[]) =>
    numbers.reduce((inner: Message | undefined, number) => inner && messageOf(inner, number), message) ?? { fields: [] }
  const config = at(request, 1)
  const metadata = at(config, 1)
  return {
    name: textOf(metadata, 1),
    uid: textOf(metadata, 2),
    namespace: textOf(metadata, 3),
    logDirectory: textOf(config, 3),
    cgroupParent: textOf(at(config, 8), 1),
    network: numberOf(at(config, 8, 2, 1), 1),
  }
}
