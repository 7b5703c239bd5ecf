# Sourced by ./sendflowr for `./sendflowr test`: builds everything, runs every suite within its time budget, two at a time,
# and ends with the line `N passed, N failed, N skipped`.

# Seconds a suite may take before it is ended and counted as failed.
budget_of() {
    case $1 in
        *.Simulation) echo 300 ;;
        *.Cli.Tests) echo 420 ;;
        *.Pipeline.Tests) echo 240 ;;
        *.Integration) echo 600 ;;
        format) echo 420 ;;
        *) echo 180 ;;
    esac
}

run_tests() {
    local argument soak='' filter=''
    for argument in "$@"; do
        case $argument in
            --soak) soak=1 ;;
            -*) die 2 "test has no option '$argument'. Run \`sendflowr test --help\`." ;;
            *)
                [ -z "$filter" ] || die 2 "test takes one FILTER, not both '$filter' and '$argument'."
                filter=$argument
                ;;
        esac
    done
    choose_artifacts
    export DOTNET_CLI_UI_LANGUAGE=en SENDFLOWR_FILTER=$filter
    if [ -n "$soak" ]; then
        export SENDFLOWR_SOAK=1 SENDFLOWR_SEEDS=${SENDFLOWR_SEEDS:-10000}
    fi
    say "building ..."
    with_lock build SendFlowr.sln
    prepare_librdkafka
    results=$artifacts/test-results
    rm -rf -- "$results"
    mkdir -p -- "$results"
    run_suites
    report_suites
    [ -z "$soak" ] || write_soak
    tally
}

# The tests that talk to Kafka need librdkafka; without it they are skipped with its reason.
prepare_librdkafka() {
    local version file
    export SENDFLOWR_LIBRDKAFKA_SCRIPT=$root/eng/librdkafka/build.sh
    if [ ! -e "$artifacts/absent" ] || [ -n "${SENDFLOWR_LIBRDKAFKA:-}" ]; then
        return
    fi
    version=$(sed -n 's/.*"Confluent\.Kafka" Version="\[\(.*\)\]".*/\1/p' "$root/Directory.Packages.props")
    file=${XDG_CACHE_HOME:-$HOME/.cache}/sendflowr/librdkafka-$version/librdkafka.so
    bash "$SENDFLOWR_LIBRDKAFKA_SCRIPT" "$file" >/dev/null || say "the tests that need librdkafka will be skipped."
}

# The slowest suites first, so that two workers end at about the same time.
list_suites() {
    local project
    suites="SendFlowr.Simulation SendFlowr.Cli.Tests"
    [ -n "$SENDFLOWR_FILTER" ] || suites="$suites format"
    for project in "$root"/tests/*/*.csproj; do
        project=$(basename -- "$project" .csproj)
        case " $suites " in
            *" $project "*) ;;
            *) suites="$suites $project" ;;
        esac
    done
}

run_suites() {
    list_suites
    trap 'end_suites; exit 130' INT TERM
    say "running the suites, two at a time ..."
    worker &
    workers=$!
    worker &
    workers="$workers $!"
    wait
    trap - INT TERM
}

# Takes suites nobody has taken yet; making the folder is the claim.
worker() {
    local suite
    for suite in $suites; do
        if mkdir -- "$results/$suite" 2>/dev/null; then
            run_suite "$suite"
        fi
    done
}

end_suites() {
    local file pid
    kill $workers 2>/dev/null || true
    for file in "$results"/*/pids; do
        [ -f "$file" ] || continue
        for pid in $(cat -- "$file"); do
            kill -- "-$pid" 2>/dev/null || true
        done
    done
    say "interrupted."
}

# The command of a suite, in `command`. Special characters of the filter language lose their meaning.
suite_command() {
    local pattern
    if [ "$1" = format ]; then
        command=(dotnet format "$root/SendFlowr.sln" --verify-no-changes --no-restore)
        return
    fi
    command=(dotnet test "$artifacts/bin/$1/release/$1.dll" --nologo --logger "console;verbosity=normal")
    if [ -n "$SENDFLOWR_FILTER" ]; then
        pattern=$(printf '%s' "$SENDFLOWR_FILTER" | sed 's/[\\()&|=!~]/\\&/g')
        command+=(--filter "FullyQualifiedName~$pattern")
    fi
}

# Runs one suite in a process group of its own, which is ended whole when its time is over.
run_suite() {
    local suite=$1 folder=$results/$1 seconds command status=0 pid watch
    seconds=$(budget_of "$suite")
    [ -z "${SENDFLOWR_SOAK:-}" ] || seconds=$((seconds * 40))
    seconds=${SENDFLOWR_SUITE_SECONDS:-$seconds}
    suite_command "$suite"
    SECONDS=0
    set -m
    (cd -- "$root" && exec "${command[@]}") >"$folder/log" 2>&1 </dev/null &
    pid=$!
    (
        trap 'kill $! 2>/dev/null; exit' TERM
        sleep "$seconds" &
        wait $!
        echo "$seconds" >"$folder/over_budget"
        kill -- "-$pid"
        sleep 5 &
        wait $!
        kill -9 -- "-$pid"
    ) >/dev/null 2>&1 &
    watch=$!
    set +m
    echo "$pid $watch" >"$folder/pids"
    wait "$pid" 2>/dev/null || status=$?
    kill "$watch" 2>/dev/null || true
    rm -f -- "$folder/pids"
    echo "$SECONDS" >"$folder/seconds"
    summarize "$suite" "$status"
}

