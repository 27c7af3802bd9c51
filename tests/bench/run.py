#!/usr/bin/env python3
"""Runs every workload of `vigie bench` and writes one JSON and one Markdown table.

usage: run.py PROGRAM --data FOLDER [--camera camera.json] [--folder NAME=PATH ...] [--against PROGRAM] [--runs N]
              [--wider TIMES] [--start] [--live N,N] [--soak SECONDS] [--out STEM]

FOLDER holds one GeoPackage per workload; with a camera file only those it has a path for. `--folder` adds a workload of
its own, drawn in the municipal style with names (a folder of a commune's files). `--against` is a reference: another
build, run in turn with the first, so that the ratio of each pair holds when the machine's speed drifts. Figures are
medians of the runs; milliseconds, megabytes, updates a second. `--wider` walks each path again over so many times the
data, the rest of it outside of the views: what nobody looks at must cost (nearly) nothing. `--soak` sends 10,000 updates a
second through the whole program for so long. Writes STEM.json and STEM.md (bench.json, bench.md).
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

FIELDS = ["path_mean_ms", "path_p95_ms", "open_to_first_image_ms", "second_open_to_first_image_ms", "peak_rss_mb"]
WIDER_FIELDS = ["path_mean_ms", "wider_path_mean_ms", "wider_path_ratio", "wider_path_warm_ratio"]
LIVE_FIELDS = ["updates_per_s", "still_frame_ms", "glide_frame_ms", "glide_to_still", "glide_bytes_uploaded", "fix_frame_ms",
               "cluster_mean_ms", "cluster_max_ms"]
LIVE_HEADS = ["updates/s", "frame, standing", "frame, moving", "ratio", "bytes between fixes", "frame with fixes", "grouping", "grouping, most"]
SOAK_FIELDS = ["updates_per_s", "frame_mean_ms", "frame_p95_ms", "frame_max_ms", "rss_start_mb", "rss_end_mb"]
SOAK_HEADS = ["updates/s", "frame", "p95", "most", "MB at a tenth", "MB at the end"]
HEADS = ["path mean", "p95", "cold open", "second open", "peak MB"]


def measured(command, timeout=600):
    """The JSON object that the program prints, or None with the reason on the error output."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        print(" ".join(command), "gave no figures:", done.stderr.strip()[-300:], file=sys.stderr)
        return None
    return json.loads(lines[-1])


def median(runs, field):
    values = [run[field] for run in runs if run and field in run]
    return statistics.median(values) if values else None


def in_turn(programs, arguments, runs, timeout=600):
    """Runs of each program, A B A B …; the first of each warms the files and is not counted when there are more."""
    results = [[] for _ in programs]
    for _ in range(runs + (1 if runs > 1 else 0)):
        for into, program in zip(results, programs):
            into.append(measured([program, "bench", *arguments, "--json"], timeout))
    return [r[1:] if runs > 1 else r for r in results]


def shown(value):
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def cell(values):
    own, reference = values[0], values[1] if len(values) > 1 else None
    if own is None or not reference:
        return shown(own)
    return f"{shown(own)} ({own / reference:.2f}×)"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--camera", type=pathlib.Path)
    parser.add_argument("--folder", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("--against")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--wider", type=int, default=0, help="times the data, outside of the views")
    parser.add_argument("--soak", type=float, default=0, help="seconds of 10,000 updates a second")
    parser.add_argument("--start", action="store_true", help="also the program's own start")
    parser.add_argument("--live", default="10000,100000", help="numbers of moving points")
    parser.add_argument("--out", default="bench")
    given = parser.parse_args()
    programs = [given.program] + ([given.against] if given.against else [])

    workloads = []
    if given.data:
        paths = json.loads(given.camera.read_text())["datasets"] if given.camera else None
        for file in sorted(given.data.glob("*.gpkg")):
            if paths is None or file.stem in paths:
                workloads.append((file.stem, [str(file)] + (["--camera", str(given.camera)] if given.camera else [])))
    for folder in given.folder:
        name, _, path = folder.partition("=")
        workloads.append((name, [path, "--style", "municipal"]))

    record, rows = {"programs": programs, "runs": given.runs, "workloads": {}}, []
    for name, arguments in workloads:
        results = in_turn(programs, arguments, given.runs)
        record["workloads"][name] = results
        rows.append([name] + [cell([median(r, field) for r in results]) for field in FIELDS])
    text = table(["data"] + HEADS, rows) if rows else ""

    rows = []
    for name, arguments in workloads if given.wider > 1 else []:
        results = in_turn(programs, [*arguments, "--wider", str(given.wider)], given.runs)
        record["workloads"][f"{name} wider"] = results
        rows.append([name] + [cell([median(r, field) for r in results]) for field in WIDER_FIELDS])
    if rows:
        text += "\n" + table(["data", "path", f"over {given.wider}× the data", "ratio", "ratio, tiles made"], rows)

    rows = []
    for points in [p for p in given.live.split(",") if p]:
        results = in_turn(programs, ["--live", points, "--seconds", "5"], given.runs)
        record["workloads"][f"live {points}"] = results
        rows.append([points] + [cell([median(r, field) for r in results]) for field in LIVE_FIELDS])
    if rows:
        text += "\n" + table(["moving points"] + LIVE_HEADS, rows)
    if given.soak > 0:
        results = in_turn(programs, ["--live", "1000", "--feed", "10000", "--seconds", str(given.soak)], 1, given.soak + 120)
        record["workloads"]["soak"] = results
        text += "\n" + table(SOAK_HEADS, [[cell([median(r, field) for r in results]) for field in SOAK_FIELDS]])
    if given.start:
        results = in_turn(programs, ["--start"], given.runs)
        record["workloads"]["start"] = results
        fields = ["first_start_to_map_ms", "second_start_to_map_ms"]
        text += "\n" + table(["first start to map", "second"], [[cell([median(r, f) for r in results]) for f in fields]])

    pathlib.Path(given.out + ".json").write_text(json.dumps(record, indent=1) + "\n")
    pathlib.Path(given.out + ".md").write_text(text)
    print(text)
    return 0 if all(run for results in record["workloads"].values() for runs in results for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
