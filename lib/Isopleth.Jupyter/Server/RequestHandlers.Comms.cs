using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

// Comms: the named two-way channels of widgets.
internal sealed partial class RequestHandlers
{
    private OutgoingMessage CommInfo(JupyterMessage request)
    {
        var reply = Begin(request);
        reply.Json.WriteStartObject("comms"u8);
        reply.Json.WriteEndObject();
        return End(reply);
    }

    // The protocol's answer to a target that the kernel does not know.
    private void CommOpen(JupyterMessage request) =>
        publisher.Comm("comm_close", request, request.Content.Text("comm_id"), target: null, [], metadata: null, buffers: []);
}
