#!/usr/bin/env python3
"""Writes a QGIS project that shows what this map can take over, one symbol beside the other, with QGIS itself.

    gallery.py FOLDER

Needs python3-qgis; exits with 77, "skipped", without it. FOLDER gets gallery.qgs and its GeoPackage, in Lambert-93.
"""
import os
import pathlib
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
try:
    from qgis.core import (QgsApplication, QgsCategorizedSymbolRenderer, QgsCoordinateReferenceSystem, QgsFeature, QgsField, QgsFillSymbol,
                           QgsGeometry, QgsGraduatedSymbolRenderer, QgsLineSymbol, QgsMarkerSymbol, QgsPalLayerSettings, QgsPointXY, QgsProject,
                           QgsReferencedRectangle, QgsRectangle, QgsRendererCategory, QgsRendererRange, QgsRuleBasedRenderer, QgsSimpleLineSymbolLayer,
                           QgsTextBufferSettings, QgsTextFormat, QgsUnitTypes, QgsVectorFileWriter, QgsVectorLayer, QgsVectorLayerSimpleLabeling)
    from qgis.PyQt.QtCore import QVariant
    from qgis.PyQt.QtGui import QColor
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

ORIGIN = (650_000, 6_230_000)
CRS = "EPSG:2154"


def at(column, row):
    """Plane position of a cell of 200 m."""
    return QgsPointXY(ORIGIN[0] + 200 * column + 100, ORIGIN[1] + 200 * row + 100)


def square(column, row, half=70):
    p = at(column, row)
    return QgsGeometry.fromRect(QgsRectangle(p.x() - half, p.y() - half, p.x() + half, p.y() + half))


def zigzag(column, row):
    p = at(column, row)
    return QgsGeometry.fromPolylineXY([QgsPointXY(p.x() - 80, p.y() - 60), QgsPointXY(p.x() - 20, p.y() + 60), QgsPointXY(p.x() + 20, p.y() - 60), QgsPointXY(p.x() + 80, p.y() + 60)])


def layer_of(folder, name, kind, shapes):
    """A layer of the GeoPackage: shapes with a text `kind` and a number `n`."""
    memory = QgsVectorLayer(f"{kind}?crs={CRS}", name, "memory")
    memory.dataProvider().addAttributes([QgsField("kind", QVariant.String), QgsField("n", QVariant.Int)])
    memory.updateFields()
    for i, shape in enumerate(shapes):
        feature = QgsFeature(memory.fields())
        feature.setGeometry(shape)
        feature.setAttributes([chr(ord("a") + i), i * 10])
        memory.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    file = folder / "gallery.gpkg"
    options.layerName = name
    options.driverName = "GPKG"
    if file.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.CreateOrOverwriteLayer
    QgsVectorFileWriter.writeAsVectorFormatV3(memory, str(file), QgsProject.instance().transformContext(), options)
    return QgsVectorLayer(f"{file}|layername={name}", name, "ogr")


def categories(layer, symbols):
    layer.setRenderer(QgsCategorizedSymbolRenderer("kind", [QgsRendererCategory(chr(ord("a") + i), symbol, "") for i, symbol in enumerate(symbols)]))


def areas(folder):
    symbols = [QgsFillSymbol.createSimple(p) for p in (
        {"color": "166,206,227", "outline_color": "31,120,180", "outline_width": "0.5"},
        {"color": "178,223,138,128", "outline_style": "no"},
        {"style": "no", "outline_color": "200,0,0", "outline_width": "1"},
        {"color": "255,200,0", "outline_style": "dash", "outline_color": "0,0,0", "outline_width": "0.4"},
        {"style": "horizontal", "color": "90,0,120", "outline_style": "no"},
        {"style": "b_diagonal", "color": "90,0,120", "outline_color": "90,0,120"},
        {"style": "f_diagonal", "color": "90,0,120", "outline_color": "90,0,120"},
        {"style": "diagonal_x", "color": "90,0,120", "outline_color": "90,0,120"})]
    symbols[1].setOpacity(0.5)
    layer = layer_of(folder, "areas", "Polygon", [square(i, 5) for i in range(len(symbols))])
    categories(layer, symbols)
    return layer


