using Isopleth.Benchmarks;

var names = args.Where(a => !a.StartsWith('-')).ToArray();
var json = args.Contains("--json");
Dictionary<string, Func<IAsyncEnumerable<Row>>> benchmarks = new(StringComparer.Ordinal)
{
    ["arrays"] = ArraysBenchmark.RunAsync,
    ["formats"] = FormatsBenchmark.RunAsync,
    ["kernel"] = KernelBenchmark.RunAsync,
    ["pca"] = PcaBenchmark.RunAsync,
    ["hub"] = HubBenchmark.RunAsync,
};
if (names.Length != 1 || !benchmarks.TryGetValue(names[0], out var benchmark))
{
    Console.Error.WriteLine($"There is no benchmark '{string.Join(' ', names)}'. The benchmarks are: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

if (!json)
{
    Console.WriteLine(Row.Header);
}

await foreach (var row in benchmark())
{
    Console.WriteLine(json ? row.ToJson() : row.ToString());
}

return 0;
