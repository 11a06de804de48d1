using System.Diagnostics;
using Isopleth.Atmosphere;
using Isopleth.Chains;
using Isopleth.Formats;
using Isopleth.Tests;

namespace Isopleth.Catalogue.Tests;

/// <summary>The offline sample, generated once for all tests of the class.</summary>
public sealed class OfflineSampleTests(OfflineSampleTests.Sample sample) : IClassFixture<OfflineSampleTests.Sample>
{
    public sealed class Sample
    {
        public Sample() => Assert.True(OfflineSample.Generate(Folder));

        public string Folder { get; } = CatalogueFiles.Folder();

        public Catalogue Catalogue => Isopleth.Catalogue.Catalogue.Load(
            Path.Combine(Samples.RepositoryRoot, "datasets", "intake"), new() { Environment = n => n == "ISOPLETH_OFFLINE" ? Folder : n == "ISOPLETH_SAMPLES" ? Samples.Root : null });
    }

    public static TheoryData<string> Scenes => [.. OfflineSample.Scenes.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Open_Scene_IsWhatWasSimulated(string name)
    {
        var simulated = PlumeSceneSimulator.Simulate(OfflineSample.Scenes.First(s => s.Name == name).Options);
        using var dataset = sample.Catalogue["simulated.so2.etna"].Open(("scene", name));
        var scene = PlumeScene.FromDataset(dataset);
        AssertSame(simulated.Scene.Column, scene.Column);
        AssertSame(simulated.Scene.Latitude, scene.Latitude);
        AssertSame(simulated.Scene.LongitudeBounds, scene.LongitudeBounds);
        AssertSame(simulated.Scene.Validity!, scene.Validity!);
        AssertSame(simulated.Scene.CloudFraction!, scene.CloudFraction!);
        AssertSame(simulated.Scene.WindNorth!, scene.WindNorth!);
        AssertSame([.. simulated.Contributions.SelectMany(c => c)], dataset["truth_source_contribution"].ToDoubles());
        Assert.Equal(simulated.PlumeMask, dataset["truth_plume_mask"].ToDoubles().Select(m => m > 0));
        Assert.Equal(simulated.Sources.Select(s => s.Name), dataset["source_name"].To<string>());
    }

    [Fact]
    public void Generate_Scene_HasTheFormOfTheRealOverpasses()
    {
        using var real = sample.Catalogue["tropomi.so2.etna"].Open();
        using var made = sample.Catalogue["simulated.so2.etna"].Open();
        string[] shared =
        [
            "datetime_start", "latitude", "longitude", "latitude_bounds", "longitude_bounds", "cloud_fraction", "SO2_slant_column_number_density",
            "SO2_column_number_density_validity", "surface_zonal_wind_velocity", "surface_meridional_wind_velocity",
        ];
        Assert.All(shared, name =>
        {
            Assert.Equal(real[name].Dimensions, made[name].Dimensions);
            Assert.Equal(real[name].ElementType, made[name].ElementType);
            Assert.Equal(real[name].Attributes.GetValueOrDefault("description"), made[name].Attributes.GetValueOrDefault("description"));
            Assert.Equal(name == "cloud_fraction" ? "1" : real[name].Units, made[name].Units);
        });
        Assert.Equal(new DateTime(2021, 1, 1, 11, 30, 0), made["datetime_start"].ToTimes().Min(), TimeSpan.FromMinutes(5));
        Assert.Contains("Not a measurement", (string)made.Attributes["comment"]);
    }

    [Fact]
    public void Generate_Twice_GivesTheSameValues()
    {
        var again = CatalogueFiles.Folder();
        Assert.True(OfflineSample.Generate(again));
        Assert.All(OfflineSample.Scenes, s =>
        {
            using var first = NetCdf.Open(Path.Combine(sample.Folder, $"so2_etna_{s.Name}.nc"));
            using var second = NetCdf.Open(Path.Combine(again, $"so2_etna_{s.Name}.nc"));
            Assert.Equal(first.Variables.Keys, second.Variables.Keys);
            Assert.All(first.Variables.Values.Where(v => v.ElementType != typeof(string)), v => Assert.Equal(v.ToDoubles(), second[v.Name].ToDoubles()));
        });
    }

    [Fact]
    public void Generate_UpToDate_DoesNothingAndIsQuick()
    {
        var written = File.GetLastWriteTimeUtc(Path.Combine(sample.Folder, "so2_etna_quiet.nc"));
        Assert.False(OfflineSample.Generate(sample.Folder));
        var quickest = Enumerable.Range(0, 5).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            Assert.True(OfflineSample.IsUpToDate(sample.Folder));
            return clock.Elapsed.TotalMilliseconds;
        });
        Assert.InRange(quickest, 0, 20);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(sample.Folder, "so2_etna_quiet.nc")));
    }

    [Fact]
    public void Generate_SceneCutShort_IsMadeAgain()
    {
        var folder = CatalogueFiles.Folder();
        Assert.False(OfflineSample.IsUpToDate(folder));
        foreach (var made in Directory.GetFiles(sample.Folder))
        {
            File.Copy(made, Path.Combine(folder, Path.GetFileName(made)));
        }

        Assert.True(OfflineSample.IsUpToDate(folder));
        var file = Path.Combine(folder, "so2_etna_quiet.nc");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..1000]);
        Assert.False(OfflineSample.IsUpToDate(folder));
        Assert.True(OfflineSample.Generate(folder));
        Assert.True(OfflineSample.IsUpToDate(folder));
        Assert.Equal(OfflineSample.Scenes.Count + 1, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void Scenes_Names_AreTheChoicesOfTheEntry()
    {
        var entry = sample.Catalogue["simulated.so2.etna"];
        Assert.Equal(OfflineSample.Scenes.Select(s => s.Name), entry.Parameters[0].Allowed!.Cast<string>());
        Assert.Equal(OfflineSample.Scenes.Select(s => s.Name), entry.Metadata.Section("scenes").Keys);
    }

    [Fact]
    public void FolderIn_NothingSet_IsBelowTheRepositorysArtifacts() =>
        Assert.Equal(
            Path.GetFullPath(Environment.GetEnvironmentVariable(OfflineSample.FolderVariable) is { Length: > 0 } set ? set : "/repository/artifacts/offline"),
            OfflineSample.FolderIn("/repository"));

    [Fact]
    public void Detect_Scenes_HoldWhatTheirNamesSay()
    {
        var plumes = OfflineSample.Scenes.ToDictionary(s => s.Name, s =>
        {
            using var dataset = sample.Catalogue["simulated.so2.etna"].Open(("scene", s.Name));
            return PlumeDetection.Detect(PlumeScene.FromDataset(dataset), [.. s.Options.Emissions.Select(e => e.Source)]).Plumes.Where(p => p.PixelCount >= 50).ToList();
        });
        Assert.Equal("Etna", Assert.Single(plumes["one_source"]).AttachedSources[0].Name);
        Assert.Equal(["Etna", "Stromboli"], plumes["two_sources"].Select(p => p.AttachedSources[0].Name).Order());
        Assert.Empty(plumes["quiet"]);
        Assert.Contains(plumes["cloudy"], p => p.IsAttached);
        Assert.False(Assert.Single(plumes["drifting"]).IsAttached);
    }

    private static void AssertSame(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal((double)(float)expected[i], found[i]);
        }
    }
}
