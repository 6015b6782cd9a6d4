// A node that another package manager manages: Debian forky's own programs dnf 4, dnf 5, zypper or pacman, on a node whose
// os-release, repositories and record of packages are made to be those of its distribution. What is installed is Debian's
// containerd, packed anew. RPM packages are signed with a key made on the node.
import { type BareNode, bareNode, containerdPackages } from "./bare-node.ts"

export type Foreign = "dnf 4" | "dnf 5" | "zypper" | "pacman"

const ids: Readonly<Record<Foreign, string>> = {
  "dnf 4": "ID=fedora\nVERSION_ID=40",
  "dnf 5": "ID=fedora\nVERSION_ID=43",
  zypper: 'ID=opensuse-tumbleweed\nID_LIKE="opensuse suse"\nVERSION_ID=20261101',
  pacman: "ID=arch",
}

/** Trees of the packages, and under which name and with which needs they are packed. */
const trees = `
set -e
export LC_ALL=C.UTF-8
mkdir -p /srv/trees
for name in ${containerdPackages.join(" ")}; do
  deb=$(ls /opt/bench/repository/\${name}_*.deb)
  mkdir /srv/trees/$name; dpkg-deb --extract $deb /srv/trees/$name; rm -rf /srv/trees/$name/usr/share
  dpkg-deb --field $deb Version | sed 's/[+~-].*//' >/srv/trees/$name.version
done
`

const asRpms = `
export GNUPGHOME=/srv/gpg; mkdir -m 700 /srv/gpg
gpg --batch --quiet --passphrase '' --quick-generate-key 'test key <test@example.test>' rsa3072 sign never 2>/dev/null
mkdir /srv/rpm; gpg --armor --export >/srv/rpm/key
mkdir /srv/specs; cd /srv/specs
pack() { # pack NAME VERSION TREE [LINE...]
  local name=$1 version=$2 tree=$3; shift 3
  { printf 'Name: %s\nVersion: %s\nRelease: 1\nSummary: test\nLicense: none\nAutoReqProv: no\n' $name $version
    for line; do echo "$line"; done
    printf '%%description\ntest\n%%install\ncp -a %s/. %%{buildroot}\n%%files\n' $tree
    (cd $tree; find . -mindepth 1 \\( -path './etc/*' -o -path './usr/lib/c*' \\) -type d -printf '%%dir /%P\n'
     find . \\( -type f -o -type l \\) -printf '/%P\n' | sed 's|^/etc|%config(noreplace) /etc|'); } >$name.spec
  rpmbuild -bb --quiet --define '_rpmdir /srv/rpm' --define '_build_id_links none' --define '__os_install_post %{nil}' \
    --define 'debug_package %{nil}' --define '_binary_payload w1.gzdio' $name.spec
}
pack containerd $(cat /srv/trees/containerd.version) /srv/trees/containerd 'Requires: runc'
pack runc $(cat /srv/trees/runc.version) /srv/trees/runc
for plugins in containernetworking-plugins cni-plugins; do
  pack $plugins $(cat /srv/trees/containernetworking-plugins.version) /srv/trees/containernetworking-plugins
done
rpmsign --define '_gpg_name test key' --addsign /srv/rpm/x86_64/*.rpm >/dev/null
createrepo_c --quiet /srv/rpm
gpg --batch --quiet --detach-sign --armor /srv/rpm/repodata/repomd.xml; cp /srv/rpm/key /srv/rpm/repodata/repomd.xml.key
mkdir /srv/base; pack base 1 /srv/base 'Provides: glibc'
# A directory of the node's image cannot be renamed on an overlay, which RPM does when it makes its record anew.
rm -rf $(rpm --eval %_dbpath); rpm --initdb; rpm --install /srv/rpm/x86_64/base-1-1.x86_64.rpm; rm /srv/rpm/x86_64/base-1-1.x86_64.rpm
`

