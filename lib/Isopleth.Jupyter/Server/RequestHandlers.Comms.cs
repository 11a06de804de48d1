using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

// Comms: the named two-way channels of widgets.
internal sealed partial class RequestHandlers
{
    private OutgoingMessage CommInfo(JupyterMessage request)
    {
        var reply = Begin(request);
        comms.Write(reply.Json, request.Content["target_name"].AsText());
        return End(reply);
    }

    private void CommMessage(JupyterMessage request)
    {
        var outputs = new CellOutputs(publisher, inputs, request, _executionCount, silent: false, allowStdin: false);
        CellOutputs.Current = outputs;
        try
        {
            switch (request.Type)
            {
                case "comm_open": comms.Opened(request, outputs); break;
                case "comm_msg": comms.Received(request, outputs); break;
                default: comms.Closed(request, outputs); break;
            }
        }
        catch (Exception e)
        {
            outputs.Fail(Describe(e));
        }
        finally
        {
            CellOutputs.Current = null;
            outputs.Flush();
        }
    }
}
