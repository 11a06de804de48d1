using System.Globalization;

namespace Isopleth.Kernel;

/// <summary>How much of the memory C# objects may take, so that a cell that wants too much gets an error and the session lives.</summary>
/// <remarks>
/// The runtime itself keeps to three quarters of its memory group (cgroup 1 and 2); here <c>MEM_LIMIT</c>, as JupyterHub sets it, counts too. The rest is left to the compiler's code,
/// to stacks and to native libraries. After a cell that met the limit it is a fifth higher until memory is free again: to free it, the next cell must be compiled.
/// </remarks>
internal static class MemoryLimit
{
    private const string Variable = "MEM_LIMIT";
    private static long _raised;
    private static long _usual;

    /// <summary>Takes <c>MEM_LIMIT</c> over, where it is less than what the runtime found itself.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Apply()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
        {
            return null;
        }

        if (Bytes(text) is not { } whole)
        {
            return $"{Variable}={text} is no amount of memory and is not kept to; give bytes, or a number with K, M, G or T, as 512M.";
        }

        return whole / 4 * 3 >= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes || Set(whole / 4 * 3) ? null
            : $"{Variable}={text} is less than the kernel itself needs, and is not kept to.";
    }

    /// <summary>An amount as JupyterHub writes it, or null.</summary>
    /// <param name="text">Bytes, or a number with K, M, G or T.</param>
    internal static long? Bytes(string text)
    {
        var unit = "KMGT".IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal);
        return double.TryParse(unit < 0 ? text : text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e15
            ? (long)(number * Math.Pow(1024, unit + 1)) : null;
    }

    /// <summary>Makes room for the cells after one that met the limit.</summary>
    /// <returns>What to tell the user.</returns>
    public static string Relieve()
    {
        var limit = _raised > 0 ? _usual : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (_raised == 0 && Set(limit / 5 * 6))
        {
            (_usual, _raised) = (limit, limit / 5 * 6);
        }

        GC.Collect();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"C# objects may take {limit >> 20} MB here, and take {GC.GetTotalMemory(forceFullCollection: false) >> 20}. Set large variables to null (#!whos lists them), or work in smaller pieces.");
    }

    /// <summary>Goes back to the usual limit once memory is free again.</summary>
    public static void Restore()
    {
        if (_raised == 0)
        {
            return;
        }

        // What was let go counts only once it is collected; a limit left high would leave no room when it is met again.
        GC.Collect();
        if (GC.GetTotalMemory(forceFullCollection: false) < _usual / 8 * 7 && Set(_usual))
        {
            _raised = 0;
        }
    }

    private static bool Set(long bytes)
    {
        try
        {
            AppContext.SetData("GCHeapHardLimit", (ulong)bytes);
            GC.RefreshMemoryLimit();
            return true;
        }
        catch (InvalidOperationException)
        {
            // More is taken already.
            return false;
        }
    }
}
