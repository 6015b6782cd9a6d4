// A kubelet's pods as containers of a real Docker Engine, named and labelled as cri-dockerd does it (core/naming.go,
// core/convert.go, core/sandbox_run.go): what a stand-in for cri-dockerd answers of k8s.io/cri-api runtime/v1. Pods on the
// host's network only, and images that are there. Everything is kept in Docker itself.
import { mkdirSync, rmSync, symlinkSync } from "node:fs"
import { request } from "node:http"
import { basename, dirname, join } from "node:path"
import {
  concatenated,
  decode,
  type Message,
  mapOf,
  messageField,
  messageOf,
  messagesOf,
  numberField,
  numberOf,
  textField,
  textOf,
  textsOf,
} from "../../../src/cri/protobuf.ts"

const typeLabel = "io.kubernetes.docker.type"
const sandboxLabel = "io.kubernetes.sandbox.id"
const logLabel = "io.kubernetes.container.logpath"
const annotation = "annotation."

/** k8s.io/cri-api: NamespaceMode NODE. */
const ofNode = 2

export type Method = (request: Message) => Promise<Uint8Array>

/** What Docker refuses, in its own words. */
export class Refused extends Error {
  readonly isMissing: boolean
  constructor(status: number, message: string) {
    super(message)
    this.isMissing = status === 404
  }
}

interface Listed {
  readonly Id: string
  readonly Names: readonly string[]
  readonly Image: string
  readonly ImageID: string
  /** Seconds since the epoch. */
  readonly Created: number
  readonly State: string
  readonly Labels: Readonly<Record<string, string>>
}

interface Inspected {
  readonly Id: string
  readonly Name: string
  readonly Created: string
  readonly Image: string
  readonly LogPath: string
  readonly Config: { readonly Image: string; readonly Labels: Readonly<Record<string, string>> }
  readonly State: {
    readonly Status: string
    readonly ExitCode: number
    readonly StartedAt: string
    readonly FinishedAt: string
  }
}

interface Image {
  readonly Id: string
  readonly RepoTags: readonly string[] | null
  readonly RepoDigests: readonly string[] | null
  readonly Size: number
}

