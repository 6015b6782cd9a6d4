// Plans for tests of apply with the files that the other runtimes really get (as on the recorded nodes trixie-crio and
// trixie-mcr), and their services and endpoints.
import type { Change } from "../../../src/model/change.ts"
import type { Expectation, Plan } from "../../../src/model/plan.ts"
import { newService, type TestNode, testNode } from "./test-node.ts"
import { directory, fileChange, forwarding, planOf, restart, type TestCase } from "./test-plans.ts"

const crioDropIn = "/etc/crio/crio.conf.d/99-criadm.conf"
const crioEndpoint = "unix:///run/crio/crio.sock"
const daemonJson = "/etc/docker/daemon.json"
const dockerdEndpoint = "unix:///run/cri-dockerd.sock"
const forwardingFile = "/etc/sysctl.d/99-criadm.conf"
const forwardingText = "# Written by criadm: pods need IPv4 forwarding.\nnet.ipv4.ip_forward = 1\n"

const daemonText = (driver: string) =>
  `{\n\t"exec-opts": ["native.cgroupdriver=${driver}"],\n\t"log-driver": "json-file",\n\t"live-restore": true\n}\n`
const flagText =
  "[Service]\nExecStart=\nExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd:// --pod-infra-container-image=registry.k8s.io/pause:3.10.2\n"

function runs(node: TestNode, service: string, file: string): void {
  node.services.set(service, { ...newService(file), state: "active", startedOn: node.machine.text(file) ?? "" })
}

/** What CRI says of a runtime once the plan is done. */
function promises(component: string, endpoint: string): readonly Expectation[] {
  return [
    { kind: "cri", component, endpoint },
    { kind: "cgroup-driver", component, endpoint, driver: "systemd" },
  ]
}

function crio(text: string, action: "restart" | "reload"): { readonly node: TestNode; readonly plan: Plan } {
  const node = testNode()
  node.machine.putDirectory("/etc/crio/crio.conf.d")
  node.machine.putDirectory("/etc/containers/registries.conf.d")
  node.services.clear()
  runs(node, "crio", crioDropIn)
  node.endpoints.set(crioEndpoint, ["crio"])
  const change: Change = { ...(restart("crio") as Change & { kind: "service" }), action }
  const changes: readonly Change[] = [
    fileChange(node, crioDropIn, text),
    fileChange(node, "/etc/containers/registries.conf.d/99-criadm.conf", '[[registry]]\nprefix = "docker.io"\n'),
    fileChange(node, forwardingFile, forwardingText),
    forwarding,
    change,
  ]
  return { node, plan: planOf(changes, { expectations: promises("crio", crioEndpoint) }) }
}

/** `unit`: both names of cri-dockerd's service exist in the wild. */
function docker(component: "docker" | "mcr", unit: string, before: string | null, flags: string) {
  const node = testNode(before === null ? {} : { [daemonJson]: before })
  if (before === null) node.machine.putDirectory("/etc/docker")
  const dropIns = `/etc/systemd/system/${unit}.d`
  node.services.clear()
  runs(node, "docker.service", daemonJson)
  runs(node, unit, `${dropIns}/99-criadm.conf`)
  node.endpoints.set(dockerdEndpoint, ["docker.service", unit])
  const changes: readonly Change[] = [
    directory(dropIns),
    fileChange(node, daemonJson, daemonText("systemd")),
    fileChange(node, `${dropIns}/99-criadm.conf`, flags),
    fileChange(node, forwardingFile, forwardingText),
    forwarding,
    restart("docker.service"),
    restart(unit),
  ]
  return { node, plan: planOf(changes, { expectations: promises(component, dockerdEndpoint) }) }
}

const crioText = '# Written by criadm.\n\n[crio.runtime]\ncgroup_manager = "systemd"\n'

export const runtimeCases: readonly TestCase[] = [
  { name: "CRI-O, restarted", ends: "applied", make: () => crio(crioText, "restart") },
  { name: "CRI-O, reloaded", ends: "applied", make: () => crio(crioText, "reload") },
  {
    name: "CRI-O that does not start",
    ends: "rolled-back",
    make: () => crio(`${crioText}does not start\n`, "restart"),
  },
  {
    name: "Docker Engine without a configuration, with cri-dockerd",
    ends: "applied",
    make: () => docker("docker", "cri-docker.service", null, flagText),
  },
  {
    name: "Docker Engine with a cri-dockerd that dies on its flag",
    ends: "rolled-back",
    make: () => docker("docker", "cri-docker.service", daemonText("cgroupfs"), `${flagText}# dies\n`),
  },
  {
    name: "Mirantis Container Runtime",
    ends: "applied",
    make: () => docker("mcr", "cri-dockerd.service", daemonText("cgroupfs"), flagText),
  },
]
