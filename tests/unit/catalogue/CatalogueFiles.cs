using Isopleth.Arrays;
using Isopleth.Tests;

namespace Isopleth.Catalogue.Tests;

/// <summary>Catalogues the tests read: intake's own files, and files written for one test.</summary>
internal static class CatalogueFiles
{
    private static readonly string Root = MakeRoot();

    /// <summary>One of the files that intake tests itself with.</summary>
    public static string Intake(string file) => Samples.Path_($"intake/intake_tests/{file}");

    /// <summary>A file of the Pangeo catalogue.</summary>
    public static string Pangeo(string file) => Samples.Path_($"intake/pangeo-datastore/{file}");

    /// <summary>A folder of its own for one test, with the files given as path and text.</summary>
    public static string Folder(params (string Path, string Text)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, Path.GetRandomFileName())).FullName;
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        return folder;
    }

    /// <summary>A catalogue of one file, which is written over by the next: a catalogue's own file is read when it is loaded, and not again.</summary>
    public static Catalogue Of(string text, CatalogueOptions? options = null)
    {
        var file = Path.Combine(Root, "catalog.yml");
        File.WriteAllText(file, text);
        return Catalogue.Load(file, options);
    }

    /// <summary>Options with an environment of the test's own, and a driver 'probe' that opens nothing and keeps what it was asked.</summary>
    public static CatalogueOptions Probe(List<OpenRequest>? requests = null, params (string Name, string Value)[] environment) => new()
    {
        Environment = name => environment.FirstOrDefault(e => e.Name == name).Value,
        Drivers = DriverRegistry.Standard.With("probe", Remember(requests)).With("csv", Remember(requests)),
    };

    /// <summary>The arguments of an entry with the parameters given.</summary>
    public static CatalogueMetadata Arguments(CatalogueEntry entry, params (string Name, object? Value)[] parameters) =>
        entry.Resolve(parameters.ToDictionary(p => p.Name, p => p.Value)).Arguments;

    private static string MakeRoot()
    {
        var root = Directory.CreateTempSubdirectory("isopleth-catalogue-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }

    private static DatasetOpener Remember(List<OpenRequest>? requests) => request =>
    {
        requests?.Add(request);
        return new Dataset([]);
    };
}
