using System.IO.Compression;
using System.Reflection;
using System.Reflection.Emit;

namespace Isopleth.Kernel.Tests;

/// <summary>A folder of packages made on the spot, which serves as a package source.</summary>
internal sealed class PackageFolder : IDisposable
{
    // Names of its own for every run: NuGet keeps what it has once unpacked.
    private readonly string _tag = "T" + Guid.NewGuid().ToString("N")[..8];

    public string Path { get; } = Directory.CreateTempSubdirectory("isopleth-packages-").FullName;

    /// <summary>The name that a package goes by in this run.</summary>
    public string Name(string name) => $"{name}.{_tag}";

    /// <summary>The namespace in which a package has its one class.</summary>
    public string Namespace(string name) => $"{name}_{_tag}";

    /// <summary>Adds a package whose <c>Probe.Version()</c> tells its version; in an assembly named after it where no other name is given; its native library is of this platform where no other is.</summary>
    public PackageFolder Add(string name, string version, string? needs = null, string? native = null, string? assembly = null, string? platform = null)
    {
        using var package = ZipFile.Open(System.IO.Path.Combine(Path, $"{Name(name)}.{version}.nupkg"), ZipArchiveMode.Create);
        var dependency = needs is null ? "" : $"""<dependency id="{Name(needs.Split(' ')[0])}" version="{needs.Split(' ')[1]}" />""";
        using (var nuspec = new StreamWriter(package.CreateEntry($"{Name(name)}.nuspec").Open()))
        {
            nuspec.Write($"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
                <id>{Name(name)}</id><version>{version}</version><authors>test</authors><description>test</description>
                <dependencies><group targetFramework="net10.0">{dependency}</group></dependencies></metadata></package>
                """);
        }

        assembly ??= Namespace(name);
        using (var entry = package.CreateEntry($"lib/net10.0/{assembly}.dll").Open())
        {
            entry.Write(Assembly(assembly, version));
        }

        if (native is not null)
        {
            package.CreateEntryFromFile(native, $"runtimes/{platform ?? System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}/native/lib{Namespace(name)}.so");
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static byte[] Assembly(string name, string version)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = Version.Parse(version.Split('-')[0]) }, typeof(object).Assembly);
        var type = assembly.DefineDynamicModule(name).DefineType(name + ".Probe", TypeAttributes.Public | TypeAttributes.Class);
        var code = type.DefineMethod("Version", MethodAttributes.Public | MethodAttributes.Static, typeof(string), []).GetILGenerator();
        code.Emit(OpCodes.Ldstr, version);
        code.Emit(OpCodes.Ret);
        type.CreateType();
        using var image = new MemoryStream();
        assembly.Save(image);
        return image.ToArray();
    }
}
