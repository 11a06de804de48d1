"""What OGR (python3-gdal) finds in vector files, and files that it writes, for the tests of the vectors. Uses GDAL of the system."""
import json
import sys

from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()


def read(path):
    data = gdal.OpenEx(path, gdal.OF_VECTOR)
    layers = []
    for i in range(data.GetLayerCount()):
        layer = data.GetLayer(i)
        definition = layer.GetLayerDefn()
        features = []
        for feature in layer:
            geometry = feature.GetGeometryRef()
            values = {}
            for k in range(definition.GetFieldCount()):
                kind = definition.GetFieldDefn(k).GetType()
                null = not feature.IsFieldSetAndNotNull(k)
                values[definition.GetFieldDefn(k).GetName()] = (
                    None if null else feature.GetFieldAsInteger64(k) if kind in (ogr.OFTInteger, ogr.OFTInteger64)
                    else feature.GetFieldAsDouble(k) if kind == ogr.OFTReal else feature.GetFieldAsString(k))
            features.append({"geometry": None if geometry is None else bytes(geometry.ExportToIsoWkb()).hex(), "values": values})
        reference = layer.GetSpatialRef()
        layers.append({"name": layer.GetName(), "features": features, "epsg": reference and reference.GetAuthorityCode(None)})
    print(json.dumps({"driver": data.GetDriver().ShortName, "layers": layers}))


def write(folder):
    wgs, utm = osr.SpatialReference(), osr.SpatialReference()
    wgs.ImportFromEPSG(4326)
    utm.ImportFromEPSG(32632)
    for reference in (wgs, utm):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)

    def layer(driver, name, reference, geometries, kind=ogr.wkbUnknown):
        data = ogr.GetDriverByName(driver).CreateDataSource(folder + "/" + name)
        made = data.CreateLayer("things", reference, kind)
        for field, of in (("whole", ogr.OFTInteger), ("large", ogr.OFTInteger64), ("real", ogr.OFTReal), ("text", ogr.OFTString), ("day", ogr.OFTDate), ("at", ogr.OFTDateTime)):
            if driver != "KML" and not (driver == "ESRI Shapefile" and field == "at"):
                made.CreateField(ogr.FieldDefn(field, of))
        for i, wkt in enumerate(geometries):
            feature = ogr.Feature(made.GetLayerDefn())
            if driver != "KML":
                if i != 1:
                    feature["whole"] = i * 7
                    feature["text"] = "Zürich %d" % i
                    feature["day"] = "2020/02/%02d" % (i + 1)
                    if driver != "ESRI Shapefile":
                        feature["at"] = "2021/03/04 05:06:%02d.250+02" % i
                feature["large"] = 2 ** 40 + i
                feature["real"] = i / 3
            if wkt:
                feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
            made.CreateFeature(feature)

    mixed = ["POINT (8.5 47.25)", "LINESTRING (8 47, 9 48, 9.5 47.5)", "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))", None,
             "MULTIPOLYGON (((10 10, 11 10, 11 11, 10 10)), ((20 20, 21 20, 21 21, 20 20)))", "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (3 4, 5 6))", "MULTIPOINT (7 8, 9 10)"]
    layer("GPKG", "mixed.gpkg", wgs, mixed)
    layer("GeoJSON", "mixed.geojson", wgs, mixed)
    layer("GPKG", "utm.gpkg", utm, ["POINT (500000 5000000)", "POINT (600000 5100000)", "POINT (400000 5200000)"], ogr.wkbPoint)
    layer("ESRI Shapefile", "height.shp", wgs, ["POINT Z (1 2 3)", "POINT Z (4 5 6)", "POINT Z (7 8 9)"], ogr.wkbPoint25D)
    layer("GPKG", "curves.gpkg", utm, ["CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0, 1 -1, 0 0))"])
    layer("GML", "things.gml", wgs, ["POINT (8.5 47.25)", "POINT (9.5 48)"], ogr.wkbPoint)
    layer("KML", "things.kml", wgs, ["POINT (8.5 47.25)", "POINT (9.5 48)"], ogr.wkbPoint)
    layer("FlatGeobuf", "things.fgb", wgs, ["POINT (8.5 47.25)", "POINT (9.5 48)"], ogr.wkbPoint)


{"read": read, "write": write}[sys.argv[1]](sys.argv[2])
