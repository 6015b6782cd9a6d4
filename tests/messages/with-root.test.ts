import { expect, test } from "bun:test"
import { en } from "../../src/messages/en/en.ts"
import { withRoot } from "../../src/messages/with-root.ts"
import { zh } from "../../src/messages/zh/zh.ts"

test("commands about a node below --root name it, in every language, and can be pasted", () => {
  for (const language of [en, zh]) {
    expect(withRoot(language, "/img").lines["how-to-undo"]({ run: 1 })).toContain("criadm rollback --root /img 1")
    expect(withRoot(language, "/img").screens.end.undoCommand(1)).toBe("criadm rollback --root /img 1")
    expect(withRoot(language, "/img").faults["run-unconfirmed"]({ run: 1 }).next).toContain(
      "criadm confirm --root /img",
    )
  }
  const quoted = withRoot(en, "/my image's").lines["how-to-undo"]({ run: 2 })
  expect(quoted).toBe("To undo: criadm rollback --root '/my image'\\''s' 2")
})

test("commands about files of the node and about its packages are about the tree, not about the machine they are pasted on", () => {
  const faults = (language: typeof en, root: string) => withRoot(language, root).faults
  for (const language of [en, zh]) {
    const link = faults(language, "/img")["link-to-nothing"]({ link: "/etc/containerd/config.toml", target: "/x" })
    expect(link.next).toContain("rm /img/etc/containerd/config.toml")
    const record = faults(language, "/my img")["run-damaged"]({
      run: 1,
      file: "f",
      directory: "/var/lib/criadm/runs/1",
    })
    expect(record.next).toContain("mv '/my img/var/lib/criadm/runs/1' '/my img/var/lib/criadm/runs/1.damaged'")
    const plan = faults(language, "/img")["file-open"]({ file: "/root/change.plan" })
    expect(plan.next).toContain("chmod go-w /root/change.plan")
  }
  const finding = withRoot(en, "/img").findings["no-runtime"]({
    looked: ["containerd"],
    install: "apt-get install containerd",
    snap: "",
  } as never)
  expect(finding.next).toContain("chroot /img apt-get install containerd")
  const several = withRoot(en, "/img").findings["no-runtime"]({
    looked: ["containerd"],
    install: "dnf install a && dnf install b",
    snap: "",
  } as never)
  expect(several.next).toContain("chroot /img sh -c 'dnf install a && dnf install b'")
})

test("a file that was saved is named so that a shell reads it as one word", () => {
  expect(en.lines["plan-saved"]({ file: "/root/my plan" })).toContain("criadm apply '/root/my plan'")
  expect(en.lines["answers-saved"]({ file: "/root/my answers" })).toContain("--answers '/root/my answers'")
})

test("a command that names a tree already is left alone, and so is the command for other nodes", () => {
  const there = withRoot({ ...en, lines: { ...en.lines, "how-to-undo": () => "criadm apply --root /x" } }, "/img")
  expect(there.lines["how-to-undo"]({ run: 1 })).toBe("criadm apply --root /x")
  expect(withRoot(en, "/img").screens.end.nextWithFlags("")).toBe("criadm apply --yes")
})
