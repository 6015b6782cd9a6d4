// Where the registry of Kubernetes does not answer, the wizard says so and offers its known mirrors by name.
import { describe, expect, test } from "bun:test"
import { knownMirrors, type RegistryLook, upstreamRepository } from "../../src/settings/repositories.ts"
import { chineseContext, context, Driven } from "./driven.ts"

const seconds = 3
const [first = "", ...others] = knownMirrors.map(({ prefix }) => prefix)
const silent: readonly RegistryLook[] = [
  { prefix: upstreamRepository, answers: false, seconds },
  { prefix: first, answers: true, seconds },
  ...others.map((prefix) => ({ prefix, answers: false, seconds })),
]

async function atFindings(registries: readonly RegistryLook[], its = context): Promise<Driven> {
  const wizard = await new Driven("changes", { columns: 100, rows: 40 }, its).look()
  wizard.send({ event: "registries", registries })
  for (let presses = 0; wizard.screen !== "findings" && presses < 10; presses += 1) wizard.press("enter")
  return wizard
}

describe("a registry that does not answer", () => {
  test("is told with the findings, and its mirrors are offered, each with whether it answers", async () => {
    const wizard = await atFindings(silent)
    expect(wizard.text).toContain("registry.k8s.io: where Kubernetes publishes its images; it did not answer this node")

    wizard.send({ event: "intent", intent: { intent: "open-question", setting: "image-repository" } })

    expect(wizard.text.replaceAll(/\s+/g, " ")).toContain(`${first} a public mirror of it, which answers this node`)
    for (const prefix of others) expect(wizard.text).toContain(prefix)
    expect(wizard.text).toContain("it did not answer this node within 3 s")
  })

  test("stays what is suggested: whom to trust is chosen by a person, and the sandbox image follows", async () => {
    const wizard = await atFindings(silent)
    expect(wizard.state.given.values["image-repository"]).toBeUndefined()

    wizard.send({ event: "intent", intent: { intent: "open-question", setting: "image-repository" } })
    wizard.send({ event: "intent", intent: { intent: "answer", setting: "image-repository", value: first } })

    expect(wizard.state.given.values["image-repository"]).toBe(first)
    for (let presses = 0; wizard.screen !== "question sandbox-image" && presses < 10; presses += 1)
      wizard.press("enter")
    expect(wizard.text).toContain(`${first}/pause:`)
  })

  test("is told in Chinese too", async () => {
    const wizard = await atFindings(silent, chineseContext)

    expect(wizard.text).toContain("秒内没有应答此节点")
  })

  test("is nobody's business where it answers, or was not asked", async () => {
    const asked = await atFindings([{ prefix: upstreamRepository, answers: true, seconds }])
    const unasked = await atFindings([])

    for (const wizard of [asked, unasked]) {
      expect(wizard.text).not.toContain("did not answer")
      wizard.send({ event: "intent", intent: { intent: "open-question", setting: "image-repository" } })
      for (const { prefix } of knownMirrors) expect(wizard.text).not.toContain(prefix)
    }
  })
})
