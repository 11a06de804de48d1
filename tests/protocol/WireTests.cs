using System.Text;
using Isopleth.Jupyter;
using Isopleth.Jupyter.Client;

namespace Isopleth.Tests.Protocol;

public sealed class WireTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public static TheoryData<string, string> Tamperings => new()
    {
        { "signature", "signature is wrong" },
        { "no-signature", "signature is wrong" },
        { "header", "signature is wrong" },
        { "content", "signature is wrong" },
        { "other-key", "signature is wrong" },
        { "no-delimiter", "no <IDS|MSG>" },
        { "too-few", "3 frames after <IDS|MSG>" },
        { "not-json", "content is not JSON" },
        { "array", "content is not a JSON object" },
        { "twice", "header is not JSON" },
        { "no-type", "no msg_type" },
        { "no-id", "no msg_id" },
        { "deep", "content is not JSON" },
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task Receive_TamperedOrMalformed_IsLoggedAndDroppedWithoutHarm(string fault, string expectedLog)
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var peer = new RawPeer(kernel.Connection);

        peer.SendFrames("shell", Tamper(peer, kernel.Connection, fault));

        peer.Send("shell", "kernel_info_request", "{}", header => header["msg_id"] = "good");

        Assert.Equal("good", peer.Receive(Soon).ParentId);
        Assert.StartsWith("Dropped a message on the shell channel: ", Assert.Single(kernel.Log), StringComparison.Ordinal);
        Assert.Contains(expectedLog, Assert.Single(kernel.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_Empty_MessagesAreNotSigned()
    {
        using var folder = KernelFolder.Create(KernelTransport.Ipc, "echo");
        var connection = folder.Connection with { Key = "" };
        using var engine = new EchoEngine();
        using var server = new KernelServer(connection, engine);
        server.Start();
        using var client = await KernelClient.ConnectAsync(connection, Soon, TestContext.Current.CancellationToken);
        using var peer = new RawPeer(connection);

        peer.Send("shell", "kernel_info_request", "{}");

        var frames = peer.ReceiveFrames(Soon, "shell")!;
        Assert.Empty(frames[1]);
        Assert.Equal("ok", (await client.ExecuteAsync("out x", cancellationToken: TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Heartbeat_AnyBytes_ComeBack()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var peer = new RawPeer(kernel.Connection);

        peer.SendFrames("heartbeat", [[], [1, 2, 3]]);

        Assert.Equal([[], [1, 2, 3]], peer.ReceiveFrames(Soon, "heartbeat")!);
    }

    [Fact]
    public async Task Iopub_EachSubscriber_IsWelcomedOnItsTopic()
    {
        await using var kernel = await EchoKernel.StartAsync();
        for (var subscriber = 0; subscriber < 2; subscriber++)
        {
            using var peer = new RawPeer(kernel.Connection);
            peer.Subscribe("status");

            var welcome = peer.Receive(Soon, "iopub");

            Assert.Equal("iopub_welcome", welcome.Type);
            Assert.Equal("""{"subscription":"status"}""", welcome.Content.ToJsonString());
            Assert.Empty(welcome.ParentHeader);
            Assert.Equal("status", Encoding.UTF8.GetString(welcome.Route[0]));
        }
    }

    [Fact]
    public async Task Reply_ToAnyone_GoesBackAlongItsRouteWithTheRequestsHeaderAsParent()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var peer = new RawPeer(kernel.Connection);

        peer.Send("shell", "kernel_info_request", "{}", h => h["custom"] = "käse \"🌍\"");

        var parent = peer.Receive(Soon).ParentHeader;
        Assert.Equal("käse \"🌍\"", (string?)parent["custom"]);
        Assert.Equal("2026-01-01T00:00:00Z", (string?)parent["date"]);
    }

    [Fact]
    public async Task Text_LoneSurrogatesAndControlCharacters_ArriveAsValidJson()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, outputs) = await kernel.RunAsync("out a\ud800b\u0000\u001bc\u2028");

        Assert.Equal("ok", reply.Status);
        Assert.Equal("a\ufffdb\u0000\u001bc\u2028", outputs.StreamText("stdout"));
    }

    private static List<byte[]> Tamper(RawPeer peer, ConnectionFile connection, string fault)
    {
        var good = peer.Frames("kernel_info_request", "{}");
        var header = good[2];
        var empty = "{}"u8.ToArray();
        switch (fault)
        {
            case "signature": good[1][0] ^= 1; return good;
            case "no-signature": good[1] = []; return good;
            case "header": good[2] = [.. good[2], (byte)' ']; return good;
            case "content": good[5] = "{\"a\":1}"u8.ToArray(); return good;
            case "other-key":
                using (var stranger = new RawPeer(connection, key: "other"))
                {
                    return stranger.Frames("kernel_info_request", "{}");
                }

            case "no-delimiter": return good[1..];
            case "too-few": return good[..4];
            case "not-json": return peer.Sign([header, empty, empty, "{\"a\":"u8.ToArray()]);
            case "array": return peer.Sign([header, empty, empty, "[1]"u8.ToArray()]);
            case "twice": return peer.Sign(["""{"msg_id":"1","msg_id":"2","msg_type":"x"}"""u8.ToArray(), empty, empty, empty]);
            case "no-type": return peer.Sign(["""{"msg_id":"1"}"""u8.ToArray(), empty, empty, empty]);
            case "no-id": return peer.Sign(["""{"msg_type":"kernel_info_request"}"""u8.ToArray(), empty, empty, empty]);
            case "deep": return peer.Frames("kernel_info_request", "{\"a\":" + new string('[', 2000) + new string(']', 2000) + "}");
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault, message: null);
        }
    }
}
