#!/usr/bin/env python3
"""Runs every workload of `vigie bench` and writes one JSON and one Markdown table.

usage: run.py PROGRAM --data FOLDER [--camera camera.json] [--folder NAME=PATH ...] [--against PROGRAM] [--runs N]
              [--start] [--live N,N] [--out STEM]

FOLDER holds one GeoPackage per workload; with a camera file only those it has a path for. `--folder` adds a workload of
its own, drawn in the municipal style with names (a folder of a commune's files). `--against` is a reference: another
build, run in turn with the first, so that the ratio of each pair holds when the machine's speed drifts. Figures are
medians of the runs; milliseconds, megabytes, updates a second. Writes STEM.json and STEM.md (bench.json, bench.md).
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

FIELDS = ["path_mean_ms", "path_p95_ms", "open_to_first_image_ms", "second_open_to_first_image_ms", "peak_rss_mb"]
HEADS = ["path mean", "p95", "cold open", "second open", "peak MB"]


def measured(command):
    """The JSON object that the program prints, or None with the reason on the error output."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        print(" ".join(command), "gave no figures:", done.stderr.strip()[-300:], file=sys.stderr)
        return None
    return json.loads(lines[-1])


def median(runs, field):
    values = [run[field] for run in runs if run and field in run]
    return statistics.median(values) if values else None


def in_turn(programs, arguments, runs):
    """Runs of each program, A B A B …; the first of each warms the files and is not counted when there are more."""
    results = [[] for _ in programs]
    for _ in range(runs + (1 if runs > 1 else 0)):
        for into, program in zip(results, programs):
            into.append(measured([program, "bench", *arguments, "--json"]))
    return [r[1:] if runs > 1 else r for r in results]


def shown(value):
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


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
    for points in [p for p in given.live.split(",") if p]:
        results = in_turn(programs, ["--live", points, "--seconds", "5"], given.runs)
        record["workloads"][f"live {points}"] = results
        rows.append([points, cell([median(r, "updates_per_s") for r in results])])
    if rows:
        text += "\n" + table(["moving points", "updates/s"], rows)
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
