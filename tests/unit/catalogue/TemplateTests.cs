using FsCheck;
using FsCheck.Fluent;

namespace Isopleth.Catalogue.Tests;

/// <summary>Templates in an entry's arguments, seen through the entry that holds them.</summary>
public sealed class TemplateTests
{
    private static readonly (string Name, object? Value)[] Parameters =
    [
        ("name", "Etna"), ("level", 7), ("height", 2.5), ("ok", true), ("when", "2021-04-01T11:18:09"), ("padded", "  x "), ("many", new[] { "a", "b" }),
    ];

    public static TheoryData<string> JinjaForms =>
    [
        "plain text { with } braces", "{{ name }}", "{{name}}-{{ level }}", "{{- name -}}", "{# a remark #}{{ name }}",
        "{{ '%02d' % level }}", "{{ '%02d' | format(level) }}", "{{ \"%05.1f\" | format(height) }}", "{{ '%s_%03d' % (name, level) }}",
        "{{ '{:03d}'.format(level) }}", "{{ '{:>6}|{:<6}|{:^6}'.format(name, name, name) }}", "{{ '{1}{0}'.format(name, level) }}", "{{ '{:+.2f}'.format(height) }}",
        "{{ '{:*^9}'.format(name) }}", "{{ '%x %X %o' % (255, 255, 8) }}", "{{ '%e' % height }}", "{{ '%-6d|' % level }}", "{{ '%5s|%-5s|' % (name, name) }}", "{{ '%d%%' % level }}", "{{ '%.2s|%r|%r' % (name, name, level) }}",
        "{{ when.strftime('%Y/%m/%d %H:%M:%S %j %y %b') }}", "{{ when.year }}-{{ '%02d' % when.month }}", "{{ '{:%Y%m%d}'.format(when) }}", "{{ when }}",
        "{{ missing | default('none at all') }}", "{{ missing | d(level) }}", "{{ '' | default('x', true) }}", "{{ name | default('x') }}",
        "{{ name | lower }}{{ name | upper }}", "{{ padded | trim }}", "{{ name.replace('E', 'A') }}", "{{ name | replace('tn', 'nt') }}", "{{ '7'.zfill(3) }}",
        "{{ level + 1 }}", "{{ level * 2 - 3 }}", "{{ level // 2 }}", "{{ level / 2 }}", "{{ -level // 2 }}", "{{ level % 4 }}", "{{ height + level }}", "{{ (level + 1) * 2 }}",
        "{{ name ~ '_' ~ level }}", "{{ name + '_x' }}", "{{ ok }}", "{{ height }}", "{{ many }}", "{{ many[1] }}", "{{ many | join('+') }}", "{{ '12' | int + 1 }}", "{{ level | float }}", "{{ level | string }}",
        "{{ env('ISOPLETH_TEST_VALUE') }}", "{{ env(ISOPLETH_TEST_VALUE) }}", "{{ env(ISOPLETH_TEST_UNSET, 'fallback') }}", "{{ 'it\\'s' }}", "{{ none }}",
    ];

    [Fact]
    public void Render_JinjaForms_AsIntakeRendersThem()
    {
        var forms = JinjaForms.Select(f => f.Data).ToArray();
        var expected = Reference.Run(
            """
            import pandas
            from intake.catalog.utils import expand_templates
            context = {k: pandas.to_datetime(v) if k == 'when' else v for k, v in data['parameters'].items()}
            print(json.dumps([expand_templates({'t': t}, dict(context))['t'] for t in data['templates']]))
            """,
            new { parameters = Parameters.ToDictionary(p => p.Name, p => p.Value), templates = forms },
            ("ISOPLETH_TEST_VALUE", "from the environment"));
        Assert.Multiple([.. forms.Zip(expected.AsArray()).Select(p => (Action)(() => Assert.Equal($"{p.First} -> {(string?)p.Second}", $"{p.First} -> {Render(p.First)}")))]);
    }

