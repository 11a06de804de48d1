using Isopleth.Atmosphere;
using Isopleth.Chains;

namespace Isopleth.Tests;

/// <summary>
/// The screening on simulated scenes whose truth is known, with a model of twenty other event-free scenes and everything at its default. The stated strengths:
/// near the surface two background columns of carbon monoxide more (a large fire), or one and a half of methane (a very large leak), at the centre of a cloud of 2 pixels.
/// </summary>
public class PcaScreeningSkillTests(ITestOutputHelper output)
{
    private const int Scenes = 1000;
    private static readonly SpectralSimulationOptions Scene = new() { Rows = 32, Columns = 32, SpikeRate = 0.001 };

    [Fact]
    public void Screen_PlantedEvents_AreFoundAndNamed()
    {
        var model = PcaScreening.Fit([.. Enumerable.Range(0, 20).Select(i => SpectralSceneSimulator.Simulate(Scene with { Seed = 100_000 + i }).Scene)]);
        var (events, background) = (new List<float>(), new List<float>());
        var (quiet, quietFlagged, planted, found, named, spikes, spikesTold) = (0, 0, 0, 0, 0, 0, 0);
        for (var i = 0; i < LongRun.Of(Scenes); i++)
        {
            var plume = (i % 3) switch { 0 => new SpectralPlume("CO", 15, 16, 2, 2), 1 => new SpectralPlume("CH4", 17, 14, 2, 1.5), _ => null };
            var simulated = SpectralSceneSimulator.Simulate(Scene with { Seed = i, Plumes = plume is null ? [] : [plume] });
            var result = PcaScreening.Screen(simulated.Scene, model, new() { Indicators = IndicatorTable.Read("swir").Channels });
            Assert.Equal(ScreeningStatus.Screened, result.Status);
            spikes += simulated.SpikeChannel.Count(channel => channel >= 0);
            spikesTold += Enumerable.Range(0, 1024).Count(pixel => simulated.SpikeChannel[pixel] >= 0 && result.Flags[pixel].HasFlag(PixelScreening.Spike));
            if (plume is null)
            {
                quiet += result.Screened;
                quietFlagged += result.Flagged;
                continue;
            }

            var excess = simulated.ExcessOf(plume.Species);
            for (var pixel = 0; pixel < 1024; pixel++)
            {
                if (simulated.SpikeChannel[pixel] < 0 && excess[pixel] > plume.Strength / 2)
                {
                    events.Add(result.StandardScore[pixel]);
                }
                else if (simulated.SpikeChannel[pixel] < 0 && excess[pixel] < 0.01)
                {
                    background.Add(result.StandardScore[pixel]);
                }
            }

            planted++;
            var centre = ((int)plume.Row * 32) + (int)plume.Column;
            var detections = result.Events.Where(e => e.Pixels.Any(pixel => Math.Abs((pixel / 32) - (centre / 32)) <= 4 && Math.Abs((pixel % 32) - (centre % 32)) <= 4)).ToArray();
            found += detections.Length > 0 ? 1 : 0;
            named += detections.Length > 0 && detections[0].Species == plume.Species ? 1 : 0;
        }

        var curve = DetectionCurve.Of(events, background);
        output.WriteLine($"{model.Components} components; area {curve.Area:F4} of {events.Count} pixels with an event and {background.Count} without");
        foreach (var rate in new[] { 0.0001, 0.001, 0.01, 0.1 })
        {
            output.WriteLine($"false alarms {rate}: {curve.DetectionRate[Array.FindLastIndex(curve.FalseAlarmRate, f => f <= rate)]:F3} detected");
        }

        output.WriteLine($"flagged without an event {(double)quietFlagged / quiet:E2}; {found} of {planted} plumes found, {named} named right; {spikesTold} of {spikes} spikes told");
        Assert.InRange(curve.Area, 0.95, 1);
        Assert.InRange((double)quietFlagged / quiet, 0, 0.01);
        Assert.InRange((double)found / planted, 0.9, 1);
        Assert.InRange((double)named / found, 0.9, 1);
        Assert.InRange((double)spikesTold / spikes, 0.95, 1);
    }

