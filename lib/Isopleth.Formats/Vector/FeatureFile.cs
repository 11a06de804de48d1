using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;
using Isopleth.Formats.RasterNative;
using NetTopologySuite.Geometries;

namespace Isopleth.Formats;

/// <summary>One open layer: what it declares, and its columns. GDAL serves one thread at a time per data set.</summary>
internal sealed unsafe class FeatureFile : IDisposable
{
    private const string GeometryField = "OGR_GEOMETRY";

    private readonly GdalHandle _handle;
    private readonly nint _layer;
    private readonly SpatialReference? _target;
    private readonly CoordinateTransformation? _transformation;
    private readonly List<FeatureField> _fields;
    private readonly bool _isFiltered;
    private readonly Lock _gate = new();

    public FeatureFile(string path, FeatureOptions options)
    {
        GdalLibrary.EnsureReady();
        Path = File.Exists(path) || Directory.Exists(path) ? System.IO.Path.GetFullPath(path) : path;
        _handle = OpenHandle(Path);
        try
        {
            Layers = [.. Enumerable.Range(0, GdalLibrary.GDALDatasetGetLayerCount(_handle)).Select(i => GdalLibrary.Text(GdalLibrary.OGR_L_GetName(GdalLibrary.GDALDatasetGetLayer(_handle, i))))];
            _layer = GdalLibrary.GDALDatasetGetLayer(_handle, Layer(options.Layer));
            var definition = GdalLibrary.OGR_L_GetLayerDefn(_layer);
            _fields = [.. Enumerable.Range(0, GdalLibrary.OGR_FD_GetFieldCount(definition)).Select(i => new FeatureField(GdalLibrary.OGR_FD_GetFieldDefn(definition, i), i))];
            if (options.Crs is { } crs)
            {
                _target = SpatialReference.Of(crs);
                _transformation = CoordinateTransformation.Between(Reference, _target.Handle);
            }

            Filter(options);
            _isFiltered = options.Box is not null || options.Where is not null;
            GdalLibrary.CPLErrorReset();
            Count = checked((int)GdalLibrary.OGR_L_GetFeatureCount(_layer, force: 1));
            if (Count < 0)
            {
                throw options.Where is null ? new DataFormatException($"The features cannot be counted (GDAL says: {GdalLibrary.LastError()}); the file may be damaged.", Path, hint: "Fetch or write it again.") : WrongCondition(options.Where);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    public IReadOnlyList<string> Layers { get; }

    public int Count { get; }

    /// <summary>The layer's own reference, which stays the layer's.</summary>
    private nint Reference => GdalLibrary.OGR_L_GetSpatialRef(_layer) is var own and not 0 ? own
        : _target is null ? 0
        : throw new ArgumentException($"{Path} does not say its coordinate reference system, so its geometries cannot be brought into another.");

    private bool HasGeometry => GdalLibrary.OGR_L_GetGeomType(_layer) is not 100;

    public StoredDataset Describe()
    {
        lock (_gate)
        {
            var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal)
            {
                ["driver"] = GdalLibrary.Text(GdalLibrary.GDALGetDriverShortName(GdalLibrary.GDALGetDatasetDriver(_handle))),
                ["layer"] = GdalLibrary.Text(GdalLibrary.OGR_L_GetName(_layer)),
            };
            foreach (var (key, value) in GdalLibrary.Pairs(GdalLibrary.GDALGetMetadata(_layer, null)))
            {
                attributes[key] = value;
            }

            var names = new HashSet<string>(StringComparer.Ordinal) { "geometry", "spatial_ref" };
            string Unique(string name) => names.Add(name) ? name : Enumerable.Range(1, int.MaxValue).Select(k => $"{name}_{k}").First(names.Add);
            var missing = Missing();
            var variables = _fields.Select(f => TableVariable.Of(f.Empty(Unique(f.Name)), Count, missing[f.Index], Path, () => Read(f), "feature")).ToList();
            if (HasGeometry)
            {
                var type = GdalLibrary.Text(GdalLibrary.OGRGeometryTypeToName(GdalLibrary.OGR_L_GetGeomType(_layer)));
                var about = new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["geometry_type"] = type };
                var reference = _target?.Handle ?? Reference;
                if (reference != 0)
                {
                    about["grid_mapping"] = "spatial_ref";
                    variables.Add(SpatialReference.Variable(reference));
                }

                if (Count > 0 && Extent() is { } extent)
                {
                    attributes["bbox"] = extent;
                }

                variables.Add(new Variable("geometry", ["feature"], new LoadedSource<Geometry?>([Count], ReadGeometries), about));
            }

            return new StoredDataset(variables, attributes)
            {
                Source = Path,
                Groups = [.. Layers.Where(l => Layers.Count > 1 && l != (string)attributes["layer"])],
                Dimensions = new Dictionary<string, int>(StringComparer.Ordinal) { ["feature"] = Count },
            };
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _handle.Dispose();
            _transformation?.Dispose();
            _target?.Dispose();
        }
    }

    private static GdalHandle OpenHandle(string path)
    {
        // Without it GDAL writes a schema of its own beside the file.
        using var options = new NativeTexts(Features.Identify(path) == "GML" ? ["WRITE_GFS=NO"] : []);
        GdalLibrary.CPLErrorReset();
        var handle = new GdalHandle(GdalLibrary.GDALOpenEx(path, GdalLibrary.OpenVector | GdalLibrary.OpenVerbose, null, (byte**)options.Pointers, null));
        if (!handle.IsInvalid && GdalLibrary.GDALDatasetGetLayerCount(handle) > 0)
        {
            return handle;
        }

        var said = handle.IsInvalid ? GdalLibrary.LastError() : "it has no layers";
        handle.Dispose();
        throw new DataFormatException(
            $"This cannot be opened as vector data (GDAL says: {said}).", path,
            hint: said.Contains("SHAPE_RESTORE_SHX", StringComparison.Ordinal) ? "The parts of a shapefile, .shp, .shx, .dbf and .prj, must lie together; bring those that are missing." : null);
    }

    private int Layer(string? name)
    {
        var index = name is null ? 0 : Layers.ToList().IndexOf(name);
        return index >= 0 ? index : throw new ArgumentException($"{Path} has no layer '{name}'; it has {string.Join(", ", Layers)}.");
    }

    private void Filter(FeatureOptions options)
    {
        if (options.Where is { } condition && GdalLibrary.OGR_L_SetAttributeFilter(_layer, condition) != GdalLibrary.NoError)
        {
            throw WrongCondition(condition);
        }

        if (options.Box is not { } box)
        {
            return;
        }

        var outline = new GeometryFactory().ToGeometry(new Envelope(box.West, box.East, box.South, box.North));
        if (_target is not null)
        {
            // A straight edge need not be one in the other system.
            outline = NetTopologySuite.Densify.Densifier.Densify(outline, Math.Max(Math.Max(box.East - box.West, box.North - box.South) / 64, double.Epsilon));
            using var back = CoordinateTransformation.Between(_target.Handle, Reference);
            outline = back.Apply(outline);
        }

        var wkb = outline.AsBinary();
        fixed (byte* p = wkb)
        {
            _ = GdalLibrary.OGR_G_CreateFromWkb(p, 0, out var geometry, wkb.Length);
            GdalLibrary.OGR_L_SetSpatialFilter(_layer, geometry);
            GdalLibrary.OGR_G_DestroyGeometry(geometry);
        }
    }

    private ArgumentException WrongCondition(string condition) =>
        new($"'{condition}' is no condition on the attributes of {Path} (GDAL says: {GdalLibrary.LastError()}); they are {string.Join(", ", _fields.Select(f => f.Name))}.");

    private double[]? Extent()
    {
        var box = stackalloc double[4];
        return GdalLibrary.OGR_L_GetExtent(_layer, box, force: 1) != GdalLibrary.NoError || !double.IsFinite(box[0]) ? null
            : _transformation is null ? [box[0], box[2], box[1], box[3]]
            : _transformation.Box(box[0], box[2], box[1], box[3]);
    }

    /// <summary>Which of the columns that are integers have gaps: only reading them tells.</summary>
    private bool[] Missing()
    {
        var missing = new bool[_fields.Count];
        var integers = _fields.Where(f => f.IsInteger).ToList();
        if (integers.Count > 0)
        {
            Each(integers, withGeometry: false, (feature, _) => integers.ForEach(f => missing[f.Index] |= !f.IsSet(feature)));
        }

        return missing;
    }

    private TableColumn Read(FeatureField field)
    {
        lock (_gate)
        {
            var builder = field.Builder(Count);
            Each([field], withGeometry: false, builder.Add);
            return builder.Finish();
        }
    }

    private Geometry?[] ReadGeometries()
    {
        lock (_gate)
        {
            var geometries = new Geometry?[Count];
            var reader = new FeatureGeometry(Path, _transformation);
            Each([], withGeometry: true, (feature, i) => geometries[i] = reader.Read(feature, i));
            return geometries;
        }
    }

    /// <summary>Goes through the features; the columns that are not asked for are left out.</summary>
    private void Each(IReadOnlyCollection<FeatureField> fields, bool withGeometry, Action<nint, int> work)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        // A filter may need what is not asked for.
        using var ignored = new NativeTexts(_isFiltered ? [] : [.. _fields.Except(fields).Select(f => f.Name).Where(n => n.Length > 0), "OGR_STYLE", .. withGeometry ? Array.Empty<string>() : [GeometryField]]);
        _ = GdalLibrary.OGR_L_SetIgnoredFields(_layer, (byte**)ignored.Pointers);
        GdalLibrary.CPLErrorReset();
        GdalLibrary.OGR_L_ResetReading(_layer);
        var row = 0;
        while (GdalLibrary.OGR_L_GetNextFeature(_layer) is var feature and not 0)
        {
            try
            {
                if (row < Count)
                {
                    work(feature, row);
                }

                row++;
            }
            finally
            {
                GdalLibrary.OGR_F_Destroy(feature);
            }
        }

        if (row != Count)
        {
            throw new DataFormatException($"The layer says it has {Count} features, but {row} can be read (GDAL says: {GdalLibrary.LastError()}); the file is damaged.", Path, hint: "Fetch or write it again.");
        }
    }
}
