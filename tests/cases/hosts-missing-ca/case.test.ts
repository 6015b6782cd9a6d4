// ca names a file that is not there. `ctr images pull --hosts-dir` of 1.6.20, 1.7.24, 2.1.9, 2.4.2: "unable to read CA
// cert", before any request. Reports: containerd/containerd#7118, spegel-org/spegel#413.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "hosts-missing-ca"
const file = "etc/containerd/certs.d/127.0.0.1:5999/hosts.toml"

test("every pull fails, and the path is told as containerd looks for it", () => {
  using node = new CaseNode(name)

  expect(node.codes("failure")).toEqual(["containerd-hosts-needs-file"])
  expect(node.say("check").text).toContain("/etc/containerd/certs.d/127.0.0.1:5999/ca.crt as ca")
  expect(node.say("explain", "registry-mirror").text).toContain("(containerd 127.0.0.1:5999): none")
})

test.each(['ca = ["/nonesuch.crt"]', 'client = "/nonesuch.pem"', 'client = [["/nonesuch.pem", "/nonesuch.key"]]'])(
  "%s fails too",
  (line) => {
    using node = new CaseNode(name)
    node.write(file, `[host."https://127.0.0.1:5998"]\n${line}\n`)

    expect(node.codes("failure")).toEqual(["containerd-hosts-needs-file"])
  },
)

test("with the file there it is right", () => {
  using node = new CaseNode(name)
  node.write(
    "etc/containerd/certs.d/127.0.0.1:5999/ca.crt",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  )

  expect(node.codes("failure")).toEqual([])
})
