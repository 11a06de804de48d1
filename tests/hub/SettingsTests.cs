namespace Isopleth.Tests.Hub;

/// <summary>The settings' page, and the files that go to other hubs; these need no lab.</summary>
public sealed class SettingsTests
{
    private static readonly string Hub = Path.Combine(Samples.RepositoryRoot, "hub-config");

    [Fact]
    public void Reference_IsWhatTheSchemaSays()
    {
        var (status, page, error) = Python("""
            sys.stdout.write(settings.reference(json.load(open(sys.argv[1] + "/lab.schema.json"))))
            """);
        Assert.True(status == 0, error);
        Assert.Equal(page, File.ReadAllText(Path.Combine(Hub, "SETTINGS.md")));
    }

    [Fact]
    public void Schema_IsOne_AndDescribesEveryKey()
    {
        var (status, missing, error) = Python("""
            schema = json.load(open(sys.argv[1] + "/lab.schema.json"))
            settings.jsonschema.Draft202012Validator.check_schema(schema)
            def walk(part, path):
                for key, inner in part.get("properties", {}).items():
                    if not inner.get("description"): print(path + key)
                    assert inner.get("additionalProperties") is not None or inner["type" if "type" in inner else "enum"] != "object", path + key
                    walk(inner, path + key + ".")
            walk(schema, "")
            """);
        Assert.True(status == 0, error);
        Assert.Equal("", missing);
    }

    [Fact]
    public void Defaults_AreThoseThatTheFileShows()
    {
        // What stands in lab.yaml as a comment is what holds without it.
        var (status, output, error) = Python("""
            import re
            schema = json.load(open(sys.argv[1] + "/lab.schema.json"))
            shown = "\n".join(line[2:] for line in open(sys.argv[1] + "/lab.yaml") if re.match(r"# ( *[a-z_]+:)", line))
            with_shown, without = settings.parse(shown, schema), settings.parse("", schema)
            with_shown["sizes"] = {}
            print(with_shown == without, settings.bytes_of(without["limits"]["memory"]))
            """);
        Assert.True(status == 0, error);
        Assert.Equal($"True {2L << 30}", output.Trim());
    }

    [Fact]
    public void CgroupVersion2_GetsItsLimits()
    {
        var (status, output, error) = Python("""
            import os, tempfile
            from isopleth_lab import place
            place.GROUPS = tempfile.mkdtemp()
            open(place.GROUPS + "/cgroup.controllers", "w").close()
            groups = place.Groups("ada--default")
            print(groups.version, groups.make(1 << 30, 1.5, 100))
            folder = place.GROUPS + "/isopleth/ada--default/"
            print([open(folder + name).read() for name in ("memory.max", "cpu.max", "pids.max")], oct(os.stat(folder).st_mode & 0o777))
            """);
        Assert.True(status == 0, error);
        Assert.Equal("2 []\n['1073741824', '150000 100000', '100'] 0o755", output.Trim());
    }

    private static (int Status, string Output, string Error) Python(string code) => ProgramRun.Run("/usr/bin/python3",
        ["-c", "import json, sys\nfrom isopleth_lab import settings\n" + code, Hub], ("PYTHONPATH", Path.Combine(Hub, "python")), ("PYTHONDONTWRITEBYTECODE", "1"));
}