# Writes passed, failed and skipped of a suite. A suite that ends without its summary has crashed: one failure more.
summarize() {
    local suite=$1 status=$2 folder=$results/$1 passed failed skipped
    count() { sed -n "s/^ *$1: *\([0-9][0-9]*\)\$/\1/p" "$folder/log" | tail -n 1; }
    passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)
    if [ -f "$folder/over_budget" ]; then
        echo "$suite took longer than its $(cat -- "$folder/over_budget") seconds and was ended." >"$folder/crash"
    elif [ "$suite" = format ]; then
        passed=1
        [ "$status" = 0 ] || { passed=0 && failed=1; }
    elif [ "$status" != 0 ] && [ "${failed:-0}" = 0 ]; then
        echo "$suite ended with exit code $status before it reported its tests." >"$folder/crash"
    fi
    [ ! -f "$folder/crash" ] || failed=$((${failed:-0} + 1))
    echo "${passed:-0} ${failed:-0} ${skipped:-0}" >"$folder/counts"
    say "$(suite_line "$suite")"
}

suite_line() {
    local passed failed skipped
    read -r passed failed skipped <"$results/$1/counts"
    echo "$1: $passed passed, $failed failed, $skipped skipped ($(cat -- "$results/$1/seconds") s)"
}

# Failures as the runner told them, then skipped tests with their reasons.
report_suites() {
    local suite folder passed failed skipped
    for suite in $suites; do
        folder=$results/$suite
        read -r passed failed skipped <"$folder/counts"
        if [ "$failed" != 0 ]; then
            printf '\n==== %s\n' "$suite"
            if [ "$suite" = format ]; then
                grep -E 'error|warning' -- "$folder/log" || cat -- "$folder/log"
                echo "Mend it with: dotnet format SendFlowr.sln"
            else
                show_failures "$folder/log"
            fi
        fi
        if [ -f "$folder/crash" ]; then
            grep -vE '^ +at (System|Xunit|Microsoft)\.' -- "$folder/log" | cut -c 1-300 | tail -n 40 || true
            cat -- "$folder/crash"
        fi
    done
    for suite in $suites; do
        show_skipped "$results/$suite/log"
    done
}

# Each failed test from its name to the next test's name.
show_failures() {
    awk '/^  (Passed|Skipped) / || /^\[xUnit/ || /^Test Run|^Total tests|^Results File/ { inside = 0 } /^  Failed / { inside = 1 } inside' "$1"
}

show_skipped() {
    awk '
        /^\[xUnit.*\[SKIP\]/ { name = $0; sub(/^\[[^]]*\] */, "", name); sub(/ \[SKIP\].*/, "", name); next }
        name != "" && /^\[xUnit/ { reason = $0; sub(/^\[[^]]*\] */, "", reason); print "skipped: " name ": " reason; name = "" }
    ' "$1"
}

write_soak() {
    local file=$root/docs/SOAK.md suite
    [ -w "$root/docs" ] || { say "docs/ cannot be written, so SOAK.md is left as it is."; return; }
    {
        printf '# Soak runs\n\nWritten by `./sendflowr test --soak`; the newest run only.\n\n'
        printf -- '- Date: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
        printf -- '- Commit: %s\n' "$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)"
        printf -- '- Machine: %s, %s cores, %s, .NET SDK %s\n' \
            "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)" "$(getconf _NPROCESSORS_ONLN)" "$(uname -srm)" "$(dotnet --version)"
        printf -- '- Simulation seeds: %s\n\n' "$SENDFLOWR_SEEDS"
        printf '| suite | result |\n|---|---|\n'
        for suite in $suites; do
            suite_line "$suite" | sed 's/^\([^:]*\): \(.*\)$/| \1 | \2 |/'
        done
    } >"$file"
    say "wrote docs/SOAK.md."
}

tally() {
    local suite passed failed skipped all_passed=0 all_failed=0 all_skipped=0
    for suite in $suites; do
        read -r passed failed skipped <"$results/$suite/counts"
        all_passed=$((all_passed + passed)) all_failed=$((all_failed + failed)) all_skipped=$((all_skipped + skipped))
    done
    if [ $((all_passed + all_failed)) -eq 0 ]; then
        say "no test ran${SENDFLOWR_FILTER:+: no name contains '$SENDFLOWR_FILTER'}."
    fi
    echo "$all_passed passed, $all_failed failed, $all_skipped skipped"
    [ "$all_failed" -eq 0 ] && [ "$all_passed" -gt 0 ] && exit 0
    exit 1
}
