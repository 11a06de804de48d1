using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The one door: opens a file or folder of any format that the field stores its data in, recognised by what is in it, not by its name.</summary>
public static partial class DataStore
{
    private static readonly DataFormat NetCdfFormat = new("NetCDF", path => NetCdf.Open(path)) { InGroup = (path, group) => NetCdf.Open(path, group) };
    private static readonly DataFormat Hdf5Format = new("HDF5 (NetCDF-4, MATLAB 7.3)", path => NetCdf.Open(path)) { InGroup = (path, group) => NetCdf.Open(path, group) };
    private static readonly DataFormat ArgoFormat = new("Argo (NetCDF)", path => NetCdf.Open(path), "Argo.Open picks the values that are to be used.") { InGroup = (path, group) => NetCdf.Open(path, group) };
    private static readonly DataFormat MatFormat = new("MATLAB file (level 5)", Mat.Open);
    private static readonly DataFormat ZarrFormat = new("Zarr", path => Zarr.Open(path)) { InGroup = (path, group) => Zarr.Open(path, group) };
    private static readonly DataFormat OdvFormat = new("ODV spreadsheet", Odv.Open);
    private static readonly DataFormat CsvFormat = new("CSV", Csv.Open);
    private static readonly DataFormat BlankFormat = new("table of text", Csv.OpenBlank);
    private static readonly DataFormat ParquetFormat = new("Parquet", Parquet.Open);

    /// <summary>Opens what a path leads to.</summary>
    /// <param name="path">A file, a folder, either as <c>file://…</c>, or the address of a Zarr hierarchy.</param>
    /// <returns>The data set; nothing but its description is read. Tables have the dimension <c>row</c>. Dispose it to close the file.</returns>
    /// <exception cref="DataFormatException">There is nothing, or something damaged, or of a format that is not read; the message names it.</exception>
    public static Dataset Open(string path)
    {
        path = Local(path);
        var format = Recognise(path);
        return format.Reader is { } open
            ? open(path)
            : throw new DataFormatException($"This is {Article(format.Name)} {format.Name}, which is not supported.", Path.GetFullPath(path), hint: format.Hint);
    }

    /// <summary>Opens one group, layer or part of what a path leads to.</summary>
    /// <param name="path">As for the whole.</param>
    /// <param name="group">One of the whole's <see cref="Dataset.Groups"/>: a group of NetCDF, HDF5 or Zarr, a layer of features, a part of a raster.</param>
    /// <returns>The data set; nothing but its description is read. Dispose it to close the file.</returns>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="DataFormatException">There is nothing, or something damaged, or of a format that has no groups, or no such group.</exception>
    public static Dataset Open(string path, string group)
    {
        path = Local(path);
        var format = Recognise(path);
        return format.InGroup is { } open
            ? open(path, group)
            : throw new DataFormatException($"This is {Article(format.Name)} {format.Name}, whose parts have no names, so that there is no '{group}'.", Path.GetFullPath(path), hint: "Open it as a whole.");
    }

    /// <summary>Opens one group, layer or part of what is open already: of NetCDF and HDF5 in a fraction of the time.</summary>
    /// <param name="path">As for the whole.</param>
    /// <param name="group">One of the whole's <see cref="Dataset.Groups"/>.</param>
    /// <param name="opened">The whole; a group of NetCDF or HDF5 can be read until this is disposed.</param>
    /// <returns>The data set; nothing but its description is read. Dispose it to close what it holds open itself.</returns>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="DataFormatException">There is no such group.</exception>
    public static Dataset Open(string path, string group, Dataset opened)
    {
        ArgumentNullException.ThrowIfNull(opened);
        return opened.Holds<NetCdfFile>() is not null ? NetCdf.OpenGroup(opened, group) : Open(path, group);
    }

    /// <summary>Tells of what format a file or folder is.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <returns>The format, read here or not.</returns>
    /// <exception cref="DataFormatException">There is nothing, or its contents are of no known format.</exception>
    public static DataFormat Recognise(string path)
    {
        path = Local(path);
        if (path.StartsWith("http", StringComparison.OrdinalIgnoreCase) && path.Contains("://", StringComparison.Ordinal) && Zarr.IsZarr(path))
        {
            return ZarrFormat;
        }

        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw new DataFormatException("This is an address of no Zarr hierarchy, and not a file.", path, hint: "Fetch it first, and open the file.");
        }

