using System.Runtime.CompilerServices;

namespace Isopleth.Kernel.Display;

/// <summary>Bars that show how far a loop is: <c>foreach (var orbit in orbits.Progress("orbits"))</c>.</summary>
/// <remarks>A cell's bars stand in one output that is updated in place, at most ten times a second; a bar within a bar stands beneath it for as long as it runs. A headless run, a page and a forge keep the last state. A loop that is left early says where.</remarks>
public static class ProgressExtensions
{
    /// <summary>Shows how far a loop over a sequence is.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="items">The sequence.</param>
    /// <param name="title">What stands before the bar.</param>
    /// <param name="count">How many elements there are, where the sequence cannot tell; null where nobody knows.</param>
    /// <returns>The same elements.</returns>
    public static IEnumerable<T> Progress<T>(this IEnumerable<T> items, string? title = null, int? count = null)
    {
        using var bar = ProgressBars.Begin(title, count ?? (items.TryGetNonEnumeratedCount(out var known) ? known : PlainText.CountOf(items)));
        foreach (var item in items)
        {
            yield return item;
            bar.Step();
        }

        bar.Complete();
    }

    /// <summary>Shows how far a loop over a sequence is whose elements come with time.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="items">The sequence.</param>
    /// <param name="title">What stands before the bar.</param>
    /// <param name="count">How many elements there are; null where nobody knows.</param>
    /// <param name="cancellation">Ends the wait for the next element.</param>
    /// <returns>The same elements.</returns>
    public static async IAsyncEnumerable<T> Progress<T>(this IAsyncEnumerable<T> items, string? title = null, int? count = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var bar = ProgressBars.Begin(title, count);
        await foreach (var item in items.WithCancellation(cancellation))
        {
            yield return item;
            bar.Step();
        }

        bar.Complete();
    }
}
