#!/bin/sh
# Fuzzes each parser of Tests/Fuzz/Corpus, or the ones named, with inputs that grow out of its corpus, and prints a line
# for each. Ends with 1 if an input crashed one, was read for more than 10 s, or took 4 GB; it is kept in .build-fuzz then.
#
#     fuzz.sh FUZZER RUNS [SEED] [NAME…]
#
# FUZZER is that of `make fuzzer`, with the address sanitizer, or of `make quick-fuzzer`, without: SECURITY.md says which
# runs were with which.
set -u
fuzzer=$1 runs=$2 seed=${3:-0}
shift 2
[ $# -eq 0 ] || shift
here=$(cd "$(dirname "$0")" && pwd)
work=$here/../../.build-fuzz/found
[ $# -gt 0 ] || set -- $(ls "$here/Corpus")
status=0
for name; do
  mkdir -p "$work/$name"
  log=$work/$name.log
  dictionary=
  [ ! -e "$here/$name.dict" ] || dictionary=-dict=$here/$name.dict
  # No leaks: those of the libraries at the end hide nothing of ours.
  # No copies of allocations' stacks nor of frames: exceptions of toml++ make them cost half the time, and what is found
  # is tried again with everything.
  # What a person types is short, and short inputs are tried more often.
  case $name in pcap | pcapng | packed | records | configuration | edits | conversation) most=1024 ;; *) most=200 ;; esac
  start=$(date +%s) tried=0 ended=0
  : >"$log"
  # In portions, so that a long run shows how far it is.
  while [ $ended -eq 0 ] && [ $tried -lt "$runs" ]; do
    portion=$((runs - tried < 500000 ? runs - tried : 500000))
    FUZZ_TARGET=$name SWIFT_BACKTRACE=enable=no \
      ASAN_OPTIONS=quarantine_size_mb=16:detect_leaks=0:detect_stack_use_after_return=0:malloc_context_size=1 \
      "$fuzzer" -runs=$portion -seed=$((seed ? seed + tried : 0)) -max_len=$most -timeout=10 -rss_limit_mb=4096 \
      -print_final_stats=1 $dictionary -artifact_prefix="$work/$name-" "$work/$name" "$here/Corpus/$name" >>"$log" 2>&1
    ended=$?
    count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
    [ "${count:-0}" -gt 0 ] || { ended=1; break; }
    tried=$((tried + count))
  done
  if [ $ended -eq 0 ]; then result="0 crashes"; else result="FAILED: $log"; status=1; fi
  echo "$name: $tried runs in $(($(date +%s) - start)) s, $result"
done
exit $status
