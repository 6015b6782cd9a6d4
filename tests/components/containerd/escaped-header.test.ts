// pelletier/go-toml 1.9.5, which containerd 1.5 to 1.7 read with, does not decode an escape in the name of a header:
// [plugins."io.containerd.\u0067rpc.v1.cri"] is then a table of that very name. In a key it does.
import { expect, test } from "bun:test"
import { effective } from "../../../src/components/containerd/effective.ts"
import { type Release, releaseOf } from "../../../src/components/containerd/tables/releases.ts"

const path = "/etc/containerd/config.toml"
const imageOf = (version: string, text: string) =>
  effective(releaseOf(version) as Release, new Map([[path, text]]), path).sandboxImage?.value
const header = 'version = 2\n[plugins."io.containerd.\\u0067rpc.v1.cri"]\nsandbox_image = "example.net/a:1"\n'
const key = 'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\n"sandbox_ima\\u0067e" = "example.net/a:1"\n'

test.each(["1.6.20", "1.7.24"])(
  "of containerd %s the table does not count, and criadm does not say that it does",
  (version) => {
    expect(imageOf(version, header)).not.toBe("example.net/a:1")
    expect(imageOf(version, key)).toBe("example.net/a:1")
  },
)

test.each(["2.1.9", "2.3.4"])("of containerd %s it does", (version) => {
  expect(imageOf(version, header)).toBe("example.net/a:1")
})
