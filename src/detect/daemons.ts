// What is looked at where a proxy is asked for: the environment that runtimes run with, the places where a file of ours
// would lie, and the addresses that no proxy is for.
import type { Component } from "../components/component.ts"
import { homeOf } from "../components/daemon/home.ts"
import { environmentOf } from "../components/daemon/process.ts"
import { filesIn } from "../components/files-in-facts.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { Answers } from "../model/answers.ts"
import type { DaemonFacts, DirectAddresses } from "../model/facts/daemon-facts.ts"
import { knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"

export function detectDaemons(
  machine: ReadingMachine,
  node: NodeFacts,
  components: readonly Component[],
  answers: Answers,
): Pick<NodeFacts, "daemons" | "directAddresses"> {
  if (answers.proxy === undefined && answers["no-proxy"] === undefined && answers["open-files"] === undefined) return {}
  const services = components.flatMap((component) => {
    const { service } = component.summarize(node)
    return component.role === "runtime" && service !== undefined ? [service] : []
  })
  const initSystem = knownValue(node.initSystem) ?? "none"
  const daemons = services.map((service): readonly [string, DaemonFacts] => {
    const environment = service.pid === undefined ? undefined : environmentOf(machine, service.pid)
    const home = homeOf(service, initSystem)
    const directory = home === undefined ? undefined : home.directory
    const isThere = directory !== undefined && machine.list(directory) !== undefined
    return [
      service.name,
      { directories: isThere ? [directory] : [], ...(environment === undefined ? {} : { environment }) },
    ]
  })
  return { daemons: Object.fromEntries(daemons), directAddresses: addresses(machine, node, components) }
}

function addresses(machine: ReadingMachine, node: NodeFacts, components: readonly Component[]): DirectAddresses {
  const kubelet = components.find(({ role }) => role === "kubelet")
  const texts = kubelet === undefined ? [] : filesIn(node.components[kubelet.id]).map(({ text }) => text)
  const dns = texts.flatMap((text) => /^clusterDNS:[ \t]*\n((?:[ \t]*-[ \t]*\S+[ \t]*\n?)+)/m.exec(text)?.[1] ?? [])
  const listed = dns.flatMap((list) => list.match(/\d+\.\d+\.\d+\.\d+/g) ?? [])
  const read = (path: string) => knownValue(toFileFact(machine.readFile(path)))?.text ?? ""
  // A control plane's own manifests say the ranges; every node's kubeconfig says where the API server is.
  const manifests = ["kube-apiserver", "kube-controller-manager"].map((name) =>
    read(`/etc/kubernetes/manifests/${name}.yaml`),
  )
  const ranges = manifests.flatMap((text) =>
    [...text.matchAll(/--(?:service-cluster-ip-range|cluster-cidr)=([0-9a-fA-F:./,]+)/g)].flatMap(([, list = ""]) =>
      list.split(","),
    ),
  )
  const server = /^[ \t]*server:[ \t]*https:\/\/(\[[^\]]+\]|[^\s:/]+)/m.exec(read("/etc/kubernetes/kubelet.conf"))?.[1]
  const flannel = /^FLANNEL_NETWORK=(\S+)/m.exec(read("/run/flannel/subnet.env"))?.[1]
  const cluster = [...ranges, ...listed, ...(flannel === undefined ? [] : [flannel])]
  return {
    own: machine.isLive ? localAddresses(read("/proc/net/fib_trie")) : [],
    cluster: [...new Set([...cluster, ...(server === undefined ? [] : [server.replace(/^\[|\]$/g, "")])])],
  }
}

/** IPv4 addresses of this node, without loopback: net/ipv4/fib_trie.c prints each with "/32 host LOCAL" behind it. */
function localAddresses(trie: string): readonly string[] {
  const found = [...trie.matchAll(/\|-- (\d+\.\d+\.\d+\.\d+)\n\s+\/32 host LOCAL/g)].flatMap(([, one]) => one ?? [])
  return [...new Set(found)].filter((address) => !address.startsWith("127."))
}
