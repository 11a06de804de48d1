namespace Isopleth.Tests;

/// <summary>How long a long suite runs: a seeded tenth of it, or all with <c>./isopleth test --full</c>.</summary>
internal static class LongRun
{
    public static int Of(int whole) => Environment.GetEnvironmentVariable("ISOPLETH_TEST_FULL") == "1" ? whole : whole / 10;
}
