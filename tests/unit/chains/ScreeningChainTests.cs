using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Chains;
using Isopleth.Formats;

namespace Isopleth.Tests.Chains;

public sealed class ScreeningChainTests : IDisposable
{
    private static readonly Lazy<PcaModel> Background = new(ScreeningScenes.Model);

    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-chains-").FullName;

    private string Scratch(params string[] names) => Path.Combine([_folder, .. names]);

    private string Model()
    {
        var path = Scratch("model.nc");
        PcaModelFile.Write(path, Background.Value);
        return path;
    }

    private string Granule(string name, SpectralSimulationOptions options)
    {
        var path = Scratch(name + ".nc");
        TropomiLevel1.Write(path, SpectralSceneSimulator.Simulate(options));
        return path;
    }

    private ScreeningChainOptions Options(params string[] granules) => new()
    {
        Model = Model(),
        Output = Scratch("out"),
        Granules = granules,
        Alerts = Scratch("alerts.jsonl"),
        Screening = new PcaScreeningOptions { Indicators = IndicatorTable.Read("swir").Channels },
        Settle = TimeSpan.FromMilliseconds(200),
        Poll = TimeSpan.FromMilliseconds(50),
        GiveUp = TimeSpan.FromMilliseconds(600),
        StopAfterIdle = TimeSpan.FromMilliseconds(600),
    };

    private static async Task<IReadOnlyDictionary<string, ScreenedGranule>> Run(ScreeningChainOptions options)
    {
        using var chain = new ScreeningChain(options);
        await chain.RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        return chain.Done.ToDictionary();
    }

