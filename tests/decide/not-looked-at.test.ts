// A bug in the look at one component is told as a failure: what was not looked at is never well, and never absent.
import { expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { criadmOn } from "../../src/criadm/criadm.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const machine = memoryMachine()
const options = { timeoutSeconds: 60, criadmVersion: "test", criadmCommand: ["criadm"], statedVersion: undefined }

async function findingsWhere(broken: string | undefined) {
  const those = components.map((component) =>
    component.id === broken ? { ...component, detect: () => Promise.reject(new Error("no such table")) } : component,
  )
  const criadm = criadmOn(machine, machine, { ...options, components: those })
  return criadm.findings(await criadm.detect())
}

test("a component that could not be looked at is a failure with the bug's words", async () => {
  expect(await findingsWhere("kubelet")).toContainEqual({
    code: "not-looked-at",
    args: { name: "kubelet", reason: "no such table" },
    severity: "failure",
    component: "kubelet",
  })
})

test("a runtime that could not be looked at is not called absent", async () => {
  const codes = async (broken: string | undefined) => (await findingsWhere(broken)).map(({ code }) => code)

  expect(await codes(undefined)).toContain("no-runtime")
  expect(await codes("docker")).not.toContain("no-runtime")
})
