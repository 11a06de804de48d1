using System.Diagnostics;
using System.Globalization;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Packages;

/// <summary>Shows, in one place of a cell's output, how something that is fetched or built comes along, and what came of it.</summary>
/// <param name="output">The cell's outputs.</param>
internal sealed class BringProgress(CellOutput output)
{
    /// <summary>Does a piece of work and shows how it goes.</summary>
    /// <param name="doing">What is being done.</param>
    /// <param name="work">The work: given what to tell the time that has passed, it returns what came of it.</param>
    public void During(string doing, Func<Action<TimeSpan>, string> work)
    {
        var (id, shown) = ("", "");
        var watch = Stopwatch.StartNew();
        try
        {
            var done = work(passed => Show(string.Create(CultureInfo.InvariantCulture, $"{doing} … {passed.TotalSeconds:F0} s")));
            Show(string.Create(CultureInfo.InvariantCulture, $"{done} in {watch.Elapsed.TotalSeconds:F1} s"));
        }
        catch (Exception e) when (id.Length > 0 && e is PackageException or OperationCanceledException)
        {
            Show($"{doing}: not done.");
            throw;
        }

        void Show(string text)
        {
            if (id.Length == 0)
            {
                id = Guid.NewGuid().ToString("N");
                output.Display(Formatter.ToBundle(text), id);
            }
            else if (text != shown)
            {
                output.Update(id, Formatter.ToBundle(text));
            }

            shown = text;
        }
    }
}