/** `sandboxImage`: of the flag. `isSystemd`: what Docker's cgroup driver is. */
export function podsInDocker(sandboxImage: string, isSystemd: boolean): Readonly<Record<string, Method>> {
  /** Docker takes the name of a slice, and the kubelet says the path to it. */
  const parentOf = (sandbox: Message | undefined) => {
    const path = textOf(messageOf(sandbox ?? empty, 8) ?? empty, 1)
    return isSystemd ? basename(path) : path
  }

  const runtime: Readonly<Record<string, Method>> = {
    async RunPodSandbox(request) {
      const config = messageOf(request, 1)!
      const metadata = messageOf(config, 1)!
      const words = ["POD", textOf(metadata, 1), textOf(metadata, 3), textOf(metadata, 2), numberOf(metadata, 4)]
      const id = await create(words, {
        Image: sandboxImage,
        Labels: labelsOf(config, 6, 7, { [typeLabel]: "podsandbox", [logLabel]: textOf(config, 3) }),
        HostConfig: { NetworkMode: "host", CgroupParent: parentOf(config), OomScoreAdj: -998 },
      })
      await docker("POST", `/containers/${id}/start`)
      return textField(1, id)
    },
    async StopPodSandbox(request) {
      const id = textOf(request, 1)
      for (const one of await containersOf(id)) await stop(one.Id, 10)
      await stop(id, 10)
      return nothing
    },
    async RemovePodSandbox(request) {
      const id = textOf(request, 1)
      for (const one of await containersOf(id)) await remove(one.Id)
      await remove(id)
      return nothing
    },
    async ListPodSandbox(request) {
      const filter = messageOf(request, 1)
      const all = (await list(`${typeLabel}=podsandbox`)).filter((one) => isMeant(one, filter, sandboxState, 3))
      return concatenated(...all.map((one) => messageField(1, listedSandbox(one))))
    },
    async PodSandboxStatus(request) {
      const found = await inspect(textOf(request, 1))
      const { labels, annotations } = parted(found.Config.Labels)
      const options = concatenated(numberField(1, ofNode), numberField(3, ofNode))
      const status = concatenated(
        textField(1, found.Id),
        messageField(2, podOf(found.Name)),
        numberField(3, sandboxState(found.State.Status)),
        numberField(4, nanoseconds(found.Created)),
        messageField(5, nothing),
        messageField(6, messageField(1, messageField(2, options))),
        mapField(7, labels),
        mapField(8, annotations),
      )
      return messageField(1, status)
    },
    async CreateContainer(request) {
      const [sandbox, config, ofPod] = [textOf(request, 1), messageOf(request, 2)!, messageOf(request, 3)!]
      const [metadata, pod] = [messageOf(config, 1)!, messageOf(ofPod, 1)!]
      const resources = messageOf(messageOf(config, 15) ?? empty, 1) ?? empty
      const words = [textOf(metadata, 1), textOf(pod, 1), textOf(pod, 3), textOf(pod, 2), numberOf(metadata, 2)]
      const own = {
        [typeLabel]: "container",
        [sandboxLabel]: sandbox,
        [logLabel]: join(textOf(ofPod, 3), textOf(config, 11)),
      }
      const id = await create(words, {
        Image: textOf(messageOf(config, 2)!, 1),
        ...(textsOf(config, 3).length === 0 ? {} : { Entrypoint: textsOf(config, 3) }),
        Cmd: textsOf(config, 4),
        Env: messagesOf(config, 6).map((each) => `${textOf(each, 1)}=${textOf(each, 2)}`),
        WorkingDir: textOf(config, 5),
        Labels: labelsOf(config, 9, 10, own),
        HostConfig: {
          NetworkMode: `container:${sandbox}`,
          CgroupParent: parentOf(ofPod),
          Binds: messagesOf(config, 7).map(
            (each) => `${textOf(each, 2)}:${textOf(each, 1)}${numberOf(each, 3) === 1 ? ":ro" : ""}`,
          ),
          CpuPeriod: numberOf(resources, 1),
          CpuQuota: numberOf(resources, 2),
          CpuShares: numberOf(resources, 3),
          Memory: numberOf(resources, 4),
          OomScoreAdj: numberOf(resources, 5),
        },
      })
      return textField(1, id)
    },
    async StartContainer(request) {
      const id = textOf(request, 1)
      await docker("POST", `/containers/${id}/start`)
      const { LogPath, Config } = await inspect(id)
      const link = Config.Labels[logLabel] ?? ""
      mkdirSync(dirname(link), { recursive: true })
      rmSync(link, { force: true })
      symlinkSync(LogPath, link)
      return nothing
    },
    async StopContainer(request) {
      await stop(textOf(request, 1), numberOf(request, 2))
      return nothing
    },
    async RemoveContainer(request) {
      await remove(textOf(request, 1))
      return nothing
    },
    async ListContainers(request) {
      const filter = messageOf(request, 1)
      const sandbox = textOf(filter ?? empty, 3)
      const all = (await list(`${typeLabel}=container`)).filter(
        (one) => isMeant(one, filter, containerState, 4) && (sandbox === "" || one.Labels[sandboxLabel] === sandbox),
      )
      return concatenated(...all.map((one) => messageField(1, listedContainer(one))))
    },
    async ContainerStatus(request) {
      const found = await inspect(textOf(request, 1))
      const { labels, annotations } = parted(found.Config.Labels)
      const state = containerState(found.State.Status)
      const status = concatenated(
        textField(1, found.Id),
        messageField(2, containerOf(found.Name)),
        numberField(3, state),
        numberField(4, nanoseconds(found.Created)),
        numberField(5, nanoseconds(found.State.StartedAt)),
        numberField(6, state === exited ? nanoseconds(found.State.FinishedAt) : 0),
        numberField(7, found.State.ExitCode),
        messageField(8, textField(1, found.Config.Image)),
        textField(9, found.Image),
        textField(10, state === exited ? (found.State.ExitCode === 0 ? "Completed" : "Error") : ""),
        mapField(13, annotations),
        mapField(12, labels),
        textField(15, found.Config.Labels[logLabel] ?? ""),
        textField(17, found.Image),
      )
      return messageField(1, status)
    },
    async UpdateRuntimeConfig() {
      return nothing
    },
    async ListContainerStats() {
      return nothing
    },
  }

  const images: Readonly<Record<string, Method>> = {
    async ListImages() {
      const all = await docker<readonly Image[]>("GET", "/images/json")
      return concatenated(...all.map((each) => messageField(1, imageMessage(each))))
    },
    async ImageStatus(request) {
      const name = textOf(messageOf(request, 1)!, 1)
      try {
        return messageField(1, imageMessage(await docker<Image>("GET", `/images/${name}/json`)))
      } catch (error) {
        if (error instanceof Refused && error.isMissing) return nothing
        throw error
      }
    },
    async ImageFsInfo() {
      const of = concatenated(
        numberField(1, Date.now() * 1e6),
        messageField(2, textField(1, "/var/lib/docker")),
        messageField(3, numberField(1, 1)),
        messageField(4, numberField(1, 1)),
      )
      return concatenated(messageField(1, of), messageField(2, of))
    },
  }
  const named = (service: string, methods: Readonly<Record<string, Method>>) =>
    Object.entries(methods).map(([name, method]) => [`/runtime.v1.${service}/${name}`, method] as const)
  return Object.fromEntries([...named("RuntimeService", runtime), ...named("ImageService", images)])
}

