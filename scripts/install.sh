#!/bin/sh
# Installs criadm from a folder or a web address that holds the downloads: picks the file for this machine, verifies
# it, tries it, and puts it in place in one step. Nothing is left half done: until the last step only a hidden file
# beside the destination exists. It changes nothing else on the machine, and a second run does nothing.
#
#   sh install.sh --from DIRECTORY|URL [--version X.Y.Z] [--prefix DIRECTORY] [--form static|glibc|musl]
#
# With --version the files are looked for in the folder of that name below --from. --from may be left out when this
# script lies beside the downloads.
set -eu

usage() {
  cat <<END
usage: install.sh --from DIRECTORY|URL [--version X.Y.Z] [--prefix DIRECTORY] [--form static|glibc|musl]
  --from     where the downloads are: a folder, or a web address (curl or wget is used)
  --version  the version to install: the folder of that name below --from
  --prefix   criadm goes to DIRECTORY/bin; /usr/local when not given
  --form     static (works everywhere; when not given), or one that uses this machine's C library
END
}

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

misused() {
  echo "install.sh: $*" >&2
  usage >&2
  exit 2
}

# Name of the download for this machine.
file_for_this_machine() {
  [ "$(uname -s)" = Linux ] || fail "criadm runs on Linux nodes; this is $(uname -s)"
  case $(uname -m) in
    x86_64 | amd64) architecture=x64 ;;
    aarch64 | arm64) architecture=arm64 ;;
    *) fail "there is no criadm for this machine ($(uname -m)); there is one for x86_64 and for aarch64" ;;
  esac
  case $form in
    static) echo "criadm-linux-$architecture" ;;
    *) echo "criadm-linux-$architecture-$form" ;;
  esac
}

# get NAME FILE: brings a file from the source.
get() {
  case $from in
    http://* | https://*)
      if command -v curl >/dev/null 2>&1; then
        curl --fail --silent --show-error --location --retry 2 --connect-timeout 20 --output "$2" "$from/$1" ||
          fail "downloading $from/$1 failed or was cut short; nothing was installed"
      elif command -v wget >/dev/null 2>&1; then
        # GNU wget tries a broken connection twenty times, with growing pauses; busybox has no such option.
        case $(wget --help 2>&1) in *--tries*) tries=--tries=2 ;; *) tries="" ;; esac
        # shellcheck disable=SC2086 # no word when empty
        wget -q $tries -O "$2" "$from/$1" ||
          fail "downloading $from/$1 failed or was cut short (wget tells no more); nothing was installed"
      else
        fail "curl or wget is needed to download; or copy the files here and give the folder with --from"
      fi
      ;;
    *)
      [ -f "$from/$1" ] || fail "$from/$1 does not exist; nothing was installed"
      cp "$from/$1" "$2" || fail "copying $from/$1 failed; nothing was installed"
      ;;
  esac
}

sha256_of() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1" | cut -d ' ' -f 1
  elif command -v openssl >/dev/null 2>&1; then
    openssl dgst -sha256 -r "$1" | cut -d ' ' -f 1
  else
    fail "sha256sum or openssl is needed to verify the download"
  fi
}

# What SHA256SUMS says of a file; empty when it says nothing.
listed_sha256() {
  while read -r sum name; do
    if [ "$name" = "$1" ]; then echo "$sum"; fi
  done <"$work/SHA256SUMS"
}

# verify NAME FILE
verify() {
  expected=$(listed_sha256 "$1")
  found=$(sha256_of "$2")
  [ "$expected" = "$found" ] && return
  fail "$1 is damaged or was cut short: its SHA-256 is $found, and SHA256SUMS says $expected; nothing was installed"
}

clean_up() {
  if [ -n "$work" ]; then rm -rf "$work"; fi
  if [ -n "$staged" ]; then rm -f "$staged"; fi
}

main() {
  from="" version="" prefix=/usr/local form=static work="" staged=""
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h)
        usage
        exit 0
        ;;
      --from | --version | --prefix | --form)
        [ $# -ge 2 ] || misused "$1 needs a value"
        case $1 in
          --from) from=${2%/} ;;
          --version) version=${2#v} ;;
          --prefix) prefix=${2%/} ;;
          --form) form=$2 ;;
        esac
        shift 2
        ;;
      *) misused "unknown argument: $1" ;;
    esac
  done
  case $form in static | glibc | musl) ;; *) misused "--form is static, glibc or musl" ;; esac
  case $0 in
    */install.sh) beside=${0%/*} ;;
    install.sh) beside=. ;;
    *) beside="" ;;
  esac
  if [ -z "$from" ] && [ -n "$beside" ] && [ -f "$beside/SHA256SUMS" ]; then from=$beside; fi
  [ -n "$from" ] || misused "say where the downloads are with --from"
  from=${from#file://}
  if [ -n "$version" ]; then from=$from/$version; fi

  file=$(file_for_this_machine)
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  work=$(mktemp -d) || fail "no temporary folder can be made"
  get SHA256SUMS "$work/SHA256SUMS"
  wanted=$(listed_sha256 "$file")
  [ -n "$wanted" ] || fail "$from has no $file (SHA256SUMS does not name it); nothing was installed"

  destination=$prefix/bin/criadm
  if [ -f "$destination" ] && [ "$(sha256_of "$destination")" = "$wanted" ]; then
    echo "$destination is up to date; nothing to do"
    return
  fi
  mkdir -p "$prefix/bin" 2>/dev/null || fail "$prefix/bin cannot be made; run this as root, or choose --prefix"
  # Beside the destination, so that the last step is a rename, which either happens or does not.
  staged=$(mktemp "$prefix/bin/.criadm.XXXXXX" 2>/dev/null) ||
    fail "$prefix/bin cannot be written to; run this as root, or choose another --prefix"

  if [ -n "$(listed_sha256 "$file.gz")" ] && command -v gzip >/dev/null 2>&1; then
    get "$file.gz" "$work/$file.gz"
    verify "$file.gz" "$work/$file.gz"
    gzip -dc "$work/$file.gz" >"$staged" || fail "unpacking $file.gz failed (is the disk full?); nothing was installed"
  else
    get "$file" "$staged"
  fi
  verify "$file" "$staged"
  chmod 755 "$staged"

  # Tried before it is in place: where it cannot start, what was there before stays.
  answer=$("$staged" --version 2>&1) ||
    fail "the file is intact but does not run here: $answer (is $prefix/bin mounted noexec?); nothing was installed"
  if [ -n "$version" ] && [ "$answer" != "criadm $version" ]; then
    fail "$from holds $answer, not version $version; nothing was installed"
  fi
  mv -f "$staged" "$destination" || fail "$destination cannot be replaced; nothing was installed"
  staged=""
  echo "$answer is installed: $destination"
}

# The last line, so that a script that arrives only in part does nothing at all.
main "$@"
