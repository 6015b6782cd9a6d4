import { describe, expect, test } from "bun:test"
import { isImageReference } from "../../src/settings/image-reference.ts"
import { settings } from "../../src/settings/known.ts"
import { pauseTagFor } from "../../src/settings/pause-images.ts"
import { resolve } from "../../src/settings/resolve.ts"
import { nodeWith, situationWith } from "./situations.ts"

const nothingGiven = { values: {}, chosenBy: {} }

describe("suggestions", () => {
  test("a fresh systemd node with containerd gets the systemd driver, kubeadm's pause image and forwarding", () => {
    const { values, chosenBy } = resolve(situationWith({}), nothingGiven)

    expect(values).toEqual({
      runtime: "containerd",
      "kubernetes-version": "1.37",
      "image-repository": "registry.k8s.io",
      "cgroup-driver": "systemd",
      "sandbox-image": "registry.k8s.io/pause:3.10.2",
      "ip-forward": true,
      kubelet: false,
      "registry-mirror": [],
      restart: true,
      "reset-config": false,
    })
    expect(chosenBy["cgroup-driver"]?.who).toBe("suggestion")
    expect(chosenBy.runtime?.who).toBe("node")
  })

  test("crictl's configuration is kept where crictl is, and no matter elsewhere", () => {
    const settingOf = (hasCrictl: boolean) => resolve(situationWith({ hasCrictl }), nothingGiven)

    expect(settingOf(true).values["crictl-config"]).toBe(false)
    expect(settingOf(true).chosenBy["crictl-config"]?.who).toBe("node")
    expect("crictl-config" in settingOf(false).values).toBe(false)
  })

  test("where systemd does not run the node, cgroupfs is suggested", () => {
    const { values } = resolve(situationWith({ node: nodeWith({ initSystem: "openrc" }) }), nothingGiven)

    expect(values["cgroup-driver"]).toBe("cgroupfs")
  })

  test("a flag wins over the file, the node and the suggestion", () => {
    const given = {
      values: { "cgroup-driver": "cgroupfs" as const },
      chosenBy: { "cgroup-driver": { who: "flag" as const } },
    }

    expect(resolve(situationWith({}), given).values["cgroup-driver"]).toBe("cgroupfs")
    expect(resolve(situationWith({}), given).chosenBy["cgroup-driver"]).toEqual({ who: "flag" })
  })

  test("the pause image follows the node's own Kubernetes minor", () => {
    const { values } = resolve(situationWith({ kubernetesVersion: "1.33.4" }), nothingGiven)

    expect(values["sandbox-image"]).toBe("registry.k8s.io/pause:3.10")
  })

  test("the pause image follows --image-repository, as kubeadm's own expectation does", () => {
    const given = { values: { "image-repository": "registry.aliyuncs.com/google_containers" }, chosenBy: {} }

    expect(resolve(situationWith({}), given).values["sandbox-image"]).toBe(
      "registry.aliyuncs.com/google_containers/pause:3.10.2",
    )
  })

  test("a pause image from a registry of the operator's own is kept", () => {
    const situation = situationWith({ sandboxImage: "harbor.example.com/k8s/pause:3.9" })
    const { values, chosenBy } = resolve(situation, nothingGiven)

    expect(values["sandbox-image"]).toBe("harbor.example.com/k8s/pause:3.9")
    expect(chosenBy["sandbox-image"]?.who).toBe("node")
  })

  test("an outdated pause image from Kubernetes' own registry is not fit", () => {
    const { values } = resolve(situationWith({ sandboxImage: "k8s.gcr.io/pause:3.5" }), nothingGiven)

    expect(values["sandbox-image"]).toBe("registry.k8s.io/pause:3.10.2")
  })

  test("of two runtimes the one that serves CRI is chosen", () => {
    const situation = situationWith({})
    const [containerd] = situation.runtimes
    if (containerd === undefined) throw new Error("the situation has no runtime")
    const docker = { ...containerd, id: "docker", name: "Docker Engine", servesCri: true, isListening: true }
    const both = { ...situation, runtimes: [{ ...containerd, servesCri: false }, docker] }

    expect(resolve(both, nothingGiven).values.runtime).toBe("docker")
  })

  test("without a runtime there is nothing to choose", () => {
    expect(resolve({ ...situationWith({}), runtimes: [] }, nothingGiven).values.runtime).toBeUndefined()
  })
})

describe("the pause image table", () => {
  test.each([
    ["1.22", undefined],
    ["1.23", "3.6"],
    ["1.28.9", "3.9"],
    ["1.30", "3.9"],
    ["1.31", "3.10"],
    ["1.35.0", "3.10.1"],
    ["1.36.4", "3.10.2"],
    ["1.38.0-alpha.2", "3.10.2"],
  ])("kubeadm %s expects %p", (version, tag) => {
    expect(pauseTagFor(version)).toBe(tag)
  })
})

describe("what a setting accepts", () => {
  const setting = (id: string) => settings.find((one) => one.id === id)!

  test.each([
    ["registry.k8s.io/pause:3.10.2", true],
    ["localhost:5000/pause:1", true],
    [`a.b/c/pause@sha256:${"a".repeat(64)}`, true],
    ["pause:3.10", true],
    ["registry.k8s.io/pause", false],
    ["3.10", false],
    ["registry.k8s.io/Pause:3.10", false],
    ["registry.k8s.io/pause:3.10\nfoo", false],
    ["", false],
  ])("%p as an image reference: %p", (image, isFit) => {
    expect(isImageReference(image)).toBe(isFit)
  })

  test.each([
    ["kubernetes-version", "1.37"],
    ["kubernetes-version", "v1.36.4"],
    ["image-repository", "registry.aliyuncs.com/google_containers/"],
    ["sandbox-image", "keep"],
    ["registry-mirror", "docker.io=https://mirror.example.com/v2/hub"],
  ])("%s takes %p", (id, given) => {
    expect(setting(id).parse(given).ok).toBe(true)
  })

  test.each([
    ["kubernetes-version", "2.0"],
    ["kubernetes-version", "1.x"],
    ["image-repository", "https://registry.k8s.io"],
    ["sandbox-image", "3.10"],
    ["cgroup-driver", "Systemd"],
    ["runtime", "podman"],
    ["ip-forward", "yes"],
    ["registry-mirror", "docker.io"],
    ["registry-mirror", "docker.io=ftp://mirror"],
    ["registry-mirror", "docker.io=https://user:word@mirror"],
    ["registry-mirror", "../etc=https://mirror"],
  ])("%s refuses %p", (id, given) => {
    expect(setting(id).parse(given).ok).toBe(false)
  })
})
