// A Kubernetes that the tables do not have yet is planned for by the newest that they have, and that is told.
import { expect, test } from "bun:test"
import { criadm, debianFiles, Tree } from "../binary/program.ts"

const plan = (version: string) => {
  using tree = new Tree(debianFiles)
  return criadm(["plan", "--root", tree.path, "--runtime-version", "2.3.4", "--kubernetes-version", version]).out
}

test("a minor of the future is told", () => {
  expect(plan("1.99")).toMatch(/this criadm knows Kubernetes up to 1\.\d+; what it\s+expects of 1\.99/)
})

test("a minor that is known is not", () => {
  expect(plan("1.37.2")).not.toContain("this criadm knows")
})
