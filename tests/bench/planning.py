#!/usr/bin/env python3
"""Plans weeks and routing instances with `vigie plan` and writes one JSON and one Markdown table.

usage: planning.py PROGRAM [--weeks WEEK.json:SECONDS ...] [--checker commune_week.py] [--routing FOLDER]
                   [--streets PATH ...] [--crossings N ...] [--seconds S] [--seeds N] [--out STEM]

Weeks are in the format commune-week/1, each planned in so many seconds by one thread and checked when a checker is given;
FOLDER holds VRPTW instances (*.txt) and bks.json, the best known values: {"C101": {"veh", "best_dist"}}. Each instance is
solved for distance and for the fewest vehicles. Seconds are of a processor, as the program counts them. Figures are of the
best and the worst seed. Each PATH is a layer of streets (or a file with one), each N a made-up town of so many crossings: its graph, the
times from each to each of 300 places, and both again with one stretch in a hundred closed. Writes STEM.json and STEM.md
(planning.json, planning.md).
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile


def figures(command):
    done = subprocess.run(command, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        print(" ".join(map(str, command)), "gave no figures:", done.stderr.strip()[-300:], file=sys.stderr)
        return None
    return json.loads(lines[-1])


def plan_week(args, week, seconds, seed, folder):
    out = folder / "plan.json"
    run = figures([args.program, "plan", week, "--seconds", str(seconds), "--seed", str(seed), "--out", out, "--json"])
    if run and args.checker:
        checked = subprocess.run([sys.executable, args.checker, "check", week, out], capture_output=True, text=True)
        run["violations"] = json.loads(checked.stdout)["violations"]
    return run


def span(runs, field, digits=0):
    values = sorted(run[field] for run in runs)
    low, high = (f"{v:,.{digits}f}" for v in (values[0], values[-1]))
    return low if low == high else f"{low} … {high}"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("program")
    p.add_argument("--weeks", nargs="*", default=[])
    p.add_argument("--checker")
    p.add_argument("--routing")
    p.add_argument("--streets", nargs="*", default=[])
    p.add_argument("--crossings", nargs="*", default=[], type=int)
    p.add_argument("--seconds", type=float, default=2)
    p.add_argument("--seeds", type=int, default=3)
    p.add_argument("--out", default="planning")
    args = p.parse_args()
    seeds = range(1, args.seeds + 1)
    result, table = {"weeks": [], "routing": [], "roads": []}, []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if args.weeks:
            table += ["| week | done of | priorities | travel s | CPU s | violations |", "|---|---|---|---|---|---|"]
        for item in args.weeks:
            week, _, seconds = item.rpartition(":")
            runs = [r for r in (plan_week(args, week, float(seconds), seed, folder) for seed in seeds) if r]
            if not runs:
                continue
            result["weeks"].append({"week": pathlib.Path(week).stem, "seconds": float(seconds), "runs": runs})
            table.append(f"| {pathlib.Path(week).stem} | {span(runs, 'assigned')} of {runs[0]['interventions']} | "
                         f"{span(runs, 'priority_sum')} | {span(runs, 'travel_s')} | {span(runs, 'cpu_s', 1)} | "
                         f"{span(runs, 'violations') if args.checker else '–'} |")
        if args.routing:
            known = json.loads((pathlib.Path(args.routing) / "bks.json").read_text())
            table += ["", "| instance | vehicles, distance | gap | CPU s | fewest vehicles | best known |", "|---|---|---|---|---|---|"]
            gaps = []
            for file in sorted(pathlib.Path(args.routing).glob("*.txt")):
                if file.stem not in known:
                    continue
                best = known[file.stem]
                command = [args.program, "plan", "--vrptw", file, "--seconds", str(args.seconds), "--json"]
                runs = [r for r in (figures(command + ["--seed", str(s)]) for s in seeds) if r]
                few = [r for r in (figures(command + ["--fewest-vehicles", "--seed", str(s)]) for s in seeds) if r]
                if not runs or not few:
                    continue
                gap = sum(100 * (r["distance"] / best["best_dist"] - 1) for r in runs) / len(runs)
                gaps.append(gap)
                result["routing"].append({"instance": file.stem, "runs": runs, "fewest": few, "gap_percent": gap})
                table.append(f"| {file.stem} | {span(runs, 'vehicles')}, {span(runs, 'distance', 2)} | {gap:.2f} % | {span(runs, 'cpu_s', 1)} | "
                             f"{span(few, 'vehicles')} | {best['veh']} |")
            if gaps:
                table.append(f"| mean | | {sum(gaps) / len(gaps):.2f} % | | | |")
    roads = [(pathlib.Path(path).stem, [path]) for path in args.streets] + [(f"made up, {n}", ["--crossings", str(n)]) for n in args.crossings]
    if roads:
        table += ["", "| streets | crossings | graph ms | 300 × 300 ms | of a processor | 1 % closed ms | 300 × 300 then ms | one route ms |", "|---|---|---|---|---|---|---|---|"]
    for name, what in roads:
        runs = [r for r in (figures([args.program, "bench", "--roads", "300", *what, "--json"]) for _ in seeds) if r]
        if not runs:
            continue
        result["roads"].append({"streets": name, "runs": runs})
        table.append(f"| {name} | {span(runs, 'nodes')} | {span(runs, 'build_ms')} | {span(runs, 'matrix_ms')} | {span(runs, 'matrix_cpu_ms')} | "
                     f"{span(runs, 'closing_ms')} | {span(runs, 'closed_matrix_ms')} | {span(runs, 'route_ms', 2)} |")
    pathlib.Path(args.out + ".json").write_text(json.dumps(result, indent=1) + "\n")
    text = "\n".join(table) + "\n"
    pathlib.Path(args.out + ".md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
