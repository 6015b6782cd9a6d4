import { describe, expect, test } from "bun:test"
import { settings } from "../../src/settings/known.ts"
import { answered, flagsFor, parseTyped, questionsOf, unanswered, valueToText } from "../../src/tui/state/questions.ts"
import { fakeCriadm } from "./fake-criadm.ts"

const criadm = fakeCriadm("changes", { stepMilliseconds: 0 })
const situation = criadm.situation(await criadm.detect())
const nobody = { values: {}, chosenBy: {} }

describe("questions", () => {
  test("are what the program resolves, for whatever is given", () => {
    for (const given of [
      nobody,
      answered(nobody, "cgroup-driver", "cgroupfs"),
      answered(nobody, "kubernetes-version", "1.33"),
    ]) {
      const resolved = criadm.resolve(situation.node, given)
      const questions = questionsOf(situation, given, settings)

      const values = Object.fromEntries(
        questions.filter((one) => one.value !== undefined).map((one) => [one.id, one.value]),
      )
      expect(values).toEqual({ ...resolved.values })
      for (const one of questions) expect(one.chosenBy).toEqual(resolved.chosenBy[one.id])
    }
  })

  test("a later suggestion follows an earlier answer", () => {
    const questions = questionsOf(situation, answered(nobody, "image-repository", "registry.example.com"), settings)

    expect(questions.find((one) => one.id === "sandbox-image")?.suggested?.value).toContain(
      "registry.example.com/pause:",
    )
  })

  test("an answer that is taken back leaves no trace", () => {
    expect(unanswered(answered(nobody, "kubelet", false), "kubelet")).toEqual(nobody)
  })
})

describe("flags for the next node", () => {
  test("name what was asked and what was given, each in the form the command line takes", () => {
    const given = answered(answered(nobody, "ip-forward", false), "registry-mirror", [
      { host: "docker.io", url: "https://a.example.com" },
      { host: "quay.io", url: "https://b.example.com" },
    ])

    const flags = flagsFor(questionsOf(situation, given, settings))

    expect(flags).toContain("--no-ip-forward")
    expect(flags).toContain("--cgroup-driver systemd")
    expect(flags).toContain("--registry-mirror docker.io=https://a.example.com")
    expect(flags).toContain("--registry-mirror quay.io=https://b.example.com")
    expect(flags.join(" ")).not.toContain("--restart")
  })

  test("every value that is typed is read back from its text", () => {
    for (const question of questionsOf(situation, nobody, settings)) {
      if (question.setting.form === "switch" || question.value === undefined) continue
      expect(parseTyped(question.setting, valueToText(question.value))).toEqual({
        ok: true,
        value: question.value,
      } as never)
    }
  })
})