    [Fact]
    public void Render_AnyValueInAnyText_IsPutInItsPlaceAndNowhereElse()
    {
        var letters = Gen.Elements("aZ0 ./_-%'\"\\|é°{}".ToCharArray());
        var texts = Gen.Select(Gen.ArrayOf(letters), c => new string(c)).Where(t => !t.Contains("{{") && !t.Contains("{%") && !t.Contains("{#") && !t.EndsWith('{'));
        var cases = Gen.Select(Gen.Zip(texts, Gen.Zip(texts, texts)), c => (Before: c.Item1, Value: c.Item2.Item1, After: c.Item2.Item2));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(new Replay(new Rnd(20210401, 1), null)), Prop.ForAll(cases.ToArbitrary(), c =>
            Render($"{c.Before}{{{{ name }}}}{c.After}{{{{name}}}}", ("name", c.Value)) == $"{c.Before}{c.Value}{c.After}{c.Value}"));
    }

    [Fact]
    public void Render_AnyWholeNumber_IsPaddedAsPythonPadsIt() =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(20210401, 1), null)), Prop.ForAll((int level) =>
        {
            var expected = (level < 0 ? "-" : "") + Math.Abs((long)level).ToString().PadLeft(level < 0 ? 5 : 6, '0');
            return Render("{{ '%06d' % level }}", ("level", level)) == expected && Render("{{ '{:06d}'.format(level) }}", ("level", level)) == expected;
        }));

    [Theory]
    [InlineData("{{ unknown }}", "'unknown' has no value here", "declare 'unknown' under parameters")]
    [InlineData("{{ name | lowr }}", "filter 'lowr', which is not available", "Filters: d, default")]
    [InlineData("{{ shell('ls') }}", "calls 'shell'", "runs no programs")]
    [InlineData("{% if ok %}a{% endif %}", "block tag", "parameters and {{ expressions }}")]
    [InlineData("{{ name", "no closing '}}'", "Close it")]
    [InlineData("{{ name ! }}", "unexpected '!'", "operators")]
    [InlineData("{{ name name }}", "not understood at 'name'", "operators")]
    [InlineData("{{ '%d' % name }}", "needs a number, not 'Etna'", "int or float")]
    [InlineData("{{ '%s%s' % name }}", "more values than it is given", "one value for each field")]
    [InlineData("{{ when.strftime('%Q') }}", "directive %Q", "Directives: %Y")]
    [InlineData("{{ when.week }}", "asks a date for 'week'", "A date has: year")]
    [InlineData("{{ name.title() }}", "asks a text for 'title'", "A text has: format")]
    [InlineData("{{ level * name }}", "cannot compute 7 * 'Etna'", "Use numbers")]
    [InlineData("{{ many[5] }}", "an item that is not there", "within the list")]
    [InlineData("{{ env(ISOPLETH_TEST_UNSET) }}", "ISOPLETH_TEST_UNSET is not set", "or give a default")]
    public void Render_WhatCannotBe_SaysWhy(string template, string reason, string hint)
    {
        var fault = Assert.Throws<CatalogueException>(() => Render(template));
        Assert.Contains(reason, fault.Message);
        Assert.Contains(hint, fault.Hint);
        Assert.True(fault.Line > 0 && fault.Column > 0);
        Assert.Contains("args", fault.Key);
    }

    private static string? Render(string template, params (string Name, object? Value)[] parameters)
    {
        var given = parameters.Concat(Parameters.Where(p => parameters.All(o => o.Name != p.Name))).ToArray();
        var types = new Dictionary<string, string> { ["level"] = "int", ["height"] = "float", ["ok"] = "bool", ["when"] = "datetime", ["many"] = "list" };
        var declared = given.Select(p => $"      {p.Name}: {{description: d, type: {types.GetValueOrDefault(p.Name, "str")}}}\n");
        var text = $"sources:\n  e:\n    driver: netcdf\n    parameters:\n{string.Concat(declared)}    args:\n      urlpath: '{template.Replace("'", "''")}'\n";
        var catalogue = CatalogueFiles.Of(text, CatalogueFiles.Probe(null, ("ISOPLETH_TEST_VALUE", "from the environment")));
        return (string?)CatalogueFiles.Arguments(catalogue["e"], given)["urlpath"];
    }
}
