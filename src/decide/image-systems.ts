// Systems whose programs come as an image, by ID of os-release(5): nothing is installed into them.
import type { ImageSystem } from "../model/install/packages.ts"

const rows: readonly { readonly id: RegExp; readonly system: ImageSystem; readonly source: string }[] = [
  { id: /^flatcar$/, system: "flatcar", source: "flatcar.org, docs/latest/container-runtimes" },
  { id: /^bottlerocket$/, system: "bottlerocket", source: "github.com/bottlerocket-os/bottlerocket, README.md" },
  { id: /^talos$/, system: "talos", source: "talos.dev, Components" },
  { id: /^nixos$/, system: "nixos", source: "search.nixos.org/options, virtualisation.containerd" },
  { id: /^(?:fedora-coreos|rhcos|scos)$/, system: "ostree", source: "coreos.github.io/rpm-ostree" },
]

export function imageSystemOf(id: string | undefined): ImageSystem | undefined {
  return rows.find((row) => row.id.test(id ?? ""))?.system
}
