using FsCheck;
using FsCheck.Fluent;
using Isopleth.Tests;

namespace Isopleth.Catalogue.Tests;

/// <summary>Whatever is done to a catalogue file, reading it gives entries and problems, never another exception.</summary>
public sealed class MalformedCatalogueTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Samples.RepositoryRoot, "datasets", "intake", "tropomi", "catalog.yml"));

    [Fact]
    public void Load_FileWithRandomDamage_GivesEntriesOrProblems()
    {
        var damage = Gen.Zip(Gen.Choose(0, Text.Length - 1), Gen.Zip(Gen.Choose(0, 8), Gen.Elements("", " ", "\t", ":", "-", "[", "}", "{{", "}}", "'", "\"", "&a", "*a", "#", "|", "~", "\n", "\n  ", "%", "!!x ", "? ", "é", "\0", "<<: 3\n")));
        var cases = Gen.Select(Gen.ListOf(damage, 3), d => d.Aggregate(Text, (text, cut) =>
        {
            var at = Math.Min(cut.Item1, text.Length);
            return text[..at] + cut.Item2.Item2 + text[Math.Min(at + cut.Item2.Item1, text.Length)..];
        }));
        var readable = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(LongRun.Of(20_000)).WithReplay(new Replay(new Rnd(20210401, 1), null)), Prop.ForAll(cases.ToArbitrary(), text => readable += UseAll(text) ? 1 : 0));
        Assert.InRange(readable, 20, LongRun.Of(20_000) - 1);
    }

    [Fact]
    public void Open_RandomTemplate_IsRenderedOrRefused()
    {
        string[] words = ["{{", "}}", "x", "n", "t", "'a'", "'%d'", "'{:>3}'", "7", "0", "1.5", "|", "default", "('b')", ".format", "(", ")", "[", "]", ",", "~", "+", "-", "*", "/", "//", "%", ".", "year", "strftime", "env", "join", "int", "none", "true", " "];
        var rendered = 0;
        var texts = Gen.Select(Gen.NonEmptyListOf(Gen.Elements(words)), w => $"{{{{ {string.Concat(w.Take(9))} }}}}");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(LongRun.Of(30_000)).WithReplay(new Replay(new Rnd(20210401, 1), null)), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            try
            {
                var declared = "parameters: {x: {description: d, type: str, default: v}, n: {description: d, type: int, default: 3}, t: {description: d, type: datetime, default: 2021-04-01}}";
                _ = CatalogueFiles.Arguments(CatalogueFiles.Of($"sources: {{a: {{driver: csv, {declared}, args: {{y: \"{text}\"}}}}}}")["a"]);
                rendered++;
            }
            catch (CatalogueException e)
            {
                Assert.NotEqual("", e.Hint);
            }
        }));
        Assert.InRange(rendered, 5, LongRun.Of(30_000) - 1);
    }

    [Theory]
    [InlineData("sources: {a: {driver: [[]]}}")]
    [InlineData("sources: {a: {driver: {x: {class: 3}}}}")]
    [InlineData("sources: {a: {driver: netcdf, args: [1]}}")]
    [InlineData("sources: {a: {driver: netcdf, metadata: words}}")]
    [InlineData("sources: {a: {driver: alias}}")]
    [InlineData("sources: {a: {driver: yaml_file_cat}}")]
    [InlineData("sources: {a: {driver: yaml_file_cat, args: {path: 's3://x/y.yml'}}}")]
    [InlineData("sources: {a: {driver: yaml_file_cat, args: {path: nowhere.yml}}}")]
    [InlineData("metadata: {environment: 3}\nsources: {a: {driver: netcdf}}")]
    [InlineData("metadata: {environment: {X: {default: '{{ y }}'}}}\nsources: {a: {driver: netcdf}}")]
    [InlineData("metadata: {parameters: {p: 3}}\nsources: {a: {driver: netcdf}}")]
    [InlineData("name: [1]\nsources: {a: {driver: netcdf}}")]
    [InlineData("sources: {a: {driver: netcdf, args: {urlpath: '{{ x'}}}")]
    [InlineData("sources: {a: {driver: netcdf, args: {x: {y: 1, y: 2}}}}")]
    public void Validate_PartOfAnotherKind_IsAProblemWithAPlaceAndAHint(string text)
    {
        var catalogue = CatalogueFiles.Of(text);
        if (catalogue.Validate() is [var problem])
        {
            Assert.True(problem.Line > 0 && problem.Column > 0, problem.ToString());
            Assert.NotEqual("", problem.Hint);
            Assert.NotEqual("", problem.Key);
        }
        else
        {
            Assert.Throws<CatalogueException>(() => catalogue["a"].Open());
        }
    }

    private static bool UseAll(string text)
    {
        try
        {
            var catalogue = CatalogueFiles.Of(text, CatalogueFiles.Probe(null, ("ISOPLETH_SAMPLES", "/nowhere")));
            _ = catalogue.Validate().Select(p => p.ToString()).ToList();
            _ = catalogue.ToHtml() + catalogue + catalogue.Find("sulphur dioxide").ToHtml();
            foreach (var entry in catalogue.Entries)
            {
                _ = entry.ToHtml() + entry;
                Assert.Throws<CatalogueException>(() => entry.Open());
            }

            return true;
        }
        catch (CatalogueException e)
        {
            Assert.NotEqual("", e.Hint);
            return false;
        }
    }
}
