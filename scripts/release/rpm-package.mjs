// An RPM package with rpmbuild, from a finished tree. What rpmbuild does to executables by itself (strip, split off
// debug information, look for needed libraries) is switched off: it would cut off what the executable carries.
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { description, layOut, maintainer, summary } from "./package-content.mjs"
import { run } from "./run.mjs"

const architectures = { x64: "x86_64", arm64: "aarch64" }

/** Folders that another package may own as well, or none: owned here too, so that removal leaves none behind. */
const sharedFolders = [
  "/usr/share/bash-completion",
  "/usr/share/bash-completion/completions",
  "/usr/share/zsh",
  "/usr/share/zsh/site-functions",
  "/usr/share/fish",
  "/usr/share/fish/vendor_completions.d",
  "/usr/share/doc/criadm",
]

/** Makes dist/criadm-VERSION-1.ARCHITECTURE.rpm and returns its name. `work` is an empty folder. */
export function makeRpmPackage(build) {
  const { dist, work, source } = build
  const architecture = architectures[build.architecture]
  const tree = join(work, "tree")
  mkdirSync(tree)
  const files = layOut(tree, build, "rpm")
  const spec = `Name: criadm
Version: ${source.version}
Release: 1
Summary: ${summary}
License: Apache-2.0
Packager: ${maintainer}
AutoReqProv: no

%description
${description}

%install
cp -a ${tree}/. %{buildroot}/

%files
%defattr(-,root,root,-)
${sharedFolders.map((folder) => `%dir ${folder}\n`).join("")}${files.map((file) => `/${file}\n`).join("")}`
  writeFileSync(join(work, "criadm.spec"), spec)

  const defines = {
    _topdir: join(work, "rpmbuild"),
    _rpmdir: join(work, "result"),
    _rpmfilename: "%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm",
    _dbpath: join(work, "database"),
    __os_install_post: "%{nil}",
    debug_package: "%{nil}",
    _build_id_links: "none",
    _buildhost: "criadm",
    use_source_date_epoch_as_buildtime: "1",
    clamp_mtime_to_source_date_epoch: "1",
    // gzip, which every rpm reads.
    _binary_payload: "w6.gzdio",
  }
  const options = Object.entries(defines).flatMap(([name, value]) => ["--define", `${name} ${value}`])
  const args = ["-bb", "--quiet", "--target", `${architecture}-linux`, ...options, join(work, "criadm.spec")]
  run("rpmbuild", args, { env: { SOURCE_DATE_EPOCH: String(source.epoch) } })
  const [name] = readdirSync(join(work, "result"))
  renameSync(join(work, "result", name), join(dist, name))
  return name
}
