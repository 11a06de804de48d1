namespace Isopleth.Kernel.Cells;

/// <summary>The framework as compilers see it, where the SDK's reference pack is there: what is public, a twentieth of the runtime's own assemblies, and its documentation.</summary>
internal static class ReferencePack
{
    /// <summary>The folder of the newest pack of the running runtime's version; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The runtime's own assemblies.</summary>
    public static string Runtime { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static string? Find()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        var packs = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "..", "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        var version = $"{Environment.Version.Major}.{Environment.Version.Minor}";
        return !Directory.Exists(packs) ? null : Directory.EnumerateDirectories(packs, version + ".*")
            .OrderByDescending(static pack => Version.TryParse(Path.GetFileName(pack).Split('-')[0], out var number) ? number : new Version())
            .Select(pack => Path.Combine(pack, "ref", "net" + version))
            .FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "System.Runtime.dll")));
    }
}
