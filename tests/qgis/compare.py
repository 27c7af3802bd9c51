#!/usr/bin/env python3
"""A QGIS project drawn by QGIS and by Vigie, side by side.

    compare.py VIGIE PROJECT… --out FOLDER [--gallery] [--within FOLDER] [--size 1000x700] [--extent minx,miny,maxx,maxy] [--least 0.9]

Needs python3-qgis, Pillow and numpy (Debian); exits with 77, "skipped", where they are not installed. Both draw the
project's own view at the same size. Writes NAME-qgis.png, NAME-vigie.png, NAME-difference.png and NAME.png (all three)
into FOLDER and prints one line per project: `alike` is the share of pixels whose colours differ by less than 32 of 255 in
every channel within one pixel around, `mean` the mean difference of channels. Exits with 1 when a project is below --least.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree
import zipfile

SKIPPED = 77
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
try:
    import numpy
    from PIL import Image
    from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject, QgsRectangle
    from qgis.PyQt.QtCore import QSize
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(SKIPPED)


def saved_view(project_file):
    """What the project's map window showed when it was saved: QGIS itself keeps it beside the project proper."""
    if project_file.suffix == ".qgz":
        with zipfile.ZipFile(project_file) as archive:
            text = archive.read(next(n for n in archive.namelist() if n.endswith(".qgs")))
    else:
        text = project_file.read_bytes()
    root = xml.etree.ElementTree.fromstring(text)
    extent = root.find("mapcanvas/extent")
    if extent is None:  # written without a window
        view = root.find("ProjectViewSettings/DefaultViewExtent")
        return [float(view.get(side)) for side in ("xmin", "ymin", "xmax", "ymax")]
    return [float(extent.findtext(side)) for side in ("xmin", "ymin", "xmax", "ymax")]


def draw_by_qgis(project_file, size, extent, out):
    """Writes QGIS's picture; returns the extent (project coordinates) and the EPSG code it shows."""
    project = QgsProject.instance()
    project.read(str(project_file))
    settings = QgsMapSettings()
    root = project.layerTreeRoot()
    settings.setLayers([layer for layer in root.layerOrder() if root.findLayer(layer.id()) and root.findLayer(layer.id()).isVisible() and layer.isValid()])
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setOutputSize(QSize(*size))
    settings.setOutputDpi(96)
    settings.setExtent(QgsRectangle(*(extent or saved_view(project_file))))
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(str(out))
    shown = settings.visibleExtent()
    code = project.crs().postgisSrid()
    box = (shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum())
    project.clear()
    return box, code


def draw_by_vigie(vigie, project_file, size, box, code, out):
    extent = ",".join(repr(v) for v in box) + f",EPSG:{code}"
    done = subprocess.run([vigie, "render", str(project_file), "--size", f"{size[0]}x{size[1]}", f"--extent={extent}", "--out", str(out)],
                          capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"vigie render failed on {project_file}: {done.stderr}")


def least_difference_around(a, b):
    """Per pixel of a, the least difference (largest channel) to b within one pixel around."""
    best = numpy.full(a.shape[:2], 255.0)
    padded = numpy.pad(b, ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = a.shape[:2]
    for dy in range(3):
        for dx in range(3):
            best = numpy.minimum(best, numpy.abs(a - padded[dy:dy + height, dx:dx + width]).max(axis=2))
    return best


def compare(theirs, ours, out_difference, out_beside):
    a = numpy.asarray(Image.open(theirs).convert("RGB"), dtype=float)
    b = numpy.asarray(Image.open(ours).convert("RGB"), dtype=float)
    alike = float((numpy.maximum(least_difference_around(a, b), least_difference_around(b, a)) < 32).mean())
    difference = numpy.abs(a - b)
    picture = Image.fromarray((255 - difference).astype("uint8"))
    picture.save(out_difference)
    beside = Image.new("RGB", (3 * a.shape[1] + 16, a.shape[0]), (90, 90, 90))
    for i, image in enumerate((Image.open(theirs).convert("RGB"), Image.open(ours).convert("RGB"), picture)):
        beside.paste(image, (i * (a.shape[1] + 8), 0))
    beside.save(out_beside)
    return alike, float(difference.mean())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vigie")
    parser.add_argument("projects", nargs="*", type=pathlib.Path)
    parser.add_argument("--gallery", action="store_true", help="make the project of gallery.py and compare it too")
    parser.add_argument("--within", type=pathlib.Path, help="compare every project below this folder, when it is there")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--size", default="1000x700")
    parser.add_argument("--extent")
    parser.add_argument("--least", type=float, default=0.0)
    arguments = parser.parse_args()
    size = tuple(int(v) for v in arguments.size.split("x"))
    extent = [float(v) for v in arguments.extent.split(",")] if arguments.extent else None
    arguments.out.mkdir(parents=True, exist_ok=True)
    projects = list(arguments.projects)
    if arguments.within and arguments.within.is_dir():
        projects += sorted(p for p in arguments.within.rglob("*.qg[sz]"))
    if arguments.gallery:
        subprocess.run([sys.executable, str(pathlib.Path(__file__).with_name("gallery.py")), str(arguments.out / "gallery-project")], check=True)
        projects.append(arguments.out / "gallery-project/gallery.qgs")
    application = QgsApplication([], False)
    application.initQgis()
    worst = 1.0
    for project in projects:
        name = arguments.out / project.stem
        theirs, ours = (name.with_name(f"{name.name}-{who}.png") for who in ("qgis", "vigie"))
        box, code = draw_by_qgis(project, size, extent, theirs)
        draw_by_vigie(arguments.vigie, project, size, box, code, ours)
        alike, mean = compare(theirs, ours, name.with_name(f"{name.name}-difference.png"), name.with_suffix(".png"))
        worst = min(worst, alike)
        print(f"{project.name}: alike {100 * alike:.2f} %, mean {mean:.2f}", flush=True)
    application.exitQgis()
    sys.exit(1 if worst < arguments.least else 0)


if __name__ == "__main__":
    main()