def lines(folder):
    symbols = [QgsLineSymbol.createSimple(p) for p in (
        {"color": "0,0,0", "width": "0.3"}, {"color": "220,30,30", "width": "2"}, {"color": "0,90,160", "width": "0.6", "line_style": "dash", "capstyle": "flat"},
        {"color": "0,90,160", "width": "0.6", "line_style": "dot"}, {"color": "0,90,160", "width": "1", "use_custom_dash": "1", "customdash": "4;2", "capstyle": "flat"},
        {"color": "0,0,0", "width": "3"}, {"color": "120,120,120", "width": "20", "width_unit": "MapUnit"}, {"color": "0,0,0", "width": "0.3"})]
    symbols[5].appendSymbolLayer(QgsSimpleLineSymbolLayer.create({"line_color": "255,255,255", "line_width": "2"}))
    symbols[7].appendSymbolLayer(QgsSimpleLineSymbolLayer.create({"line_color": "220,30,30", "line_width": "0.5", "offset": "1.5"}))
    layer = layer_of(folder, "lines", "LineString", [zigzag(i, 4) for i in range(len(symbols))])
    categories(layer, symbols)
    return layer


def markers(folder):
    names = ("circle", "square", "diamond", "triangle", "star", "cross_fill", "pentagon", "hexagon")
    layer = layer_of(folder, "markers", "Point", [QgsGeometry.fromPointXY(at(i, 3)) for i in range(len(names))])
    categories(layer, [QgsMarkerSymbol.createSimple({"name": n, "size": "6", "color": "255,140,0", "outline_color": "60,30,0", "outline_width": "0.4"}) for n in names])
    return layer


def graduated(folder):
    layer = layer_of(folder, "graduated", "Point", [QgsGeometry.fromPointXY(at(i, 2)) for i in range(8)])
    ranges = [(0, 20, "2", "255,245,200"), (20, 50, "4", "250,150,80"), (50, 70, "6", "150,20,20")]
    layer.setRenderer(QgsGraduatedSymbolRenderer("n", [QgsRendererRange(low, high, QgsMarkerSymbol.createSimple({"size": size, "color": color, "outline_color": "0,0,0", "outline_width": "0.2"}), "")
                                                       for low, high, size, color in ranges]))
    return layer


def ruled(folder):
    layer = layer_of(folder, "ruled", "Polygon", [square(i, 1) for i in range(8)])
    root = QgsRuleBasedRenderer.Rule(None)
    everything = QgsRuleBasedRenderer.Rule(QgsFillSymbol.createSimple({"color": "235,235,235", "outline_color": "150,150,150"}))
    root.appendChild(everything)
    for filter_text, color in (("\"n\" >= 30 AND \"kind\" <> 'e'", "120,180,120"), ("\"kind\" IN ('a','b')", "200,120,120"), ("ELSE", "120,120,200")):
        rule = QgsRuleBasedRenderer.Rule(QgsFillSymbol.createSimple({"color": color, "outline_style": "no"}))
        if filter_text == "ELSE":
            rule.setIsElse(True)
        else:
            rule.setFilterExpression(filter_text)
        everything.appendChild(rule)
    far = QgsRuleBasedRenderer.Rule(QgsFillSymbol.createSimple({"color": "0,0,0"}), 100_000_000, 500_000)
    root.appendChild(far)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    return layer


def labelled(folder):
    layer = layer_of(folder, "labelled", "Polygon", [square(i, 0) for i in range(8)])
    layer.setRenderer(QgsCategorizedSymbolRenderer("", [QgsRendererCategory("", QgsFillSymbol.createSimple({"color": "225,240,225", "outline_color": "120,160,120"}), "")]))
    settings = QgsPalLayerSettings()
    settings.fieldName = "upper(\"kind\") || ' ' || \"n\""
    settings.isExpression = True
    text = QgsTextFormat()
    text.setSize(11)
    text.setColor(QColor(20, 60, 20))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(1)
    halo.setSizeUnit(QgsUnitTypes.RenderMillimeters)
    text.setBuffer(halo)
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gallery.gpkg").unlink(missing_ok=True)
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem(CRS))
    project.setTitle("Gallery")
    for make in (labelled, ruled, graduated, markers, lines, areas):
        project.addMapLayer(make(folder))
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(QgsRectangle(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 1600, ORIGIN[1] + 1200), project.crs()))
    project.write(str(folder / "gallery.qgs"))
    application.exitQgis()


if __name__ == "__main__":
    main()