    /// <summary>
    /// Carbon monoxide varies by a tenth in the training: a component of less than five times the noise's variance, which Malinowski's indicator takes for some trainings and
    /// leaves for others, and which hides every plume. Four of the first five were chosen because it takes it there.
    /// </summary>
    [Fact]
    public void Fit_AnyTraining_LeavesCarbonMonoxideToBeFound()
    {
        (int Seed, int Scenes, int Size)[] trainings = [(102_000, 20, 32), (111_000, 20, 32), (100, 3, 64), (200_000, 20, 32), (202_000, 20, 32), .. Enumerable.Range(0, 17).Select(i => (300_000 + (1000 * i), 20, 32))];
        var plumes = Enumerable.Range(0, 4).Select(i => SpectralSceneSimulator.Simulate(Scene with { Seed = 10 + i, SpikeRate = 0, Plumes = [new("CO", 15, 16, 2, 3)] }).Scene).ToArray();
        foreach (var (seed, scenes, size) in trainings.Take(Math.Max(5, (int)LongRun.Of(trainings.Length))))
        {
            var training = Enumerable.Range(0, scenes).Select(i => SpectralSceneSimulator.Simulate(Scene with { Rows = size, Columns = size, Seed = seed + i }).Scene).ToArray();
            var model = PcaScreening.Fit(training);
            var all = PcaScreening.Fit(training, new() { MostUndescribed = null });
            var found = plumes.Count(scene => Finds(scene, model));
            output.WriteLine($"training {seed}: {model.Components} components, {all.Components} by the indicator alone; {found} of {plumes.Length} found, {plumes.Count(scene => Finds(scene, all))} with those");
            Assert.Equal(plumes.Length, found);
            Assert.False(IsToldMissed(model));
            Assert.Equal(all.Components > 7, IsToldMissed(all));
        }

        static bool IsToldMissed(PcaModel model) => HiddenSignal.Find(model, IndicatorTable.For(model)!.Channels).Single(hidden => hidden.Species == "CO").IsLikelyMissed;

        static bool Finds(SpectralScene scene, PcaModel model)
        {
            var result = PcaScreening.Screen(scene, model, new() { Indicators = IndicatorTable.Read("swir").Channels });
            var found = result.EventIndex[(15 * 32) + 16];
            return found >= 0 && result.Events[found].Species == "CO";
        }
    }

    /// <summary>Components of the scene's own residuals are those of its background, of which every plume is a part too: only what shows throughout the scene may be taken away.</summary>
    [Theory]
    [InlineData("CO", 3)]
    [InlineData("CH4", 2)]
    public void Screen_LocalComponents_LeaveTheEventsOfTheScene(string gas, double strength)
    {
        var model = PcaScreening.Fit([.. Enumerable.Range(0, 20).Select(i => SpectralSceneSimulator.Simulate(Scene with { Seed = 100_000 + i }).Scene)]);
        for (var i = 0; i < 8; i++)
        {
            var scene = SpectralSceneSimulator.Simulate(Scene with { Seed = 20 + i, Plumes = [new(gas, 15, 16, i < 4 ? 1.5 : 3, strength)] }).Scene;

            var (without, with) = (PcaScreening.Screen(scene, model), PcaScreening.Screen(scene, model, new() { LocalComponents = 3 }));

            Assert.Equal(without.Flags, with.Flags);
            Assert.Contains(PixelScreening.Event, with.Flags);
        }
    }