    [Fact]
    public async Task Run_GranulesWithEvents_WritesSpectraEventsItemsAndAlerts()
    {
        var options = Options(Granule("g1", ScreeningScenes.Eventful(1)), Granule("g2", ScreeningScenes.Background(2) with { DeadChannels = [17] }));

        var done = await Run(options);

        Assert.Equal(("Screened", "Screened"), (done["g1"].Status, done["g2"].Status));
        Assert.InRange(done["g1"].Events, 2, 40);
        Assert.InRange((double)done["g2"].Flagged / done["g2"].Screened, 0, 0.01);

        using var product = NetCdf.Open(Scratch("out", "products", "g1.screening.nc"));
        var events = Parquet.Read(Scratch("out", "events", "*.parquet"), where: "granule = 'g1'");
        Assert.Equal(done["g1"].Events, events.Count);
        Assert.Equal(events.Count, product.Dimensions["event"]);
        Assert.Equal(events["pixels"].To<int>().Sum(), product.Dimensions["spectrum"]);
        var species = events["species"].To<string?>();
        Assert.Contains("CO", species);
        Assert.Contains("CH4", species);
        Assert.Equal(Background.Value.Checksum, product.Attributes["model_checksum_sha256"]);

        // The spectra are those of the granule at the rows and columns that the product tells.
        using var granule = SpectralGranule.Open(options.Granules[0]);
        var scene = granule.Read();
        var (row, column) = (product["row"].To<int>()[0], product["column"].To<int>()[0]);
        var expected = Background.Value.Channels.Select(c => scene.Spectrum((row * scene.Columns) + column)[c]);
        Assert.Equal(expected, product["spectra"].To<float>().Take(Background.Value.Channels.Length));

        var item = JsonNode.Parse(await File.ReadAllTextAsync(Scratch("out", "items", "g1.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(("Feature", "1.0.0", "g1.screening"), ((string)item["type"]!, (string)item["stac_version"]!, (string)item["id"]!));
        Assert.Equal(4, item["bbox"]!.AsArray().Count);
        Assert.True(File.Exists(Path.Combine(Scratch("out", "items"), (string)item["assets"]!["spectra"]!["href"]!)));
        Assert.Equal("2021-01-01T11:31:00.000Z", (string)item["properties"]!["start_datetime"]!);

        var alerts = await File.ReadAllLinesAsync(Scratch("alerts.jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(done.Values.Sum(g => g.Events), alerts.Length);
        Assert.Equal(alerts.Length, alerts.Select(a => (string)JsonNode.Parse(a)!["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task Run_Again_DoesNothing_AndAnotherModelIsRefused()
    {
        var options = Options(Granule("g1", ScreeningScenes.Eventful(1)));
        var first = await Run(options);
        var written = File.GetLastWriteTimeUtc(Scratch("out", "products", "g1.screening.nc"));

        var second = await Run(options);

        Assert.Equal(first["g1"], second["g1"]);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Scratch("out", "products", "g1.screening.nc")));
        Assert.Contains("was screened with", Assert.Throws<DataFormatException>(() => new ScreeningChain(options with { Screening = new() { Sigma = 9 } })).Message, StringComparison.Ordinal);
        using var running = new ScreeningChain(options);
        Assert.Contains("Another process", Assert.Throws<DataFormatException>(() => new ScreeningChain(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GranuleThatWasRefused_IsTriedAgainWhenItIsNamedAgain()
    {
        var (path, written) = (Granule("g1", ScreeningScenes.Eventful(1)), DateTime.UtcNow);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        async Task<string> Screened(byte[] bytes)
        {
            // The same file to the journal, as when only the irradiance was missing that is now given beside it.
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(path, written);
            return (await Run(Options(path)))["g1"].Status;
        }

        Assert.Equal("Unreadable", await Screened(new byte[whole.Length]));
        Assert.Equal("Screened", await Screened(whole));
        Assert.True(File.Exists(Scratch("out", "products", "g1.screening.nc")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(11)]
    public async Task Run_AnyBlocks_GivesTheSameEventsAndSpectra(int rows)
    {
        var granule = Granule("g1", ScreeningScenes.Eventful(1));
        var whole = await Run(Options(granule));
        var blocks = await Run(Options(granule) with { Output = Scratch("blocks"), Alerts = null, BlockRows = rows });

        Assert.Equal((whole["g1"].Flagged, whole["g1"].Screened, whole["g1"].Events), (blocks["g1"].Flagged, blocks["g1"].Screened, blocks["g1"].Events));
        var (expected, found) = (Parquet.Read(Scratch("out", "events", "g1.parquet")), Parquet.Read(Scratch("blocks", "events", "g1.parquet")));
        // That there is one to be cut at all.
        Assert.Contains(Enumerable.Range(0, expected.Count), i => expected["first_row"].To<int>()[i] / rows != expected["last_row"].To<int>()[i] / rows);
        foreach (var column in (string[])["event", "pixels", "peak_row", "peak_column", "first_row", "last_row", "first_column", "last_column"])
        {
            Assert.Equal(expected[column].To<int>(), found[column].To<int>());
        }

        Assert.Equal(expected["species"].To<string?>(), found["species"].To<string?>());
        foreach (var column in (string[])["latitude", "longitude", "south", "west", "north", "east", "peak_score", "peak_reconstruction_score", "confidence"])
        {
            Assert.All(expected[column].To<double>().Zip(found[column].To<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
        }

        using var one = NetCdf.Open(Scratch("out", "products", "g1.screening.nc"));
        using var many = NetCdf.Open(Scratch("blocks", "products", "g1.screening.nc"));
        foreach (var name in (string[])["event_of_spectrum", "row", "column"])
        {
            Assert.Equal(one[name].To<int>(), many[name].To<int>());
        }

        Assert.Equal(one["spectra"].To<float>(), many["spectra"].To<float>());
        Assert.All(one["residual"].To<float>().Zip(many["residual"].To<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    public async Task Run_FewerSpectraKeptThanFound_KeepsTheFirstWhateverTheBlocks(int rows)
    {
        var granule = Granule("g1", ScreeningScenes.Eventful(1));
        var done = await Run(Options(granule) with { MaximumSelected = 5, BlockRows = rows });

        using var product = NetCdf.Open(Scratch("out", "products", "g1.screening.nc"));
        var pixels = Parquet.Read(Scratch("out", "events", "g1.parquet"))["pixels"].To<int>().Sum();
        Assert.Equal(5, product.Dimensions["spectrum"]);
        Assert.Equal(pixels - 5, Convert.ToInt32(product.Attributes["spectra_not_kept"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(done["g1"].Events, product.Dimensions["event"]);
    }

    [Fact]
    public void Find_WordsInACatalogue_GivesTheFilesOfAllThatMatch()
    {
        var (first, second) = (Granule("first", ScreeningScenes.Background(1)), Granule("second", ScreeningScenes.Background(2)));
        File.WriteAllText(
            Scratch("catalog.yml"),
            """
            metadata:
              version: 1
            sources:
              swir-granules:
                description: Simulated level-1 radiances of a shortwave band.
                driver: netcdf
                args:
                  urlpath: "{{ CATALOG_DIR }}/{{ name }}.nc"
                parameters:
                  name:
                    description: the granule
                    type: str
                    default: first
                    allowed: [first, second]
              elsewhere:
                description: A height model.
                driver: netcdf
                args:
                  urlpath: "{{ CATALOG_DIR }}/none.nc"
            """);

        Assert.Equal([first, second], CatalogueGranules.Find(_folder, "shortwave radiances").Select(Path.GetFullPath));
        Assert.Contains("nothing under 'seismograms'", Assert.Throws<ArgumentException>(() => CatalogueGranules.Find(_folder, "seismograms")).Message, StringComparison.Ordinal);

        // The command takes the same words.
        var outcome = ProgramRun.Isopleth(["screen", "--model", Model(), "--out", Scratch("found"), "--catalogue", _folder, "--find", "shortwave radiances"]);
        Assert.Equal(0, outcome.Status);
        Assert.Equal(2, Directory.GetFiles(Scratch("found"), "journal.jsonl").SelectMany(File.ReadAllLines).Count(line => line.Contains("\"Screened\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_BadGranules_SaysOfEachWhatIsWrong()
    {
        var good = Granule("good", ScreeningScenes.Eventful(1));
        var cut = Scratch("cut.nc");
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(good, TestContext.Current.CancellationToken))[..100_000], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Scratch("text.nc"), "not a granule", TestContext.Current.CancellationToken);
        var background = ScreeningScenes.Background(5);

        var done = await Run(Options(
            cut,
            Scratch("text.nc"),
            Scratch("missing.nc"),
            Granule("channels", background with { Channels = 100 }),
            Granule("shifted", background with { FirstWavelength = 2306, LastWavelength = 2346 }),
            Granule("band8", background with { Band = 8 }),
            Granule("fill", background with { FillRate = 1 }),
            Granule("one", background with { Rows = 1, Columns = 1, DeadChannels = [17] }),
            good));

        Assert.Equal("Truncated", done["cut"].Status);
        Assert.Equal("Unreadable", done["text"].Status);
        Assert.Contains("no such file", done["missing"].Message, StringComparison.Ordinal);
        Assert.Equal("WrongChannels", done["channels"].Status);
        Assert.Equal("WrongChannels", done["shifted"].Status);
        Assert.Equal("OtherInstrument", done["band8"].Status);
        Assert.Contains("TROPOMI BAND8", done["band8"].Message, StringComparison.Ordinal);
        Assert.Equal("AllFill", done["fill"].Status);
        Assert.Equal(("Screened", 1), (done["one"].Status, done["one"].Screened));
        Assert.Equal("Screened", done["good"].Status);
        Assert.All(done.Values.Where(g => g.Status != "Screened"), g => Assert.NotEmpty(g.Message));
    }

    [Fact]
    public async Task Screen_JacobiansFalseAlarmsLocalComponents_FromTheCommandLine()
    {
        var (model, granule) = (Model(), Granule("weak", ScreeningScenes.Background(4) with { Plumes = [new("CH4", 20, 16, 3, 0.8)] }));
        using (var training = SpectralGranule.Open(Granule("training", ScreeningScenes.Background(9))))
        {
            var jacobian = SpectralSceneSimulator.Jacobian("CH4", training.Read());
            await File.WriteAllLinesAsync(
                Scratch("jacobians.csv"), ["wavelength,CH4", .. Background.Value.Wavelength.Select((w, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{w},{jacobian.Values[i]}"))],
                TestContext.Current.CancellationToken);
        }

        (int Status, int Named) Screened(params string[] options)
        {
            var output = Scratch(Path.GetRandomFileName());
            var outcome = ProgramRun.Isopleth(["screen", granule, "--model", model, "--out", output, .. options]);
            var found = outcome.Status == 0 ? Directory.GetFiles(Path.Combine(output, "events")) : [];
            return (outcome.Status, found.Length == 0 ? 0 : Parquet.Read(found[0])["species"].To<string?>().Count(name => name == "CH4"));
        }

        Assert.Equal((0, 0), Screened("--false-alarms", "1e-7"));
        Assert.Equal((0, 0), Screened("--local-components", "3"));
        var byIndex = Screened("--jacobians", Scratch("jacobians.csv"));
        Assert.Equal(0, byIndex.Status);
        Assert.InRange(byIndex.Named, 1, 40);
        Assert.Equal(2, Screened("--quantile", "0.99", "--false-alarms", "1e-6").Status);
        await File.WriteAllTextAsync(Scratch("wrong.csv"), "x,CH4\n1,2\n", TestContext.Current.CancellationToken);
        Assert.Contains("no 'wavelength' [nm]", Assert.Throws<DataFormatException>(() => JacobianTable.Read(Scratch("wrong.csv"), Background.Value)).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Scratch("descending.csv"), "wavelength,CH4\n2,2\n1,1\n", TestContext.Current.CancellationToken);
        Assert.Contains("ascending", Assert.Throws<DataFormatException>(() => JacobianTable.Read(Scratch("descending.csv"), Background.Value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_ModelWithHiddenSignalsOrOfAnotherSeason_IsToldOnTheCommandLine()
    {
        var (training, later, model) = (Granule("training", ScreeningScenes.Background(7)), Granule("later", ScreeningScenes.Eventful(1) with { Time = new DateTime(2021, 5, 1, 11, 30, 0, DateTimeKind.Utc) }), Scratch("fitted.nc"));

        var (status, _, plain) = ProgramRun.Isopleth(["screen", "--fit", training, "--model", model]);
        Assert.True(status == 0, plain);
        Assert.DoesNotContain("warning", plain, StringComparison.Ordinal);
        var (_, _, many) = ProgramRun.Isopleth(["screen", "--fit", training, "--model", model, "--components", "15"]);
        Assert.Contains("warning: CO: the components hold", many, StringComparison.Ordinal);
        using (var file = NetCdf.Open(model))
        {
            Assert.Contains("CO: the components hold", (string)file.Attributes["hidden_signal"], StringComparison.Ordinal);
            Assert.Equal(15, PcaModelFile.Read(model).Components);
        }

        var (screened, _, told) = ProgramRun.Isopleth(["screen", later, "--model", model, "--out", Scratch("late")]);
        Assert.True(screened == 0, told);
        Assert.Contains("lies 120 days after the model's training (2021-01-01 to 2021-01-01)", told, StringComparison.Ordinal);
        using var product = NetCdf.Open(Scratch("late", "products", "later.screening.nc"));
        Assert.Contains("lies 120 days after", (string)product.Attributes["comment"], StringComparison.Ordinal);
        var (_, _, near) = ProgramRun.Isopleth(["screen", Granule("near", ScreeningScenes.Background(8)), "--model", model, "--out", Scratch("late")]);
        Assert.DoesNotContain("training", near, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_GranulesThatDoNotGoTogether_NamesTheOne()
    {
        var (good, small) = (Granule("good", ScreeningScenes.Background(1)), ScreeningScenes.Background(2) with { Rows = 4 });

        Expect("band8.nc: The spectra so far are of TROPOMI BAND7; these are of TROPOMI BAND8", good, Granule("band8", small with { Band = 8 }));
        Expect("channels.nc: The channels so far and these are not the same: 100 channels", good, Granule("channels", small with { Channels = 100 }));
        Expect("fill.nc: No channel has values in the 128 spectra", Granule("fill", small with { FillRate = 1 }));

        static void Expect(string words, params string[] granules) => Assert.Contains(words, Assert.Throws<DataFormatException>(() => ModelFitting.Fit(granules)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_DamagedOrNone_IsRefused()
    {
        var options = Options(Scratch("g.nc"));
        NetCdf.Write(Scratch("other.nc"), new Dataset([DataArray.Create("x", ["n"], [2], new[] { 1.0, 2 })]));
        Assert.Contains("not a model", Assert.Throws<DataFormatException>(() => new ScreeningChain(options with { Model = Scratch("other.nc") })).Message, StringComparison.Ordinal);

        using (var model = NetCdf.Open(options.Model))
        {
            var mean = model["mean"].ToDoubles();
            mean[3] *= 1.0001;
            NetCdf.Write(Scratch("changed.nc"), new Dataset(
                [DataArray.Create("mean", model["mean"].Dimensions, model["mean"].Shape, mean), .. model.Variables.Values.Where(v => v.Name != "mean")], model.Coordinates.Values, model.Attributes));
        }

        Assert.Contains("checksum", Assert.Throws<DataFormatException>(() => new ScreeningChain(options with { Model = Scratch("changed.nc") })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_GranuleStillBeingWritten_IsReadWhenItIsWhole()
    {
        var whole = await File.ReadAllBytesAsync(Granule("g", ScreeningScenes.Eventful(1)), TestContext.Current.CancellationToken);
        var watched = Directory.CreateDirectory(Scratch("in")).FullName;
        var slowly = Task.Run(
            async () =>
            {
                // Pauses longer than the settling time: that it is too short is seen in its header.
                await using var file = new FileStream(Path.Combine(watched, "slow.nc"), FileMode.Create);
                for (var part = 0; part < 4; part++)
                {
                    await file.WriteAsync(whole.AsMemory(part * whole.Length / 4, ((part + 1) * whole.Length / 4) - (part * whole.Length / 4)));
                    await file.FlushAsync();
                    await Task.Delay(400);
                }
            },
            TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(watched, ".hidden.nc"), whole, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(watched, "copying.part"), whole, TestContext.Current.CancellationToken);

        var done = await Run(Options() with { Watch = watched, GiveUp = TimeSpan.FromSeconds(20), StopAfterIdle = TimeSpan.FromSeconds(2) });
        await slowly;

        var granule = Assert.Single(done.Values);
        Assert.Equal(("slow", "Screened", whole.Length), (granule.Granule, granule.Status, granule.Size));
    }

    [Fact]
    public async Task Watch_GranuleThatNeverBecomesWhole_IsRefusedInTheEnd()
    {
        var whole = await File.ReadAllBytesAsync(Granule("g", ScreeningScenes.Eventful(1)), TestContext.Current.CancellationToken);
        var watched = Directory.CreateDirectory(Scratch("in")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(watched, "cut.nc"), whole[..50_000], TestContext.Current.CancellationToken);

        var done = await Run(Options() with { Watch = watched });

        Assert.Equal("Truncated", Assert.Single(done.Values).Status);
    }

    [Fact]
    public async Task Watch_FileBesideAGranule_IsNoGranule()
    {
        // The description comes first and is refused first; the granule then takes its name, and the folder comes to rest.
        var watched = Directory.CreateDirectory(Scratch("in")).FullName;
        await File.WriteAllTextAsync(Path.Combine(watched, "g1.xml"), "<granule/>", TestContext.Current.CancellationToken);
        var options = Options() with { Watch = watched };
        Assert.Equal("Unreadable", Assert.Single((await Run(options)).Values).Status);
        File.Move(Granule("g1", ScreeningScenes.Eventful(1)), Path.Combine(watched, "g1.nc"));

        var done = await Run(options);

        Assert.Equal(("Screened", "g1.nc"), (done["g1"].Status, Path.GetFileName(done["g1"].Path)));
        Assert.True(File.Exists(Scratch("out", "products", "g1.screening.nc")));
        Assert.Equal(2, (await File.ReadAllLinesAsync(Scratch("out", "journal.jsonl"), TestContext.Current.CancellationToken)).Count(line => line.Contains("\"Granule\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Watch_GranuleThatComesAgain_TakesThePlaceOfTheFirst()
    {
        var (eventful, quiet) = (Granule("a", ScreeningScenes.Eventful(1)), Granule("b", ScreeningScenes.Background(2)));
        var watched = Directory.CreateDirectory(Scratch("in")).FullName;
        File.Move(eventful, Path.Combine(watched, "g.nc"));
        using var chain = new ScreeningChain(Options() with { Watch = watched });
        var reports = new List<ScreenedGranule>();

        await chain.RunAsync(new Reports(done =>
        {
            reports.Add(done);
            if (reports.Count == 1)
            {
                File.Move(quiet, Path.Combine(watched, "g.nc"), overwrite: true);
            }
        }), TestContext.Current.CancellationToken);

        Assert.Equal([true, false], reports.Select(done => done.Events > 0));
        Assert.Equal(reports[1], chain.Done["g"]);
        Assert.False(File.Exists(Scratch("out", "products", "g.screening.nc")));
    }

    [Fact]
    public async Task Run_ProductsCannotBeWritten_SaysSoAndWhatIsDoneStays()
    {
        var options = Options(Granule("g1", ScreeningScenes.Background(2)), Granule("g2", ScreeningScenes.Eventful(1)), Granule("g3", ScreeningScenes.Background(3)));
        using (var chain = new ScreeningChain(options))
        {
            var inTheWay = Directory.CreateDirectory(Scratch("out", "products", "g2.screening.nc")).FullName;

            _ = await Assert.ThrowsAnyAsync<DataFormatException>(() => chain.RunAsync(cancellationToken: TestContext.Current.CancellationToken));

            Assert.Equal(["g1"], chain.Done.Keys);
            Directory.Delete(inTheWay);
        }

        Assert.Equal(["g1", "g2", "g3"], (await Run(options)).Keys.Order());
    }

    [Fact]
    public async Task WatchQuery_NewFilesAndNewEntries_AreScreenedAsTheyCome()
    {
        var token = TestContext.Current.CancellationToken;
        _ = Directory.CreateDirectory(Scratch("orbits"));
        static string Catalogue(params string[] names) => "metadata:\n  version: 1\nsources:\n" + string.Concat(names.Select(name => $$$"""
              {{{name}}}:
                description: Shortwave radiances of the {{{name}}} orbits.
                driver: netcdf
                args:
                  urlpath: "{{ CATALOG_DIR }}/orbits/{{{name}}}*.nc"

            """));
        await File.WriteAllTextAsync(Scratch("catalog.yml"), Catalogue("day", "absent"), token);
        File.Move(Granule("first", ScreeningScenes.Eventful(1)), Scratch("orbits", "day1.nc"));
        File.Move(Granule("other", ScreeningScenes.Eventful(2)), Scratch("orbits", "night1.nc"));
        var (second, reports) = (Granule("second", ScreeningScenes.Eventful(3)), new List<string>());
        using var chain = new ScreeningChain(Options() with { WatchQuery = (Scratch("catalog.yml"), "shortwave radiances"), StopAfterIdle = TimeSpan.FromSeconds(2) });

        await chain.RunAsync(new Reports(done =>
        {
            reports.Add(done.Granule);
            switch (reports.Count)
            {
                case 1:
                    File.Move(second, Scratch("orbits", "day2.nc"));
                    break;
                case 2:
                    // Somebody saves a catalogue that cannot be read, and then mends it.
                    File.WriteAllText(Scratch("catalog.yml"), "sources: [");
                    _ = Task.Delay(300, token).ContinueWith(_ => File.WriteAllText(Scratch("catalog.yml"), Catalogue("day", "night")), TaskScheduler.Default);
                    break;
                default:
                    break;
            }
        }), token);

        Assert.Equal(["day1", "day2", "night1"], reports);
        Assert.All(chain.Done.Values, done => Assert.Equal("Screened", done.Status));
        File.Copy(Scratch("orbits", "day1.nc"), Path.Combine(Directory.CreateDirectory(Scratch("orbits", "again")).FullName, "day1.nc"));
        await File.WriteAllTextAsync(Scratch("catalog.yml"), Catalogue("day").Replace("/orbits/", "/orbits/*/", StringComparison.Ordinal).Replace("day:", "again:", StringComparison.Ordinal) + Catalogue("day")[Catalogue().Length..], token);
        Assert.Contains("two granules named 'day1.nc'", (await Assert.ThrowsAsync<ArgumentException>(() => chain.RunAsync(cancellationToken: token))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--components is for --fit", "g.nc", "--out", "o", "--components", "3")]
    [InlineData("--out has no use with --fit", "g.nc", "--fit", "--out", "o")]
    [InlineData("--sigma has no use with --fit", "g.nc", "--fit", "--sigma", "5")]
    [InlineData("--until-idle is for watching", "g.nc", "--out", "o", "--until-idle", "1")]
    [InlineData("--catalogue is where --find", "g.nc", "--out", "o", "--catalogue", "c")]
    [InlineData("--range-index is a threshold of the range index, which needs --jacobians", "g.nc", "--out", "o", "--range-index", "4")]
    [InlineData("--sigma is another way to choose the threshold than --quantile", "g.nc", "--out", "o", "--quantile", "0.9", "--sigma", "5")]
    [InlineData("--false-alarms is another way to choose the threshold than --quantile", "g.nc", "--out", "o", "--quantile", "0.9", "--false-alarms", "1e-6")]
    [InlineData("--watch-find and --watch are two things", "--out", "o", "--watch", "w", "--watch-find", "words")]
    [InlineData("--out is missing", "g.nc")]
    [InlineData("There is nothing to screen", "--out", "o")]
    public void Screen_OptionThatWouldDoNothing_IsRefused(string said, params string[] arguments)
    {
        var (status, _, error) = ProgramRun.Isopleth(["screen", "--model", Model(), .. arguments]);

        Assert.Equal(2, status);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter '", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Reports(Action<ScreenedGranule> told) : IProgress<ScreenedGranule>
    {
        public void Report(ScreenedGranule value) => told(value);
    }
}
