// A kubelet configuration of several YAML documents: kubelet 1.34.4 and 1.37.2 decode the first one and do not even parse
// the others; where the first is of another kind they stop with "no kind ... is registered".
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
const proxy = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"
const config = "var/lib/kubelet/config.yaml"

function nodeWith(text: string): CaseNode {
  return new CaseNode("unit-line-without-environment")
    .remove("etc/systemd/system/kubelet.service.d")
    .write(config, text)
}

const aboutConfig = (node: CaseNode) =>
  node
    .findings()
    .filter(({ code }) => /^(?:kubelet-documents|kubelet-configuration|not-a-kubelet)/.test(code))
    .map(({ code, place }): [string, number | undefined] => [code, place?.line])

test("the second document is not read: check says from which line on, and explain takes the first", () => {
  using node = nodeWith(`${head}cgroupDriver: systemd\n---\n${head}cgroupDriver: cgroupfs\n`)

  expect(aboutConfig(node)).toEqual([["kubelet-documents-not-read", 4]])
  expect(node.say("explain", "cgroup-driver").text).toContain(`cgroup-driver (kubelet): systemd from /${config}:3`)
})

test.each([
  ["a first document of another kind", `${proxy}---\n${head}`, "not-a-kubelet-configuration"],
  ["an empty first document", `---\n---\n${head}`, "not-a-kubelet-configuration"],
])("%s stops the kubelet", (_, text, code) => {
  using node = nodeWith(text)

  expect(aboutConfig(node).map(([one]) => one)).toEqual([code])
})

test("what is broken behind the first document stops nothing", () => {
  using node = nodeWith(`${head}---\n: [broken\n`)

  expect(aboutConfig(node)).toEqual([["kubelet-documents-not-read", 3]])
})

test.each([`---\n${head}`, `# written by hand\n---\n${head}`, `${head}---\n`, `${head}---\n# nothing\n`])(
  "%j is one document",
  (text) => {
    using node = nodeWith(text)

    expect(aboutConfig(node)).toEqual([])
  },
)

test("an edit is made in the first document, and the others keep every byte", () => {
  const rest = `---\n${proxy}mode: ipvs\n`
  using node = nodeWith(`${head}cgroupDriver: cgroupfs\n${rest}`)

  expect(node.planned(`/${config}`)).toBe(`${head}cgroupDriver: systemd\n${rest}`)
})
