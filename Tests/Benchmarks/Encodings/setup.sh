#!/bin/sh
# Fetches what `make bench-encodings` judges with, on Debian, below .build-bench: message catalogues of Debian packages,
# which containers often leave out, and the Python packages to compare with. Needs apt-get and python3 with venv.
set -eu
folder=.build-bench/encodings
mkdir -p "$folder/packages"

command -v uchardet >/dev/null || {
  elevated=
  [ "$(id -u)" = 0 ] || elevated=sudo
  echo "installing: uchardet"
  $elevated apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $elevated apt-get install -y -qq --no-install-recommends uchardet
}
if [ ! -x "$folder/python/bin/faker" ]; then
  python3 -m venv "$folder/python"
  "$folder/python/bin/pip" install -q faker==40.54.0 chardet==7.7.0 charset-normalizer==3.5.2
fi
if [ ! -e "$folder/catalogues/complete" ]; then
  for package in coreutils bash tar grep sed findutils diffutils make wget git gettext gettext-base binutils-common \
    libglib2.0-data libgtk2.0-common libgtk-3-common apt libapt-pkg6.0 dpkg adduser passwd systemd util-linux-locales \
    psmisc gnupg-l10n man-db packagekit libpam-runtime iso-codes shared-mime-info xkb-data xdg-user-dirs \
    at-spi2-common libgdk-pixbuf2.0-common python-apt-common appstream libc-bin gsettings-desktop-schemas; do
    (cd "$folder/packages" && apt-get download -qq "$package") || echo "left out: $package"
  done
  for file in "$folder"/packages/*.deb; do dpkg -x "$file" "$folder/catalogues"; done
  touch "$folder/catalogues/complete"
fi
