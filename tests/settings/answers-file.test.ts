import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { Answers } from "../../src/model/answers.ts"
import { readAnswers, writeAnswers } from "../../src/settings/answers-file.ts"
import { settings } from "../../src/settings/known.ts"

const file = "/root/node.toml"

describe("the answers file", () => {
  test("gives the same answers as the flags of the same names", () => {
    const read = readAnswers(
      file,
      [
        'runtime = "containerd"',
        'kubernetes-version = "1.36"',
        "ip-forward = true",
        'pause-image = "registry.k8s.io/pause:3.10.2"',
        'registry-mirror = ["docker.io=https://mirror.example.com/"]',
      ].join("\n"),
    )

    expect(read.ok && read.value.values).toEqual({
      runtime: "containerd",
      "kubernetes-version": "1.36",
      "ip-forward": true,
      "sandbox-image": "registry.k8s.io/pause:3.10.2",
      "registry-mirror": [{ host: "docker.io", url: "https://mirror.example.com" }],
    })
  })

  test("a key that is no setting is refused with its line, and what was probably meant", () => {
    const read = readAnswers(file, '# node\ncgroup-drver = "systemd"\n')

    expect(read.ok ? undefined : read.fault).toMatchObject({
      code: "unknown-answer",
      args: { key: "cgroup-drver", hint: "cgroup-driver" },
      place: { file, line: 2, column: 1 },
    })
  })

  test("a value that is not accepted is refused at its place", () => {
    const read = readAnswers(file, 'cgroup-driver = "sytemd"\n')

    expect(read.ok ? undefined : read.fault).toMatchObject({ code: "bad-answer", place: { line: 1, column: 17 } })
  })

  test("settle is a whole number of seconds up to a day, and anything else is refused at its place", () => {
    expect(readAnswers(file, "settle = 8\n")).toMatchObject({ ok: true, value: { values: { settle: 8 } } })
    expect(readAnswers(file, "settle = 0\n")).toMatchObject({ ok: true, value: { values: { settle: 0 } } })

    for (const wrong of ["-1", "2.5", "86401", '"soon"', "true", "[2]", "9223372036854775807", '""']) {
      const read = readAnswers(file, `restart = true\nsettle = ${wrong}\n`)
      expect([wrong, read.ok ? undefined : read.fault]).toMatchObject([
        wrong,
        { code: "bad-answer", args: { setting: "settle" }, place: { file, line: 2, column: 10 } },
      ])
    }
  })

  test("whatever TOML can write is refused as a value, never stumbled over", () => {
    for (const { id } of settings) {
      for (const wrong of ["9223372036854775807", "[9223372036854775807]", "inf", "nan", "2026-01-01", "{ a = 1 }"]) {
        const read = readAnswers(file, `${id} = ${wrong}\n`)
        expect([id, wrong, read.ok ? undefined : read.fault.code]).toEqual([id, wrong, "bad-answer"])
      }
    }
    const inTable = readAnswers(file, '[registry."a.example"]\nca = 9223372036854775807\n')
    expect(inTable.ok ? undefined : inTable.fault.code).toBe("bad-answer")
  })

  test("a version written as a number is refused, because TOML has lost its zero", () => {
    const read = readAnswers(file, "kubernetes-version = 1.30\n")

    expect(read.ok ? undefined : read.fault.code).toBe("bad-answer")
  })

  test("broken TOML is refused with line and column", () => {
    const read = readAnswers(file, 'runtime = "containerd\n')

    expect(read.ok ? undefined : read.fault).toMatchObject({ code: "document-broken", place: { line: 1 } })
  })

  test("what is written is read back as the same answers", () => {
    const answers = fc.record(
      {
        runtime: fc.constantFrom("containerd", "crio", "docker", "mcr"),
        "cgroup-driver": fc.constantFrom("systemd" as const, "cgroupfs" as const),
        "sandbox-image": fc.constantFrom(
          "keep",
          "registry.k8s.io/pause:3.10",
          `a.b:5000/x/pause@sha256:${"0".repeat(64)}`,
        ),
        "kubernetes-version": fc.constantFrom("1.30", "1.37.2", "1.38.0-alpha.1"),
        "ip-forward": fc.boolean(),
        kubelet: fc.boolean(),
        restart: fc.boolean(),
        settle: fc.integer({ min: 0, max: 86_400 }),
        "registry-mirror": fc.uniqueArray(
          fc.record({
            host: fc.domain(),
            url: fc.webUrl({ validSchemes: ["http", "https"] }).map((url) => url.replace(/["'\\/]+$/, "")),
          }),
          { selector: (mirror) => mirror.host },
        ),
      },
      { requiredKeys: [] },
    )

    fc.assert(
      fc.property(answers, (given) => {
        fc.pre((given["registry-mirror"] ?? []).every(({ url }) => !/["'\\\s]/.test(url)))
        const read = readAnswers(
          file,
          writeAnswers(given as Answers, (setting) => setting.id),
        )
        expect(read.ok ? read.value.values : read.fault).toEqual(given as Answers)
      }),
    )
  })
})
