import { expect, test } from "bun:test"
import { detectOwners } from "../../src/detect/owners.ts"
import { knownValue } from "../../src/model/facts/fact.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const owners = (files: Readonly<Record<string, string>>) =>
  detectOwners(memoryMachine({ files })).map((fact) => knownValue(fact))

const stub = `#   Copyright 2018-2022 Docker Inc.\n\n#   Licensed under the Apache License\n\ndisabled_plugins = ["cri"]\n`

const unit = (command: string) => `[Service]\nExecStart=/usr/local/bin/${command}\n`

test.each([
  ["k3s by its configuration", { "/etc/rancher/k3s/config.yaml": "" }, ["k3s"]],
  ["RKE2 by its data", { "/var/lib/rancher/rke2/agent/x": "" }, ["rke2"]],
  [
    "k3s by its service, before it ever ran",
    { "/usr/local/bin/k3s": "", "/etc/systemd/system/k3s-agent.service": unit("k3s agent") },
    ["k3s"],
  ],
  [
    "k3s by its service of OpenRC",
    { "/usr/local/bin/k3s": "", "/etc/init.d/k3s": '#!/sbin/openrc-run\ncommand="/usr/local/bin/k3s"\n' },
    ["k3s"],
  ],
  [
    "RKE2 by its service",
    { "/usr/local/bin/rke2": "", "/usr/local/lib/systemd/system/rke2-server.service": unit("rke2 server") },
    ["rke2"],
  ],
  ["k0s by its service", { "/usr/bin/k0s": "", "/etc/systemd/system/k0sworker.service": unit("k0s worker") }, ["k0s"]],
  ["MicroK8s by its snap", { "/snap/microk8s/current/x": "" }, ["microk8s"]],
  ["nobody by a service that starts nothing", { "/usr/local/bin/k3s": "", "/etc/systemd/system/k3s.service": "" }, []],
  ["nobody by a program that no service starts", { "/usr/local/bin/k0s": "" }, []],
  ["k0s by its mark in the file", { "/etc/k0s/containerd.toml": "# k0s_managed=true\nversion = 3\n" }, ["k0s"]],
  ["not k0s where the operator took the mark away", { "/etc/k0s/containerd.toml": "version = 3\n" }, []],
  ["Docker's package by the head of its file", { "/etc/containerd/config.toml": stub }, ["docker-package"]],
  ["nobody by a file of the operator's", { "/etc/containerd/config.toml": 'disabled_plugins = ["cri"]\n' }, []],
  ["the NVIDIA toolkit by its drop-in", { "/etc/crio/crio.conf.d/99-nvidia.toml": "" }, ["nvidia-toolkit"]],
  [
    "kubespray by the kubelet's environment",
    { "/etc/kubernetes/kubelet.env": 'KUBE_LOG_LEVEL="--v=2"\n' },
    ["kubespray"],
  ],
] as const)("%s", (_what, files, expected) => {
  expect(owners(files)).toEqual([...expected])
})

test("an owner with several marks is named once", () => {
  expect(owners({ "/etc/rancher/k3s/x": "", "/var/lib/rancher/k3s/y": "" })).toEqual(["k3s"])
})
