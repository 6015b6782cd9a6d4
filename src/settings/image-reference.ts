// Image references as the runtimes read them: registry/path:tag or registry/path@digest. Judges the form only.

/** After github.com/distribution/reference, regexp.go: lower-case path parts, a tag of at most 128 characters. */
const reference =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/

/** Whether a text is an image reference that names a tag or a digest. */
export function isImageReference(text: string): boolean {
  return text.length <= 512 && reference.test(text) && /[:@][^/]+$/.test(text)
}

/** "registry.k8s.io" of "registry.k8s.io/pause:3.10"; undefined when the image has no prefix. */
export function repositoryOf(image: string): string | undefined {
  const slash = image.lastIndexOf("/")
  return slash < 0 ? undefined : image.slice(0, slash)
}

/** "3.10" of "registry.k8s.io/pause:3.10"; undefined without a tag. */
export function tagOf(image: string): string | undefined {
  const name = image.replace(/@.*$/, "")
  return /:([\w][\w.-]*)$/.exec(name.slice(name.lastIndexOf("/") + 1))?.[1]
}

/** Whether a text can stand before `/pause:TAG`. */
export function isRepository(text: string): boolean {
  return isImageReference(`${text}/pause:1`)
}
