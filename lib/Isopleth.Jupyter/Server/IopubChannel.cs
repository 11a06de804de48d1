using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

/// <summary>The iopub socket: an XPUB, which hears of subscriptions, so that each subscriber is welcomed.</summary>
/// <remarks>
/// A reader that lags makes the cell wait (<see cref="SocketLoop.AwaitRoom"/>), instead of losing outputs or filling the memory.
/// A reader that sleeps must not stop the kernel for the others: once it has <see cref="LongestLag"/> messages unread and takes fewer than 250 a second,
/// readers lose what they have no room for, until one leaves or a new one comes.
/// </remarks>
internal sealed class IopubChannel
{
    private const int LongestLag = 5000;

    private readonly Action<byte[]> _subscribed;
    private readonly Action<string> _log;

    public IopubChannel(SocketLoop loop, string endpoint, Action<byte[]> subscribed, Action<string> log)
    {
        _subscribed = subscribed;
        _log = log;
        Socket = loop.Open(SocketKind.XPub, SubscriptionsChanged, Stalled);

        // Set once: libzmq 4.3.4 crashes when it changes while a peer leaves.
        Socket.Set(Zmq.SendHighWater, LongestLag);

        // Verbose: every coming and going is told, not the first and last of a topic alone.
        Socket.Set(Zmq.XPubVerboser, 1);
        Socket.Set(Zmq.XPubNoDrop, 1);
        Socket.Bind(endpoint);
    }

    public ZmqSocket Socket { get; }

    // A frame of 1 and the topic, or of 0 and the topic.
    private void SubscriptionsChanged(List<byte[]> frames)
    {
        if (frames is [[0 or 1, .. var topic]])
        {
            Socket.Set(Zmq.XPubNoDrop, 1);
            if (frames[0][0] == 1)
            {
                _subscribed(topic);
            }
        }
    }

    private void Stalled()
    {
        _log($"A reader of the outputs sleeps: {LongestLag} messages wait for it. It loses what comes beyond them.");
        Socket.Set(Zmq.XPubNoDrop, 0);
    }
}
