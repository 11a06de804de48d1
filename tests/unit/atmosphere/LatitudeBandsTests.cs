using FsCheck;
using FsCheck.Fluent;
using Isopleth.Atmosphere;

namespace Isopleth.Tests;

public class LatitudeBandsTests
{
    [Fact]
    public void Collect_AnywhereOnEarth_FindsEveryPointWithinReachOnce() => Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
    {
        // Half of the points within ten degrees of a pole or of the date line.
        var random = new Random(seed);
        var latitude = new double[400];
        var longitude = new double[400];
        for (var i = 0; i < latitude.Length; i++)
        {
            latitude[i] = (i % 4) switch { 0 => 90 - (10 * random.NextDouble()), 1 => -90 + (10 * random.NextDouble()), _ => (180 * random.NextDouble()) - 90 };
            longitude[i] = i % 2 == 0 ? (720 * random.NextDouble()) - 360 : 175 + (10 * random.NextDouble());
        }

        latitude[7] = double.NaN;
        var index = new LatitudeBands(latitude, longitude, height: 1 + (5 * random.NextDouble()));
        var found = new List<int>();
        return Enumerable.Range(0, latitude.Length).Where(i => i != 7).All(i =>
        {
            var reach = 20 * random.NextDouble();
            found.Clear();
            index.Collect(latitude[i], longitude[i], reach, reach, found);
            var place = Sphere.Position(latitude[i], longitude[i]);
            var near = Enumerable.Range(0, latitude.Length).Where(j => Sphere.Distance(place, Sphere.Position(latitude[j], longitude[j])) < Sphere.Radius * Sphere.Radians(reach));
            return found.Count == found.Distinct().Count() && !near.Except(found).Any();
        });
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(20210401, 17963));

    [Fact]
    public void Collect_NoPoints_FindsNothing()
    {
        var found = new List<int>();
        new LatitudeBands([double.NaN], [0], height: 1).Collect(0, 0, 90, 180, found);
        Assert.Empty(found);
    }
}