    /// <summary>What varies in the background lies among the components and hides there from the residual, but not from the range index of a known gas.</summary>
    [Theory]
    [InlineData("CH4", 0.6)]
    [InlineData("CO", 1.0)]
    public void Screen_RangeIndex_FindsAndNamesWhatTheResidualHides(string gas, double strength)
    {
        // Water is no gas to look for: its column alone varies by half.
        string[] gases = ["CO", "CH4"];
        var training = Enumerable.Range(0, 20).Select(i => SpectralSceneSimulator.Simulate(Scene with { Seed = 100_000 + i }).Scene).ToArray();
        var model = PcaScreening.Fit(training);
        var options = new PcaScreeningOptions
        {
            Indicators = IndicatorTable.Read("swir").Channels,
            Jacobians = [.. gases.Select(species => SpectralSceneSimulator.Jacobian(species, training[0]))],
            RangeIndexThreshold = 6,
        };
        var jacobian = Array.IndexOf(gases, gas);
        var (byResidual, byIndex, quietResidual, quietIndex) = (new List<float>(), new List<float>(), new List<float>(), new List<float>());
        var (flaggedQuiet, found, foundByResidual, named) = (0, 0, 0, 0);
        const int scenes = 40;
        for (var i = 0; i < scenes; i++)
        {
            var simulated = SpectralSceneSimulator.Simulate(Scene with { Seed = i, SpikeRate = 0, Plumes = [new(gas, 15, 16, 2, strength)] });
            var result = PcaScreening.Screen(simulated.Scene, model, options);
            var excess = simulated.ExcessOf(gas);
            for (var pixel = 0; pixel < 1024; pixel++)
            {
                var index = result.RangeIndex[(jacobian * 1024) + pixel];
                if (excess[pixel] > strength / 2)
                {
                    byResidual.Add(result.StandardScore[pixel]);
                    byIndex.Add(index);
                }
                else if (excess[pixel] < 0.001)
                {
                    quietResidual.Add(result.StandardScore[pixel]);
                    quietIndex.Add(index);
                    flaggedQuiet += result.Flags[pixel] == PixelScreening.Expected ? 0 : 1;
                }
            }

            const int centre = (15 * 32) + 16;
            found += result.EventIndex[centre] >= 0 ? 1 : 0;
            named += result.EventIndex[centre] >= 0 && result.Events[result.EventIndex[centre]].Species == gas ? 1 : 0;
            foundByResidual += result.Flags[centre].HasFlag(PixelScreening.Event) ? 1 : 0;
        }

        var (residual, range) = (DetectionCurve.Of(byResidual, quietResidual).Area, DetectionCurve.Of(byIndex, quietIndex).Area);
        output.WriteLine($"{strength} columns of {gas}: area {range:F4} by the range index, {residual:F4} by the residual; {found} of {scenes} found, {foundByResidual} by the residual, {named} named; {(double)flaggedQuiet / quietIndex.Count:E2} flagged elsewhere");
        Assert.InRange(range, 0.95, 1);
        Assert.InRange(residual, 0.4, range - 0.05);
        Assert.InRange((double)found / scenes, 0.9, 1);
        Assert.InRange((double)named / found, 0.9, 1);
        Assert.InRange((double)flaggedQuiet / quietIndex.Count, 0, 0.01);
    }

    [Fact]
    public void DetectionCurve_TwoNormalScores_HasTheKnownArea()
    {
        // Normal scores d apart: the area is Φ(d / √2); with d = 1 that is 0.760250.
        var random = new Random(3);
        var background = Enumerable.Range(0, 20_000).Select(_ => (float)SpectralScenes.Gaussian(random)).ToArray();
        var events = Enumerable.Range(0, 20_000).Select(_ => 1 + (float)SpectralScenes.Gaussian(random)).ToArray();

        var curve = DetectionCurve.Of(events, background);

        Assert.Equal(0.760250, curve.Area, 0.01);
        Assert.Equal((0, 0, 1, 1), (curve.FalseAlarmRate[0], curve.DetectionRate[0], curve.FalseAlarmRate[^1], curve.DetectionRate[^1]));
        Assert.Equal(0.5, DetectionCurve.Of([1, 1, float.NaN], [1]).Area);
        Assert.Throws<ArgumentException>(() => DetectionCurve.Of([], [1f]));
    }
}
