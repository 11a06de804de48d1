using System.Text.Json.Nodes;
using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

public sealed class KernelSpecTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("specs-");
    private readonly string? _jupyterPath = Environment.GetEnvironmentVariable("JUPYTER_PATH");

    public KernelSpecTests() => Environment.SetEnvironmentVariable("JUPYTER_PATH", $"{_folder.FullName}/first:{_folder.FullName}/second");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("JUPYTER_PATH", _jupyterPath);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Find_WholeSpec_ReadsEveryField()
    {
        Write("first", "whole", """
            {"argv": ["/opt/k", "{connection_file}"], "display_name": "Whole", "language": "C#", "interrupt_mode": "message",
             "env": {"A": "${HOME}"}, "metadata": {"debugger": false}}
            """);

        var spec = KernelSpecs.Find("Whole");

        Assert.Equal(("whole", "Whole", "C#", InterruptMode.Message), (spec.Name, spec.DisplayName, spec.Language, spec.InterruptMode));
        Assert.Equal(["/opt/k", "{connection_file}"], spec.Argv);
        Assert.Equal("${HOME}", spec.Env["A"]);
        Assert.Equal(Path.Combine(_folder.FullName, "first", "kernels", "whole"), spec.ResourceDirectory);
        Assert.False((bool)spec.Metadata["debugger"]!);
    }

    [Fact]
    public void All_SameNameTwiceAndOneBroken_FirstWinsAndBrokenIsLeftOut()
    {
        Write("first", "twice", """{"argv": ["one"]}""");
        Write("second", "twice", """{"argv": ["two"]}""");
        Write("first", "broken", "{");

        var specs = KernelSpecs.All();

        Assert.Equal("one", Assert.Single(specs, s => s.Name == "twice").Argv[0]);
        Assert.DoesNotContain(specs, s => s.Name == "broken");
        Assert.Contains(specs, s => s.Name == "python3");
    }

    [Fact]
    public void Find_UnknownName_ListsThoseThereAreAndWhereItLooked()
    {
        Write("first", "here", """{"argv": ["x"]}""");

        var fault = Assert.Throws<KernelSpecNotFoundException>(() => KernelSpecs.Find("absent"));

        Assert.Equal("absent", fault.Name);
        Assert.Contains("here", fault.Known);
        Assert.Contains("There is no kernel 'absent'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("here", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.FullName + "/second", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "Cannot read the kernelspec")]
    [InlineData("[]", "top level is not an object")]
    [InlineData("{}", "has no 'argv'")]
    [InlineData("""{"argv": []}""", "has an empty 'argv'")]
    [InlineData("""{"argv": ["x", 5]}""", "has 5 in 'argv'; expected strings")]
    [InlineData("""{"argv": ["x"], "display_name": 5}""", "has display_name 5; expected a string")]
    [InlineData("""{"argv": ["x"], "interrupt_mode": "maybe"}""", "has interrupt_mode 'maybe'; expected 'signal' or 'message'")]
    [InlineData("""{"argv": ["x"], "env": {"A": 1}}""", "has 1 for 'A' in 'env'; expected a string")]
    public void Find_FaultySpec_SaysWhatAndWhere(string json, string expected)
    {
        Write("first", "faulty", json);

        var fault = Assert.Throws<JupyterException>(() => KernelSpecs.Find("faulty"));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains("first/kernels/faulty/kernel.json", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionFile_Saved_IsReadBackTheSame()
    {
        var file = new ConnectionFile { Transport = "tcp", Ip = "127.0.0.1", ShellPort = 1, IopubPort = 2, StdinPort = 3, ControlPort = 4, HeartbeatPort = 5, Key = "k", KernelName = "n" };
        var path = Path.Combine(_folder.FullName, "c.json");

        file.Save(path);

        Assert.Equal(file, ConnectionFile.Load(path));
        Assert.Throws<IOException>(() => file.Save(path));
    }

    [Theory]
    [InlineData("shell_port", "0", "has shell_port 0; expected a port from 1 to 65535")]
    [InlineData("hb_port", null, "has hb_port missing")]
    [InlineData("ip", null, "has ip missing; expected a string")]
    [InlineData("transport", "\"pigeon\"", "has transport 'pigeon'; expected 'tcp' or 'ipc'")]
    [InlineData("signature_scheme", "\"hmac-md5\"", "has signature_scheme 'hmac-md5'; only 'hmac-sha256' is supported")]
    [InlineData("key", "5", "has key 5; expected a string")]
    public void ConnectionFile_FaultyField_IsNamed(string field, string? value, string expected)
    {
        var json = JsonNode.Parse("""{"transport":"tcp","ip":"127.0.0.1","shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5,"key":"k","signature_scheme":"hmac-sha256"}""")!.AsObject();
        json.Remove(field);
        if (value is not null)
        {
            json[field] = JsonNode.Parse(value);
        }

        var path = Path.Combine(_folder.FullName, "c.json");
        File.WriteAllText(path, json.ToJsonString());

        var fault = Assert.Throws<JupyterException>(() => ConnectionFile.Load(path));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionFile_Absent_SaysWhoWritesIt()
    {
        var fault = Assert.Throws<JupyterException>(() => ConnectionFile.Load("/nowhere/c.json"));

        Assert.Contains("/nowhere/c.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Jupyter writes this file", fault.Message, StringComparison.Ordinal);
    }

    private void Write(string root, string name, string json)
    {
        var spec = Directory.CreateDirectory(Path.Combine(_folder.FullName, root, "kernels", name));
        File.WriteAllText(Path.Combine(spec.FullName, "kernel.json"), json);
    }
}