/** The message in the bytes of a request. */
export function messageIn(bytes: Uint8Array): Message {
  return decode(bytes, (message) => message) ?? empty
}

const nothing = new Uint8Array()
const empty: Message = { fields: [] }
const [created, running, exited] = [0, 1, 2] as const

const sandboxState = (state: string) => (state === "running" ? 0 : 1)
const containerState = (state: string) => (state === "running" ? running : state === "created" ? created : exited)

/** A connection of its own for each call: calls of the kubelet come side by side. */
async function docker<T>(method: string, path: string, body?: unknown): Promise<T> {
  const sent = body === undefined ? "" : JSON.stringify(body)
  const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(sent), Connection: "close" }
  const [status, text] = await new Promise<readonly [number, string]>((resolve, reject) => {
    const call = request({ socketPath: "/run/docker.sock", agent: false, method, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on("data", (chunk: Buffer) => chunks.push(chunk))
      answer.on("end", () => resolve([answer.statusCode ?? 0, Buffer.concat(chunks).toString()]))
      answer.on("error", reject)
    })
    call.on("error", reject)
    call.end(sent)
  })
  // 304: it is so already.
  if (status >= 400) throw new Refused(status, text)
  return (text === "" ? undefined : JSON.parse(text)) as T
}

async function create(words: readonly (string | number)[], config: unknown): Promise<string> {
  const name = ["k8s", ...words].join("_")
  return (await docker<{ Id: string }>("POST", `/containers/create?name=${name}`, config)).Id
}

const inspect = (id: string) => docker<Inspected>("GET", `/containers/${id}/json`)

function list(label: string): Promise<readonly Listed[]> {
  return docker("GET", `/containers/json?all=1&filters=${encodeURIComponent(JSON.stringify({ label: [label] }))}`)
}

const containersOf = (sandbox: string) => list(`${sandboxLabel}=${sandbox}`)

async function stop(id: string, seconds: number): Promise<void> {
  await unlessGone(docker("POST", `/containers/${id}/stop?t=${seconds}`))
}

async function remove(id: string): Promise<void> {
  await unlessGone(docker("DELETE", `/containers/${id}?force=true`))
}

async function unlessGone(done: Promise<unknown>): Promise<void> {
  try {
    await done
  } catch (error) {
    if (!(error instanceof Refused && error.isMissing)) throw error
  }
}

