// What containerd makes of odd hosts.toml files: core/remotes/docker/config/hosts.go of 2.4.2.
import { expect, test } from "bun:test"
import { readHostsFile } from "../../../src/components/containerd/simulate/hosts-file.ts"
import { type Release, releaseOf } from "../../../src/components/containerd/tables/releases.ts"

const release = releaseOf("2.1.9") as Release
const read = (text: string) => readHostsFile({ path: "/etc/containerd/certs.d/docker.io/hosts.toml", text }, release)

test("a table of another name than host is told once, at its first line", () => {
  const { unknown, hosts, dropped } = read('[hosts."https://m.example"]\n  capabilities = ["pull"]\n  ca = "/a"\n')

  expect(unknown.map(({ key, place }) => [key, place.line])).toEqual([["hosts", 1]])
  expect({ hosts, dropped }).toEqual({ hosts: [], dropped: undefined })
})

test.each([['header = "x"'], ["header = { authorization = 5 }"], ["header = { authorization = [5] }"]])(
  "a header that is no text drops the file: %s",
  (line) => {
    expect(read(`[host."https://m.example"]\n${line}\n`).dropped).toMatchObject({ why: "type", what: "header" })
  },
)

test("headers of one text or several do not", () => {
  const text = '[host."https://m.example".header]\nx-one = "a"\nx-two = ["a", "b"]\n'

  expect(read(text)).toMatchObject({ unknown: [], hosts: [{ name: "https://m.example" }] })
  expect(read(text).dropped).toBeUndefined()
})
