using System.Globalization;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Tests.Protocol;

namespace Isopleth.Tests.Fuzz;

/// <summary>The C# kernel's own process, under a rain of what no client should send.</summary>
[Trait("Speed", "Slow")]
public sealed class FuzzTests : IDisposable
{
    private const int Seed = 20261120;
    private const int NoiseBetweenQuestions = 40;
    private const double MostMegabytes = 500;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly string[] Channels = ["shell", "control", "stdin", "heartbeat"];

    private static readonly (string Type, string Content)[] Requests =
    [
        ("kernel_info_request", "{}"),
        ("execute_request", """{"code":"1 + 1","silent":false,"store_history":true,"user_expressions":{"a":"2"},"allow_stdin":false,"stop_on_error":true}"""),
        ("execute_request", """{"code":"throw new Exception();","silent":true}"""),
        ("complete_request", """{"code":"Console.","cursor_pos":8}"""),
        ("inspect_request", """{"code":"Math.Sqrt","cursor_pos":9,"detail_level":1}"""),
        ("is_complete_request", """{"code":"class A {"}"""),
        ("history_request", """{"hist_access_type":"search","n":3,"pattern":"*","unique":true,"output":true,"raw":true}"""),
        ("comm_info_request", """{"target_name":"jupyter.widget"}"""),
        ("comm_open", """{"comm_id":"c","target_name":"jupyter.widget","data":{}}"""),
        ("comm_msg", """{"comm_id":"c","data":{"method":"update","state":{"value":1}}}"""),
        ("comm_close", """{"comm_id":"c","data":{}}"""),
        ("input_reply", """{"value":"x"}"""),
        ("connect_request", "{}"),
        ("create_subshell_request", "{}"),
        ("list_subshell_request", "{}"),
        ("interrupt_request", "{}"),
        ("debug_request", """{"seq":1,"type":"request","command":"initialize"}"""),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Kernel_UnderNoise_AnswersEveryQuestionAndKeepsItsVariables()
    {
        // The connection file as the kernel got it, so that a second, unkind client finds the way too.
        var copy = Path.Combine(_folder, "connection.json");
        var spec = new KernelSpec
        {
            Name = "csharp",
            DisplayName = "C#",
            Language = "C#",
            Argv = ["/bin/sh", "-c", "cp \"$2\" \"$3\" && exec \"$0\" \"$1\" \"$2\" 2> \"$4\"", ProgramRun.Built("Isopleth.Kernel", "Isopleth.Kernel"), "--connection-file", "{connection_file}", copy, Path.Combine(_folder, "log")],
            InterruptMode = InterruptMode.Message,
            ResourceDirectory = _folder,
        };
        await using var kernel = await KernelProcess.StartAsync(spec, cancellationToken: TestContext.Current.CancellationToken);
        await Run(kernel, "var kept = 41;");
        using var peer = new RawPeer(ConnectionFile.Load(copy));
        var random = new Random(Seed);
        var (rounds, questions) = (LongRun.Of(100_000), 0);
        for (var round = 0; round < rounds; round++)
        {
            peer.SendFrames(Channels[random.Next(Channels.Length)], Noise(random, peer));
            if (round % NoiseBetweenQuestions == 0)
            {
                Ask(peer, questions++, random.Next(2) == 0 ? "shell" : "control");
            }
        }

        Assert.Equal((rounds + NoiseBetweenQuestions - 1) / NoiseBetweenQuestions, questions);
        Assert.False(kernel.Exited.IsCompleted, "the kernel died");
        Assert.Equal("42", await Run(kernel, "kept + 1"));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal((i * i).ToString(CultureInfo.InvariantCulture), await Run(kernel, $"{i} * {i}"));
        }

        var resident = File.ReadLines($"/proc/{kernel.Pid}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        Assert.InRange(double.Parse(resident.AsSpan(6, resident.Length - 8), CultureInfo.InvariantCulture) / 1024, 0, MostMegabytes);
        Assert.Contains("signature is wrong", await File.ReadAllTextAsync(Path.Combine(_folder, "log"), TestContext.Current.CancellationToken));
    }

    /// <summary>Asks one good question, and takes all answers up to its own, which must come.</summary>
    private static void Ask(RawPeer peer, int number, string channel)
    {
        var id = $"good-{number}";
        peer.Send(channel, "kernel_info_request", "{}", header => header["msg_id"] = id);
        JupyterMessage answer;
        do
        {
            answer = peer.Receive(Soon, channel);
        }
        while (answer.ParentId != id);

        Assert.Equal("ok", (string?)answer.Content["status"]);
    }

    private static async Task<string?> Run(KernelProcess kernel, string code)
    {
        string? result = null;
        var reply = await kernel.Client.ExecuteAsync(code, new(), m => result = m.Type == "execute_result" ? (string?)m.Content["data"]?["text/plain"] : result, TestContext.Current.CancellationToken);
        Assert.True(reply.Status == "ok", $"{code}: {reply.Status} {reply.ErrorValue}");
        return result;
    }

    private static List<byte[]> Noise(Random random, RawPeer peer)
    {
        switch (random.Next(8))
        {
            case 0 or 1: // no message at all
                return [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Bytes(random, random.Next(200)))];
            case 2 or 3: // a bit of it flipped: the signature is wrong
                var flipped = Good(random, peer);
                var frame = flipped.Where(static f => f.Length > 0).ElementAt(random.Next(4));
                frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 4: // frames missing, or twice, or in another order
                var frames = Good(random, peer);
                frames.RemoveAt(random.Next(frames.Count));
                frames.Insert(random.Next(frames.Count), frames[random.Next(frames.Count)]);
                return frames;
            case 5: // rightly signed, its JSON cut short
                var parts = Good(random, peer)[2..];
                var cut = random.Next(parts.Count);
                parts[cut] = parts[cut][..random.Next(parts[cut].Length)];
                return peer.Sign([.. parts]);
            default: // rightly signed, its fields not what they should be
                var (type, content) = Requests[random.Next(Requests.Length)];
                return peer.Frames(random.Next(20) == 0 ? Word(random) : type, Changed(random, JsonNode.Parse(content)!.AsObject()).ToJsonString());
        }
    }

    private static List<byte[]> Good(Random random, RawPeer peer)
    {
        var (type, content) = Requests[random.Next(Requests.Length)];
        return peer.Frames(type, content);
    }

    private static JsonObject Changed(Random random, JsonObject content)
    {
        foreach (var field in content.Select(static f => f.Key).ToArray())
        {
            if (random.Next(3) == 0)
            {
                content[field] = Value(random, depth: 0);
            }
            else if (random.Next(10) == 0)
            {
                content.Remove(field);
            }
        }

        if (random.Next(5) == 0)
        {
            content[Word(random)] = Value(random, depth: 0);
        }

        return content;
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 3 ? 7 : 9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-3, 100),
        3 => random.NextDouble() * 1e300,
        4 => "",
        5 => Word(random),
        6 => long.MaxValue,
        7 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject { [Word(random)] = Value(random, depth + 1) },
    };

    private static string Word(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(4) == 0 ? "🌋" : ((char)random.Next(1, 0xD7FF)).ToString()));

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
