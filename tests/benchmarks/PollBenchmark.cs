using System.Globalization;
using System.Text;
using Isopleth.Jupyter;

namespace Isopleth.Benchmarks;

/// <summary>What the polls that make a cell stoppable cost: the loops of <see cref="PollLoops"/> as a cell, beside the same loops as the compiler left them, in one kernel.</summary>
internal static class PollBenchmark
{
    // Processor time, not the clock: a loop that others push aside costs nothing meanwhile. Its lowest decile: what else disturbs a loop only ever adds to it.
    private const string Measure = """
        static double Milliseconds(Func<double> loop)
        {
            var before = Environment.CpuUsage.TotalTime;
            loop();
            return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        }

        var written = ((string Name, Func<double> Run)[])System.Reflection.Assembly.LoadFrom(PATH).GetType("Isopleth.Benchmarks.PollLoops").GetField("All").GetValue(null);
        for (var warm = 0; warm < 3; warm++)
        {
            for (var i = 0; i < 40 * written.Length; i++)
            {
                if (PollLoops.All[i % written.Length].Run() != written[i % written.Length].Run()) throw new Exception($"{written[i % written.Length].Name}: the results differ.");
            }

            System.Threading.Thread.Sleep(300);
        }

        for (var i = 0; i < written.Length; i++)
        {
            var (polled, plain) = (new List<double>(), new List<double>());
            for (var k = 0; k < 200; k++)
            {
                polled.Add(Milliseconds(PollLoops.All[i].Run));
                plain.Add(Milliseconds(written[i].Run));
            }

            polled.Sort();
            plain.Sort();
            Console.WriteLine(FormattableString.Invariant($"{written[i].Name} {polled[20]} {plain[20]}"));
        }
        """;

    public static async IAsyncEnumerable<Row> RunAsync(KernelProcess kernel)
    {
        using var text = new StreamReader(typeof(PollBenchmark).Assembly.GetManifestResourceStream("PollLoops.cs")!);
        var loops = await text.ReadToEndAsync();
        await PrintedAsync(kernel, loops.Replace("namespace Isopleth.Benchmarks;", "", StringComparison.Ordinal));
        var rows = await PrintedAsync(kernel, Measure.Replace("PATH", $"@\"{typeof(PollLoops).Assembly.Location}\"", StringComparison.Ordinal));
        foreach (var row in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = row.Split(' ');
            yield return new("kernel", "poll_" + parts[0], double.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture), "the same without polls", "ms");
        }
    }

    private static async Task<string> PrintedAsync(KernelProcess kernel, string code)
    {
        var printed = new StringBuilder();
        var reply = await kernel.Client.ExecuteAsync(code, new(), m => printed.Append(m.Type == "stream" ? (string?)m.Content["text"] : ""));
        return reply.Status == "ok" ? printed.ToString() : throw new InvalidOperationException($"The loops do not run in {kernel.Spec.DisplayName}: {reply.ErrorValue}");
    }
}
