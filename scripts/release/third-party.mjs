// Which software of others is in the downloads: one list, from which both the SBOM and the licences file are made.
// npm packages come from package-lock.json (what is needed at run time; the bundler may have left parts of it out).
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const licencesFolder = fileURLToPath(new URL("licences", import.meta.url))

/**
 * Rows of {name, version, licence (SPDX), purl, checksum (npm's "sha512-BASE64" or null), text}. `cLibrary` is the
 * answer of fetchCLibrary.
 */
export function listThirdParty(root, cLibrary) {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"))
  const packages = Object.entries(lock.packages)
    .filter(
      ([path, { dev, devOptional, optional, peer }]) => path !== "" && !dev && !devOptional && !(optional && peer),
    )
    .map(([path, { version, license, integrity }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)
      return {
        name,
        version,
        licence: license ?? "NOASSERTION",
        purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
        checksum: integrity ?? null,
        text: licenceText(join(root, path)),
      }
    })
  // A package can lie in node_modules more than once.
  const once = packages.filter(({ purl }, at) => packages.findIndex((other) => other.purl === purl) === at)
  const bun = lock.packages["node_modules/bun"]
  return [
    ...once,
    {
      name: "bun",
      version: bun.version,
      licence: "MIT AND LGPL-2.0-or-later AND LGPL-2.1-or-later",
      purl: `pkg:npm/bun@${bun.version}`,
      checksum: bun.integrity,
      text: readFileSync(join(licencesFolder, "bun.txt"), "utf8"),
    },
    {
      name: "glibc",
      version: cLibrary.version,
      licence: "LGPL-2.1-or-later",
      purl: `pkg:deb/debian/glibc@${encodeURIComponent(cLibrary.version)}?distro=${cLibrary.suite}`,
      checksum: null,
      text:
        readFileSync(join(licencesFolder, "glibc.txt"), "utf8").replaceAll("VERSION", cLibrary.version) +
        cLibrary.copyright,
    },
  ].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function licenceText(folder) {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
  return files.map((name) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n")
}

/** The text of THIRD-PARTY-LICENSES.txt. */
export function renderLicences(rows) {
  const line = "=".repeat(80)
  const parts = rows.map(({ name, version, licence, text }) => {
    const body = text === "" ? `No licence file in the package; its package.json says ${licence}.` : text.trim()
    return `${line}\n${name} ${version} (${licence})\n${line}\n\n${body}\n`
  })
  return `criadm is under the Apache License 2.0. It contains software of others, under the terms below.\n\n${parts.join("\n")}`
}

/** The bill of materials as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). `source` is of readSource. */
export function renderBillOfMaterials(rows, source) {
  const components = rows.map(({ name, version, licence, purl, checksum }) => ({
    type: "library",
    "bom-ref": purl,
    name,
    version,
    licenses: [{ expression: licence }],
    purl,
    ...(checksum === null ? {} : { hashes: [hashOf(checksum)] }),
  }))
  const own = { type: "application", "bom-ref": "criadm", name: "criadm", version: source.version }
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: new Date(source.epoch * 1000).toISOString().replace(".000Z", "Z"),
      component: {
        ...own,
        licenses: [{ license: { id: "Apache-2.0" } }],
        properties: [{ name: "criadm:commit", value: source.commit }],
      },
    },
    components,
    dependencies: [{ ref: "criadm", dependsOn: components.map(({ purl }) => purl) }],
  }
  return `${JSON.stringify(bill, null, 2)}\n`
}

// npm writes base64, CycloneDX wants hexadecimal digits.
function hashOf(checksum) {
  const [, digits, base64] = /^sha(\d+)-(.*)$/.exec(checksum) ?? []
  return { alg: `SHA-${digits}`, content: Buffer.from(base64, "base64").toString("hex") }
}