function labelsOf(config: Message, labels: number, annotations: number, own: Readonly<Record<string, string>>) {
  const noted = Object.entries(mapOf(config, annotations)).map(([key, value]) => [`${annotation}${key}`, value])
  return { ...mapOf(config, labels), ...Object.fromEntries(noted), ...own }
}

function parted(all: Readonly<Record<string, string>>) {
  const own = [typeLabel, sandboxLabel, logLabel]
  const entries = Object.entries(all).filter(([key]) => !own.includes(key))
  const noted = entries.filter(([key]) => key.startsWith(annotation))
  return {
    labels: Object.fromEntries(entries.filter(([key]) => !key.startsWith(annotation))),
    annotations: Object.fromEntries(noted.map(([key, value]) => [key.slice(annotation.length), value])),
  }
}

/** PodSandboxFilter and ContainerFilter begin alike; the fields with the labels have different numbers. */
function isMeant(
  { Id, State, Labels }: Listed,
  filter: Message | undefined,
  stateOf: (state: string) => number,
  labelsField: 3 | 4,
): boolean {
  if (filter === undefined) return true
  const wanted = messageOf(filter, 2)
  const isOfState = wanted === undefined || numberOf(wanted, 1) === stateOf(State)
  const isLabelled = Object.entries(mapOf(filter, labelsField)).every(([key, value]) => Labels[key] === value)
  return Id.startsWith(textOf(filter, 1)) && isOfState && isLabelled
}

/** PodSandboxMetadata out of "/k8s_POD_NAME_NAMESPACE_UID_ATTEMPT". */
function podOf(name: string): Uint8Array {
  const [, , pod = "", namespace = "", uid = "", attempt = "0"] = name.split("_")
  return concatenated(textField(1, pod), textField(2, uid), textField(3, namespace), numberField(4, Number(attempt)))
}

/** ContainerMetadata out of "/k8s_CONTAINER_NAME_NAMESPACE_UID_ATTEMPT". */
function containerOf(name: string): Uint8Array {
  const words = name.split("_")
  return concatenated(textField(1, words[1] ?? ""), numberField(2, Number(words[5] ?? 0)))
}

function listedSandbox({ Id, Names, State, Created, Labels }: Listed): Uint8Array {
  const { labels, annotations } = parted(Labels)
  return concatenated(
    textField(1, Id),
    messageField(2, podOf(Names[0] ?? "")),
    numberField(3, sandboxState(State)),
    numberField(4, Created * 1e9),
    mapField(5, labels),
    mapField(6, annotations),
  )
}

function listedContainer({ Id, Names, Image, ImageID, State, Created, Labels }: Listed): Uint8Array {
  const { labels, annotations } = parted(Labels)
  return concatenated(
    textField(1, Id),
    textField(2, Labels[sandboxLabel] ?? ""),
    messageField(3, containerOf(Names[0] ?? "")),
    messageField(4, textField(1, Image)),
    textField(5, ImageID),
    numberField(6, containerState(State)),
    numberField(7, Created * 1e9),
    mapField(8, labels),
    mapField(9, annotations),
    textField(10, ImageID),
  )
}

function imageMessage({ Id, RepoTags, RepoDigests, Size }: Image): Uint8Array {
  return concatenated(
    textField(1, Id),
    ...(RepoTags ?? []).map((each) => textField(2, each)),
    ...(RepoDigests ?? []).map((each) => textField(3, each)),
    numberField(4, Size),
    messageField(5, nothing),
  )
}

function mapField(number: number, entries: Readonly<Record<string, string>>): Uint8Array {
  return concatenated(
    ...Object.entries(entries).map(([key, value]) =>
      messageField(number, concatenated(textField(1, key), textField(2, value))),
    ),
  )
}

/** RFC 3339, Docker's zero time as 0. */
function nanoseconds(time: string): number {
  const milliseconds = Date.parse(time)
  return Number.isNaN(milliseconds) || milliseconds < 0 ? 0 : milliseconds * 1e6
}
