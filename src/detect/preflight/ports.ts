// Whether the port that a joining node needs free is in use, and by which process. The process is looked for only when
// something listens, since that means a walk through /proc.
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, known } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { ListeningPort } from "../../model/facts/preflight-facts.ts"

/** The kubelet's port; kubeadm's constants.KubeletPort. A joining worker needs no other. */
const watchedPorts: readonly number[] = [10250]

/** State LISTEN; include/net/tcp_states.h. */
const listenState = "0A"

/** Processes are looked through up to this number of open files, so that a crowded node does not slow detection. */
const mostFiles = 20_000

interface Socket {
  readonly port: number
  readonly address: string
  readonly inode: string
}

/** `isKernelAsked`: it has sock_diag; see listeningOn of the machine. */
export function detectListening(machine: ReadingMachine, isKernelAsked: boolean): Fact<readonly ListeningPort[]> {
  const source = { kind: "file", path: "/proc/net/tcp" } as const
  if (!machine.isLive) return { state: "absent", source }
  const sockets = (isKernelAsked ? askedOfKernel(machine) : undefined) ?? readFromTables(machine)
  if ("state" in sockets) return sockets
  if (sockets.length === 0) return known([], source)
  const processes = processesHolding(machine, new Set(sockets.map(({ inode }) => inode)))
  return known(
    sockets.map(({ port, address, inode }) => {
      const process = processes.get(inode)
      return { port, address, ...(process === undefined ? {} : { process }) }
    }),
    source,
  )
}

function askedOfKernel(machine: ReadingMachine): readonly Socket[] | undefined {
  const answers = watchedPorts.map((port) => ({ port, sockets: machine.listeningOn?.(port) }))
  if (answers.some(({ sockets }) => sockets === undefined)) return undefined
  return answers.flatMap(({ port, sockets = [] }) =>
    sockets.map(({ address, inode }) => ({ port, address: textOfAddress(address), inode })),
  )
}

function readFromTables(machine: ReadingMachine): readonly Socket[] | Exclude<Fact<never>, { state: "known" }> {
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => toFileFact(machine.readFile(path)))
  const [tcp] = tables
  if (tcp !== undefined && tcp.state !== "known") return tcp
  return tables.flatMap((table) => (table.state === "known" ? listeningIn(table.value.text) : []))
}

/** Columns "sl local_address rem_address st … uid timeout inode"; see Documentation/networking/proc_net_tcp.rst. */
function listeningIn(table: string): readonly Socket[] {
  return table.split("\n").flatMap((line): readonly Socket[] => {
    const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/)
    const [address = "", hexPort = ""] = local.split(":")
    const port = Number.parseInt(hexPort, 16)
    return state === listenState && watchedPorts.includes(port) ? [{ port, address: addressOf(address), inode }] : []
  })
}

/** Each 32-bit word is printed as a number of this machine, which is little-endian wherever Bun runs. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed())
  return textOfAddress(bytes.map((byte) => Number.parseInt(byte, 16)))
}

function textOfAddress(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".")
  if (bytes.every((byte) => byte === 0)) return "::"
  return Array.from({ length: 8 }, (_, at) =>
    ((bytes[at * 2] ?? 0) * 256 + (bytes[at * 2 + 1] ?? 0)).toString(16),
  ).join(":")
}

/** Command names by socket inode, from the links in /proc/PID/fd. Without root only the caller's own are seen. */
function processesHolding(machine: ReadingMachine, inodes: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let looked = 0
  // Newest first: what was started last is what one wonders about.
  const processes = (machine.list("/proc") ?? []).filter((name) => /^\d+$/.test(name)).toReversed()
  for (const id of processes) {
    for (const descriptor of machine.list(`/proc/${id}/fd`) ?? []) {
      looked += 1
      if (looked > mostFiles || found.size === inodes.size) return found
      const inode = /^socket:\[(\d+)\]$/.exec(machine.inspect(`/proc/${id}/fd/${descriptor}`)?.target ?? "")?.[1]
      if (inode === undefined || !inodes.has(inode)) continue
      const comm = toFileFact(machine.readFile(`/proc/${id}/comm`))
      if (comm.state === "known") found.set(inode, comm.value.text.trim())
    }
  }
  return found
}
