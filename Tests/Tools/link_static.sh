#!/bin/sh
# Links a debug build's program as a release is linked, with Swift's libraries in it: link_static.sh PRODUCTS OUTPUT. Tests
# make packages of it, as a release build would take minutes.
set -eu
swiftc -static-stdlib -emit-executable -lstdc++ -o "$2" "@$1/udpeek.product/Objects.LinkFileList" \
  -Xlinker --gc-sections -Xlinker --no-export-dynamic -Xlinker --defsym -Xlinker main=udpeek_main \
  -Xlinker --start-group -l_FoundationCShims -l_FoundationCollections -lFoundationEssentials \
  -lswift_StringProcessing -lswift_RegexParser -lswiftSynchronization -Xlinker --end-group
strip "$2"