        var full = Path.GetFullPath(path);
        var head = new FileHead(full);
        return (head.IsFolder ? Folder(head) : Magic(head) ?? Archive(head) ?? Json(head) ?? (ByDriver(head) is { } raster && !(head.Text is not null && raster.Name.Contains("XYZ", StringComparison.Ordinal)) ? raster : null) ?? Words(head) ?? ByVectorDriver(head))
            ?? throw new DataFormatException(
                head.IsFolder ? "This folder is no data set of a known format." : TextTable.WhyNot(head) ?? $"The contents are of no known format: the file begins with {NetCdfSignature.Begin(head.Bytes.Span[..Math.Min(64, head.Bytes.Length)])}.",
                full, hint: "Known are " + Known + ".");
    }

    private const string IsmnHint = "Read it with the network's own package (Python's ismn), and write NetCDF or CSV of it.";
    private const string Known = "NetCDF, HDF5, GeoTIFF and other rasters, Shapefile, GeoPackage, GeoJSON and other vectors, MATLAB files, Zarr, Parquet, ODV spreadsheets and CSV";

    private static readonly Dictionary<string, string> VectorNames = new(StringComparer.Ordinal)
    {
        ["GPKG"] = "GeoPackage", ["ESRI Shapefile"] = "Shapefile", ["LIBKML"] = "KML", ["OpenFileGDB"] = "File Geodatabase", ["SQLite"] = "SQLite database", ["GPX"] = "GPX",
    };

    /// <summary>The path of an address of this machine.</summary>
    private static string Local(string path) => path.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(path, UriKind.Absolute, out var address) ? address.LocalPath : path;

    private static DataFormat RasterFormat(string name, Func<string, string>? place = null) => new(name, path => Raster.Open(place?.Invoke(path) ?? path)) { InGroup = (_, part) => Raster.Open(part) };

    private static DataFormat VectorFormat(string name, Func<string, string>? place = null) => new(name, path => Features.Open(place?.Invoke(path) ?? path)) { InGroup = (path, layer) => Features.Open(place?.Invoke(path) ?? path, new FeatureOptions { Layer = layer }) };

    private static DataFormat Unsupported(string name, string hint) => new(name, null, hint);

    private static string Article(string name) => "AEIOaeio".Contains(name[0], StringComparison.Ordinal) || name.StartsWith("HDF", StringComparison.Ordinal) ? "an" : "a";

    private static DataFormat? Folder(FileHead head) =>
        head.Has("zarr.json", ".zarray", ".zgroup", ".zmetadata") ? ZarrFormat
        : head.Has("manifest.safe", "xfdumanifest.xml") ? RasterFormat("SAFE product")
        : Zarr.IsZarr(head.Path) ? ZarrFormat
        : ParquetFiles(head.Path) is { } pattern ? new DataFormat("folder of Parquet files", path => Parquet.Open(Path.Combine(Path.GetFullPath(path), pattern)))
        : ByDriver(head) ?? ByVectorDriver(head);

    /// <summary>The pattern of a folder's Parquet files, in it or in <c>name=value</c> folders; null when there are none.</summary>
    private static string? ParquetFiles(string folder) => Directory.EnumerateFiles(folder, "*.parquet").Any() ? "*.parquet"
        : Directory.EnumerateDirectories(folder, "*=*").FirstOrDefault() is { } part && Directory.EnumerateFiles(part, "*.parquet", SearchOption.AllDirectories).Any() ? "**/*.parquet"
        : null;

    /// <summary>What says by its first bytes what it is.</summary>
    private static DataFormat? Magic(FileHead head) =>
        head.Begins("CDF"u8) && head.Bytes.Length > 3 && head.Bytes.Span[3] is 1 or 2 or 5 ? IsArgo(head) ? ArgoFormat : NetCdfFormat
        : IsHdf5(head) ? IsArgo(head) ? ArgoFormat : Hdf5Format
        : head.Begins("PAR1"u8) ? ParquetFormat
        : head.Begins("MATLAB 5.0"u8) || head.Begins("IM"u8, at: 126) && head.Begins("MATLAB"u8) ? MatFormat
        : head.Begins("II*\0"u8) || head.Begins("MM\0*"u8) || head.Begins("II+\0"u8) || head.Begins("MM\0+"u8) ? RasterFormat("TIFF")
        : head.Begins([0, 0, 0, 0x0c, (byte)'j', (byte)'P', (byte)' ', (byte)' ']) || head.Begins([0xff, 0x4f, 0xff, 0x51]) ? RasterFormat("JPEG 2000")
        : head.Begins([0x89, (byte)'P', (byte)'N', (byte)'G']) ? RasterFormat("PNG")
        : head.Begins("GRIB"u8) ? RasterFormat("GRIB")
        : head.Begins("BUFR"u8) ? Unsupported("BUFR message", "Convert it with ecCodes, for example bufr_dump or bufr_to_netcdf.")
        : head.Begins([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']) ? Unsupported("NumPy array", "Save it as NetCDF or Zarr, which name their dimensions.")
        : head.Begins("SQLite format 3\0"u8) ? Database(head)
        : head.Begins([0, 0, 0x27, 0x0a]) ? VectorFormat("Shapefile")
        : head.Begins("fgb"u8) ? VectorFormat("FlatGeobuf")
        : head.Begins([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) ? Unsupported("7-Zip archive", "Unpack it, and open what is in it.")
        : head.Begins("Rar!"u8) ? Unsupported("RAR archive", "Unpack it, and open what is in it.")
        : head.Begins([0x1f, 0x8b]) ? Gzip(head)
        : head.Begins("PK\u0003\u0004"u8) ? Zip(head)
        : null;

    /// <summary>HDF5's signature stands at 0, 512, 1024, … doubling: a user's own block may come before it.</summary>
    private static bool IsHdf5(FileHead head)
    {
        for (var at = 0; at < head.Bytes.Length; at = Math.Max(512, 2 * at))
        {
            if (head.Begins([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a], at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The words of Argo's files stand at their head.</summary>
    private static bool IsArgo(FileHead head) => head.Bytes.Span.IndexOf("Argo-3"u8) >= 0 || head.Bytes.Span.IndexOf("Argo float"u8) >= 0 || head.Bytes.Span.IndexOf("Argo reference table"u8) >= 0;

    /// <summary>A GeoPackage holds features, tiles of a raster, or both; features first.</summary>
    private static DataFormat? Database(FileHead head)
    {
        if (PromisedBySqlite(head.Bytes.Span) is { } promised && promised > head.Size)
        {
            throw NetCdfSignature.Truncated(head.Path, head.Size, promised);
        }

        return (ByVectorDriver(head) is { } features && Features.HasLayers(head.Path) ? features : null)
            ?? (Raster.HasBands(head.Path) ? ByDriver(head) : null)
            ?? (head.Begins("GPKG"u8, at: 68) ? Unsupported("GeoPackage without features and tiles", "Write it again: nothing is in it that could be shown.") : null)
            ?? Unsupported("SQLite database", "Export its tables as Parquet or CSV.");
    }

    /// <summary>How long an SQLite database is [byte]; null where its header does not know: one that an old program changed last.</summary>
    private static long? PromisedBySqlite(ReadOnlySpan<byte> head) =>
        head.Length >= 100 && head[24..28].SequenceEqual(head[92..96]) && BinaryPrimitives.ReadUInt32BigEndian(head[28..]) is var pages and > 0
            ? pages * (long)(BinaryPrimitives.ReadUInt16BigEndian(head[16..]) is 1 ? 65536 : BinaryPrimitives.ReadUInt16BigEndian(head[16..])) : null;

    private static DataFormat Gzip(FileHead head)
    {
        try
        {
            using var unpacked = new GZipStream(File.OpenRead(head.Path), CompressionMode.Decompress);
            var begin = new byte[4096];
            var text = System.Text.Encoding.UTF8.GetString(begin, 0, unpacked.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false));
            return !text.Contains('\0', StringComparison.Ordinal) && !Odv.Is(text) && TextTable.Is(text, isWhole: text.Length < 4096) ? CsvFormat : new DataFormat("gzip file", Unpacked.OpenGzip);
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException($"This gzip file is damaged: {e.Message}", head.Path, hint: "Fetch or write it again.", innerException: e);
        }
    }

    private static DataFormat Zip(FileHead head)
    {
        try
        {
            using var zip = ZipFile.OpenRead(head.Path);
            var names = zip.Entries.Select(e => e.FullName).ToList();
            if (names.Find(n => n.EndsWith(".hgt", StringComparison.OrdinalIgnoreCase)) is { } hgt)
            {
                // Unpacked here: GDAL does not survive every damaged archive.
                return new DataFormat("SRTM tile in a ZIP archive", path => Unpacked.OpenZip(path, hgt));
            }

            if (names.Exists(n => Path.GetFileName(n) is "zarr.json" or ".zarray" or ".zgroup" or ".zmetadata"))
            {
                return ZarrFormat;
            }

            if (names.Exists(n => n is "xl/workbook.xml" or "content.xml"))
            {
                return Unsupported(names.Contains("content.xml") ? "spreadsheet of OpenDocument" : "workbook of Excel", "Save its sheets as CSV, and open these.");
            }

            if (names.Exists(n => n.EndsWith(".kml", StringComparison.OrdinalIgnoreCase)) && head.Path.EndsWith(".kmz", StringComparison.OrdinalIgnoreCase))
            {
                return VectorFormat("KML");
            }

            if (names.Find(n => VectorEntry().IsMatch(n)) is { } vector)
            {
                var inner = GeodatabaseFolder().Match(vector) is { Success: true } folder ? folder.Value : vector;
                return VectorFormat("vector data in a ZIP archive", path => $"/vsizip/{{{Path.GetFullPath(path)}}}/{inner}");
            }

            if (names.Exists(n => n.EndsWith(".stm", StringComparison.OrdinalIgnoreCase)))
            {
                return Unsupported("ISMN archive", IsmnHint);
            }

            if (names.Count(n => !n.EndsWith('/')) == 1 && names.Find(n => !n.EndsWith('/')) is { } only)
            {
                return new DataFormat("file in a ZIP archive", path => Unpacked.OpenZip(path, only));
            }

            return Unsupported($"ZIP archive of {names.Count} files ({string.Join(", ", names.Take(3))}{(names.Count > 3 ? ", …" : "")})", "Unpack it, and open what is in it.");
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException($"This ZIP archive is truncated or damaged: {e.Message}", head.Path, hint: "Fetch or write it again.", innerException: e);
        }
    }

    /// <summary>What a driver of GDAL claims, for the formats that have no first bytes of their own. Archives are none of them: GDAL does not survive every damaged one.</summary>
    private static DataFormat? ByDriver(FileHead head) => !head.Path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && Raster.Identify(head.Path) is { } driver ? RasterFormat(driver) : null;

    /// <summary>What a driver of OGR claims.</summary>
    private static DataFormat? ByVectorDriver(FileHead head) => Features.Identify(head.Path) is { } driver and not "CSV" ? VectorFormat(VectorNames.GetValueOrDefault(driver, driver)) : null;

    /// <summary>What is text.</summary>
    private static DataFormat? Words(FileHead head)
    {
        if (head.Text is not { } text)
        {
            return null;
        }

        var start = text.TrimStart();
        return Odv.Is(text) ? OdvFormat
            : Cdl().IsMatch(start) ? Unsupported("CDL text of a NetCDF file", "Make the file of it: ncgen -4 -o FILE.nc FILE.cdl.")
            : start.StartsWith('<') && VectorRoot().IsMatch(start) && ByVectorDriver(head) is { } vector ? vector
            : WellKnownText().IsMatch(start) ? Unsupported("coordinate reference system in words (WKT)", "Open the file of the same name that it lies beside: .shp, .asc or the like.")
            : start.StartsWith("ENVI", StringComparison.Ordinal) && start.Contains("samples", StringComparison.Ordinal) ? Unsupported("header of an ENVI raster", "Open the file of the values, which has the same name without .hdr.")
            : start.StartsWith('<') ? Unsupported("XML document", "Metadata are harvested by the catalogue.")
            : MedAtlas().IsMatch(start) ? Unsupported("MedAtlas text", "Convert it to ODV or NetCDF, for example with SeaDataNet's Octopus.")
            : Ismn().IsMatch(start) ? Unsupported("ISMN text", IsmnHint)
            : TextTable.Is(text, head.Size == head.Bytes.Length) ? CsvFormat
            : BlankTable.Is(TextTable.WholeLines(text, head.Size == head.Bytes.Length)) ? BlankFormat
            : null;
    }

    private static DataFormat? Json(FileHead head) => head.Text?.TrimStart() is not { } text ? null
        : head.Begins([0x1e]) ? VectorFormat("GeoJSON")
        : !JsonBegin().IsMatch(text) ? null
        : text.Contains("\"esriGeometry", StringComparison.Ordinal) ? VectorFormat("Esri JSON")
        : text.Contains("\"stac_version\"", StringComparison.Ordinal) ? Unsupported("STAC document", "Open it with the catalogue.")
        : GeoJsonType().IsMatch(text) ? VectorFormat("GeoJSON")
        : text.Contains("\"nbformat\"", StringComparison.Ordinal) ? Unsupported("notebook", "Run it: isopleth run.")
        : text.Contains(".zarray", StringComparison.Ordinal) || text.Contains("\"refs\"", StringComparison.Ordinal) ? Unsupported("kerchunk reference", "Open the files that it refers to.")
        : Unsupported("JSON document", "Data stand in other formats.");

    /// <summary>Archives that are named, not opened.</summary>
    private static DataFormat? Archive(FileHead head) => head.Begins("ustar"u8, at: 257) ? Unsupported("tar archive", "Unpack it (tar -xf), and open what is in it.")
        : head.Begins("BZh"u8) ? Unsupported("bzip2 file", "Unpack it (bunzip2), and open what is in it.")
        : head.Begins([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']) ? Unsupported("xz file", "Unpack it (unxz), and open what is in it.")
        : null;

    /// <summary>CDL, behind comments or not.</summary>
    [GeneratedRegex(@"^(//[^\n]*\n|\s)*netcdf\s[^{]*\{", RegexOptions.NonBacktracking)]
    private static partial Regex Cdl();

    /// <summary>Soil moisture of the International Soil Moisture Network, with a header line or with all in each line.</summary>
    [GeneratedRegex(@"^(\S+ +\S+ +\S+ [^\r\n]*-?\d+\.\d+[^\r\n]*[\r\n]+)?\d{4}/\d\d/\d\d \d\d:\d\d ", RegexOptions.NonBacktracking)]
    private static partial Regex Ismn();

    [GeneratedRegex(@"\.(shp|gpkg|geojson|gml|kml|fgb|gdbtable)$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex VectorEntry();

    [GeneratedRegex(@"^.*\.gdb(?=/)", RegexOptions.IgnoreCase)]
    private static partial Regex GeodatabaseFolder();

    /// <summary>What an object or a list of JSON begins with; other texts begin with a bracket too.</summary>
    [GeneratedRegex(@"^(\{\s*[""}]|\[\s*[-\[{""\d\]tfn])", RegexOptions.NonBacktracking)]
    private static partial Regex JsonBegin();

    [GeneratedRegex(@"^(GEOGCS|PROJCS|GEOGCRS|GEODCRS|PROJCRS|COMPD_CS|COMPOUNDCRS|LOCAL_CS|VERT_CS|VERTCRS|BOUNDCRS)\s*[\[(]", RegexOptions.NonBacktracking)]
    private static partial Regex WellKnownText();

    [GeneratedRegex("\"type\"\\s*:\\s*\"(FeatureCollection|Feature|GeometryCollection|(Multi)?(Point|LineString|Polygon))\"", RegexOptions.NonBacktracking)]
    private static partial Regex GeoJsonType();

    /// <summary>XML that holds features, unlike metadata that only borrow GML's words.</summary>
    [GeneratedRegex(@"^(<\?[^>]*>|<!--.*-->|\s)*<([\w.-]+:)?(FeatureCollection|SpatialDataSet|kml|gpx|osm|ogr)[\s>]|[:<](featureMembers?|member|boundedBy)[\s>]", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex VectorRoot();

    [GeneratedRegex(@"^\*[A-Z]{2}\d+ .*(\r?\n.*){0,12}\r?\n\*(DATE|SURFACE|PRES|DEPH|GLOBAL|DC)", RegexOptions.NonBacktracking)]
    private static partial Regex MedAtlas();
}