const asPacmans = `
mkdir -p /srv/pacman /srv/db
pack() { # pack NAME VERSION TREE [LINE...]
  local name=$1 version=$2-1 tree=$3 file=$1-$2-1-x86_64.pkg.tar.zst; shift 3
  { printf 'pkgname = %s\npkgbase = %s\npkgver = %s\npkgdesc = t\nurl = t\nbuilddate = 1\npackager = t\nsize = 1\narch = x86_64\n' $name $name $version
    for line; do echo "$line"; done; } >$tree/.PKGINFO
  (cd $tree && bsdtar --zstd -cf /srv/pacman/$file .PKGINFO $(ls)); rm $tree/.PKGINFO
  mkdir /srv/db/$name-$version
  { printf '%%FILENAME%%\n%s\n\n%%NAME%%\n%s\n\n%%VERSION%%\n%s\n\n%%CSIZE%%\n%s\n\n%%ISIZE%%\n1\n\n' $file $name $version $(stat -c %s /srv/pacman/$file)
    printf '%%SHA256SUM%%\n%s\n\n%%ARCH%%\nx86_64\n\n' $(sha256sum /srv/pacman/$file | cut -d' ' -f1)
    [ $name != containerd ] || printf '%%DEPENDS%%\nrunc\n\n'; } >/srv/db/$name-$version/desc
}
pack containerd $(cat /srv/trees/containerd.version) /srv/trees/containerd 'depend = runc' 'backup = etc/containerd/config.toml'
pack runc $(cat /srv/trees/runc.version) /srv/trees/runc
pack cni-plugins $(cat /srv/trees/containernetworking-plugins.version) /srv/trees/containernetworking-plugins
(cd /srv/db && tar -czf /srv/pacman/extra.db *)
`

const repository = (extra: string) =>
  `[extra]\nname=extra\nbaseurl=file:///srv/rpm\ngpgcheck=1\ngpgkey=file:///srv/rpm/key\nenabled=1\n${extra}`

/** Makes the node one that this package manager manages; another one's repositories are out of its way. */
const become: Readonly<Record<Foreign, string>> = {
  "dnf 4": `printf '${repository("")}' >/etc/yum.repos.d/extra.repo; dnf --quiet makecache`,
  "dnf 5": `printf '${repository("")}' >/etc/yum.repos.d/extra.repo; ln -sf dnf5 /usr/bin/dnf; dnf --quiet makecache`,
  zypper: `printf '${repository("type=rpm-md\\n")}' >/etc/zypp/repos.d/extra.repo
    zypper --non-interactive --gpg-auto-import-keys --quiet refresh`,
  pacman: `printf '[options]\\nArchitecture = auto\\nSigLevel = Never\\n[extra]\\nServer = file:///srv/pacman\\n' >/etc/pacman.conf
    mkdir -p /var/lib/pacman/local; pacman -Sy >/dev/null`,
}

/** The forms of RPM's record that its current release writes. */
export type RpmForm = "sqlite" | "ndb"

const recordFiles: Readonly<Record<RpmForm, string>> = { sqlite: "rpmdb.sqlite", ndb: "Packages.db" }

/** RPM converts its record, and leaves no other form beside it. */
const convert = (form: RpmForm) => `
  mkdir -p /etc/rpm; echo '%_db_backend ${form}' >/etc/rpm/macros
  rpm --rebuilddb; cd $(rpm --eval %_dbpath)
  for other in ${Object.values(recordFiles).join(" ")}; do [ $other = ${recordFiles[form]} ] || test ! -e $other; done
  test -e ${recordFiles[form]}`

export interface ForeignNode extends BareNode {
  become(foreign: Foreign, form?: RpmForm): Promise<void>
}

export async function foreignNode(): Promise<ForeignNode> {
  // Keys that a package manager has imported are no packages, and stay.
  const installed = "rpm -qa | grep -v ^gpg-pubkey | sort; pacman -Q || true"
  const how = { suite: "forky", packages: containerdPackages, withSource: false, installed }
  const given = await bareNode("forky-managers", how)
  const { node } = given
  await node.put("/root/prepare", `${trees}${asRpms}${asPacmans}`)
  await node.mustRun("bash /root/prepare")
  // From here on dpkg's record is nobody's.
  await node.mustRun("mv /var/lib/dpkg/status /root/dpkg-status; : >/var/lib/dpkg/status; rm -f /etc/os-release")
  return {
    ...given,
    async become(foreign, form = "sqlite") {
      await node.mustRun(`set -e${convert(form)}`)
      await node.mustRun(`rm -f /etc/yum.repos.d/* /etc/zypp/repos.d/*; mkdir -p /etc/yum.repos.d /etc/zypp/repos.d
        printf '${ids[foreign]}\\nNAME=test\\n' >/etc/os-release; ${become[foreign]}`)
    },
  }
}
