using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Isopleth.Jupyter;
using Isopleth.Jupyter.Client;

namespace Isopleth.Tests.Protocol;

/// <summary>A kernel of the echo engine in this process, and a client that is connected to it.</summary>
internal sealed class EchoKernel : IAsyncDisposable
{
    private readonly KernelFolder _folder;

    private EchoKernel(KernelFolder folder)
    {
        _folder = folder;
        Server = new KernelServer(folder.Connection, Engine, Log.Enqueue);
    }

    public EchoEngine Engine { get; } = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public KernelServer Server { get; }

    public ConnectionFile Connection => _folder.Connection;

    public KernelClient Client { get; private set; } = null!;

    public static async Task<EchoKernel> StartAsync(KernelTransport transport = KernelTransport.Ipc)
    {
        var kernel = new EchoKernel(KernelFolder.Create(transport, "echo"));
        kernel.Server.Start();
        kernel.Client = await kernel.ConnectAsync();
        return kernel;
    }

    public Task<KernelClient> ConnectAsync() => KernelClient.ConnectAsync(Connection, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    /// <summary>Runs a cell and collects what it publishes.</summary>
    public async Task<(ExecuteReply Reply, List<JupyterMessage> Outputs)> RunAsync(string code, ExecuteOptions? options = null)
    {
        var outputs = new List<JupyterMessage>();
        var reply = await Client.ExecuteAsync(code, options, outputs.Add, TestContext.Current.CancellationToken);
        return (reply, outputs);
    }

    /// <summary>Sends any request, with what it publishes until its idle.</summary>
    public async Task<(JsonObject Reply, List<JupyterMessage> Outputs)> AskAsync(string type, JsonObject content, KernelChannel channel = KernelChannel.Shell)
    {
        var published = Channel.CreateUnbounded<JupyterMessage>();
        void Collect(JupyterMessage message) => published.Writer.TryWrite(message);
        Client.Published += Collect;
        var reply = await Client.RequestAsync(type, content, channel, cancellationToken: TestContext.Current.CancellationToken);
        var outputs = new List<JupyterMessage>();
        while (outputs.Count == 0 || !outputs[^1].Is("idle"))
        {
            var message = await published.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (message.ParentId == reply.ParentId)
            {
                outputs.Add(message);
            }
        }

        Client.Published -= Collect;
        return (reply.Content, outputs);
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        Server.Dispose();
        Engine.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal static class MessageReading
{
    /// <summary>Whether it is the status message of a state.</summary>
    public static bool Is(this JupyterMessage message, string state) => message.Type == "status" && (string?)message.Content["execution_state"] == state;

    /// <summary>The types of messages, statuses by their state.</summary>
    public static IEnumerable<string> Types(this IEnumerable<JupyterMessage> messages) => messages.Select(m => m.Type == "status" ? (string)m.Content["execution_state"]! : m.Type);

    /// <summary>The text of one stream, put together.</summary>
    public static string StreamText(this IEnumerable<JupyterMessage> messages, string name) =>
        string.Concat(messages.Where(m => m.Type == "stream" && (string?)m.Content["name"] == name).Select(m => (string?)m.Content["text"]));
}
