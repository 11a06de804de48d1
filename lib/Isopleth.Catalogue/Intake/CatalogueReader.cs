namespace Isopleth.Catalogue.Intake;

/// <summary>Turns files and folders into catalogues.</summary>
internal static class CatalogueReader
{
    private static readonly string[] OneFile = ["yaml_file_cat", "yaml_file", "intake.catalog.local.YAMLFileCatalog"];
    private static readonly string[] SeveralFiles = ["yaml_files_cat", "yaml_files", "intake.catalog.local.YAMLFilesCatalog"];

    public static bool IsCatalogue(CatalogueEntry entry) => OneFile.Contains(entry.Driver) || SeveralFiles.Contains(entry.Driver);

    /// <summary>Reads the file or folder that <paramref name="context"/> names.</summary>
    public static Catalogue Read(CatalogueContext context, Catalogue? parent)
    {
        context = context with { Ancestors = [.. context.Ancestors, context.File] };
        return Directory.Exists(context.File) ? ReadFolder(context, parent) : ReadFile(context, parent);
    }

    private static Catalogue ReadFile(CatalogueContext context, Catalogue? parent)
    {
        var file = IntakeFile.Read(context);
        var stem = Path.GetFileNameWithoutExtension(context.File);
        var name = file.Name ?? (stem == "catalog" ? new FileInfo(context.File).Directory!.Name : stem);
        return new Catalogue(file.Context, parent, name, file.Description, file.Metadata, home => Children(file, home), file.Problems);
    }

    // A folder's own catalog.yml describes it; other files and folders are catalogues below it, unless that file names them already.
    private static Catalogue ReadFolder(CatalogueContext context, Catalogue? parent)
    {
        var folder = new DirectoryInfo(context.File);
        var files = folder.EnumerateFiles().Where(IsYaml).OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        var main = files.FirstOrDefault(f => Path.GetFileNameWithoutExtension(f.Name) == "catalog");
        var folders = folder.EnumerateDirectories()
            .Where(HoldsYaml)
            .OrderBy(d => d.Name, StringComparer.Ordinal).ToList();
        if (files.Count == 0 && folders.Count == 0)
        {
            throw new CatalogueException(new(context.File, 0, 0, "", "The folder holds no catalogue.", "Catalogue files end in .yml or .yaml."));
        }

        var own = main is null ? null : IntakeFile.Read(context with { File = main.FullName, Ancestors = [.. context.Ancestors, main.FullName] });
        var inner = own?.Context ?? context;
        IEnumerable<CatalogueChild> ChildrenOf(Catalogue home)
        {
            var named = own is null ? [] : Children(own, home).ToList();
            var below = files.Where(f => f != main).Select(f => (Path.GetFileNameWithoutExtension(f.Name), f.FullName))
                .Concat(folders.Select(d => (d.Name, d.FullName)));
            foreach (var (name, path) in below)
            {
                if (named.All(c => c.Name != name))
                {
                    named.Add(new(name, null, Nested(inner with { File = path }, name, home), null));
                }
            }

            return named;
        }

        return new Catalogue(inner, parent, own?.Name ?? folder.Name, own?.Description ?? "", own?.Metadata ?? CatalogueMetadata.Empty, ChildrenOf, own?.Problems ?? []);
    }

    private static IEnumerable<CatalogueChild> Children(IntakeFile file, Catalogue home) => file.Sources.SelectMany(s => Child(s, file.Context, home));

    private static IEnumerable<CatalogueChild> Child(IntakeSource source, CatalogueContext context, Catalogue home)
    {
        if (source.Entry is not { } entry)
        {
            return [new(source.Name, null, null, source.Problem)];
        }

        entry.Home = home;
        if (!IsCatalogue(entry))
        {
            return [new(source.Name, entry, null, null)];
        }

        try
        {
            var request = entry.Resolve(new Dictionary<string, object?>(StringComparer.Ordinal));
            var several = SeveralFiles.Contains(entry.Driver);
            var paths = several || !Directory.Exists(FolderOf(request)) ? request.LocalFiles("path") : [FolderOf(request)];
            return paths.Select(p => new CatalogueChild(source.Name, null, Nested(context with { File = p }, source.Name, home), null));
        }
        catch (CatalogueException e)
        {
            return [new(source.Name, null, null, e.Problem)];
        }
    }

    private static string FolderOf(OpenRequest request) => Path.GetFullPath(request.Arguments.Text("path") ?? "", request.Entry.Folder);

    private static Lazy<Catalogue> Nested(CatalogueContext context, string name, Catalogue home) =>
        new(() => Read(context with { Prefix = context.Prefix + name + "." }, home));

    // Hidden folders and links are left out: a link may lead back up.
    private static bool HoldsYaml(DirectoryInfo folder) =>
        folder.Name[0] != '.' && folder.LinkTarget is null && (folder.EnumerateFiles().Any(IsYaml) || folder.EnumerateDirectories().Any(HoldsYaml));

    private static bool IsYaml(FileInfo file) => file.Extension is ".yml" or ".yaml" && file.Name[0] != '.';
}
