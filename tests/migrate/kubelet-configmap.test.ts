// What the cluster tells its kubelets, as kubectl prints it.
import { describe, expect, test } from "bun:test"
import { checkConfigMap, configMapCommand, driverInConfigMap } from "../../src/migrate/kubelet-configmap.ts"

const configMap = (line: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: kubelet-config
  namespace: kube-system
data:
  kubelet: |
    apiVersion: kubelet.config.k8s.io/v1beta1
    authentication:
      anonymous:
        enabled: false
${line}    kind: KubeletConfiguration
`

const driver = (text: string) => driverInConfigMap("cm.yaml", text)

describe("a ConfigMap kubelet-config", () => {
  test("tells the driver that it gives to kubelets", () => {
    expect(driver(configMap("    cgroupDriver: cgroupfs\n"))).toEqual({ ok: true, value: "cgroupfs" })
    expect(driver(configMap("    cgroupDriver: systemd\n"))).toEqual({ ok: true, value: "systemd" })
  })

  test("without a word on it gives kubeadm's default", () => {
    expect(driver(configMap(""))).toEqual({ ok: true, value: "systemd" })
  })

  test("may also be the configuration alone", () => {
    const text = "kind: KubeletConfiguration\ncgroupDriver: cgroupfs\n"
    expect(driver(text)).toEqual({ ok: true, value: "cgroupfs" })
  })

  test("is none where another object was saved", () => {
    for (const text of ["", "kind: ConfigMap\ndata: {}\n", "kind: Node\n", "- a\n"]) {
      expect(driver(text).ok).toBe(false)
    }
  })

  test("that says the other driver is refused with the line that changes it", () => {
    const text = configMap("    cgroupDriver: cgroupfs\n")

    expect(checkConfigMap("cm.yaml", text, { to: "systemd" })).toMatchObject({
      code: "configmap-differs",
      args: { found: "cgroupfs", wanted: "systemd", command: configMapCommand("cgroupfs", "systemd") },
    })
    expect(checkConfigMap("cm.yaml", text, { to: "cgroupfs" })).toBeUndefined()
  })

  test("is changed by that line, and by nothing else in it", async () => {
    const text = configMap("    cgroupDriver: cgroupfs\n")
    const sed = /\| (sed '[^']+') \|/.exec(configMapCommand("cgroupfs", "systemd"))?.[1] ?? ""
    const ran = Bun.spawnSync(["sh", "-c", sed], { stdin: Buffer.from(text) })

    expect(ran.stdout.toString()).toBe(configMap("    cgroupDriver: systemd\n"))
  })
})
