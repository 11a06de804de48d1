using System.Collections.Concurrent;
using System.Reflection;
using BclLoader = System.Runtime.InteropServices.NativeLibrary;

namespace Isopleth.Native;

/// <summary>The one place where native libraries are found.</summary>
/// <remarks>
/// A room declares its library with <see cref="Register"/> in its module initialiser; <c>[LibraryImport]</c> then resolves through here.
/// When the variable <see cref="NativeLibrary.OverrideVariable"/> is set, only what it names is tried, so that an operator's choice is never silently passed over.
/// </remarks>
public static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, NativeLibrary> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, nint> Loaded = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Assembly, bool> Resolving = new();
    private static readonly Lazy<string> NpmModules = new(FindNpmModules);

    /// <summary>The libraries registered so far, by name.</summary>
    public static IReadOnlyCollection<NativeLibrary> Registered => [.. Known.Values.OrderBy(l => l.Name, StringComparer.Ordinal)];

    /// <summary>Makes <c>[LibraryImport(name)]</c> declarations of <paramref name="assembly"/> resolve <paramref name="libraries"/>.</summary>
    /// <param name="assembly">The assembly that holds the declarations.</param>
    /// <param name="libraries">The libraries it uses.</param>
    public static void Register(Assembly assembly, params ReadOnlySpan<NativeLibrary> libraries)
    {
        foreach (var library in libraries)
        {
            Known[library.Name] = library;
        }

        if (Resolving.TryAdd(assembly, true))
        {
            BclLoader.SetDllImportResolver(assembly, static (name, _, _) => Known.TryGetValue(name, out var library) ? Load(library) : 0);
        }
    }

    /// <summary>Whether <paramref name="library"/> can be loaded here, and from where or why not.</summary>
    /// <param name="library">The library to look for.</param>
    /// <param name="detail">The path or file name it was loaded from, or the reason it was not.</param>
    /// <returns>True when it loads.</returns>
    public static bool IsAvailable(NativeLibrary library, out string detail)
    {
        try
        {
            _ = Load(library, out detail);
            return true;
        }
        catch (NativeLibraryMissingException e)
        {
            detail = e.Message;
            return false;
        }
    }

    /// <summary>Loads <paramref name="library"/>, once.</summary>
    /// <param name="library">The library to load.</param>
    /// <returns>Its handle.</returns>
    /// <exception cref="NativeLibraryMissingException">It is not here; the message names it and the command that installs it.</exception>
    public static nint Load(NativeLibrary library) => Load(library, out _);

    private static nint Load(NativeLibrary library, out string from)
    {
        var overridden = Environment.GetEnvironmentVariable(library.OverrideVariable);
        IEnumerable<string> candidates = string.IsNullOrEmpty(overridden)
            ? library.FileNames.Select(Locate)
            : Directory.Exists(overridden) ? library.FileNames.Select(f => Path.Combine(overridden, Path.GetFileName(f))) : [overridden];
        foreach (var candidate in candidates)
        {
            from = candidate;
            if (Loaded.TryGetValue(candidate, out var handle))
            {
                return handle;
            }

            if (BclLoader.TryLoad(candidate, out handle))
            {
                return Loaded.GetOrAdd(candidate, handle);
            }
        }

        throw new NativeLibraryMissingException(library, candidates, overridden);
    }

    private static string Locate(string fileName) => fileName.Contains('/', StringComparison.Ordinal) ? Path.Combine(NpmModules.Value, fileName) : fileName;

    /// <summary>Where the build keeps its parts from npm: <c>npm/node_modules</c> in a folder above the program, commonly <c>artifacts</c>.</summary>
    private static string FindNpmModules()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var modules = Path.Combine(folder.FullName, "npm", "node_modules");
            if (Directory.Exists(modules))
            {
                return modules;
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "npm", "node_modules");
    }
}
