using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

/// <summary>The shell's threads: the main one, and those that front ends have added (JEP 91) so that a request is answered while a cell runs.</summary>
/// <param name="serve">What a thread does with its queue until that is closed.</param>
internal sealed class Subshells(Action<RequestQueue> serve)
{
    // Room for deep recursion in a cell; memory is taken only as it is touched.
    private const int StackBytes = 16 << 20;

    private readonly Dictionary<string, RequestQueue> _queues = new(StringComparer.Ordinal);
    private readonly RequestQueue _main = new();
    private int _made;

    /// <summary>The identities of the subshells there are.</summary>
    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_queues)
            {
                return [.. _queues.Keys];
            }
        }
    }

    /// <summary>Starts the main shell's thread.</summary>
    public void Start() => Serve(_main, "shell");

    /// <summary>Adds a subshell.</summary>
    /// <returns>Its identity.</returns>
    public string Create()
    {
        var queue = new RequestQueue();
        string id;
        lock (_queues)
        {
            id = $"subshell-{++_made}";
            _queues.Add(id, queue);
        }

        Serve(queue, id);
        return id;
    }

    /// <summary>Ends a subshell after the request that it is at.</summary>
    /// <exception cref="FormatException">There is none of that identity.</exception>
    public void Delete(string id)
    {
        lock (_queues)
        {
            if (!_queues.Remove(id, out var queue))
            {
                throw Unknown(id);
            }

            queue.Close();
        }
    }

    /// <summary>The queue of the subshell that a request names in its header; the main one when it names none, or one that is not there.</summary>
    public RequestQueue For(JupyterMessage request)
    {
        if (request.Header["subshell_id"].AsText() is not { } id)
        {
            return _main;
        }

        lock (_queues)
        {
            return _queues.GetValueOrDefault(id, _main);
        }
    }

    /// <summary>Refuses a request that names a subshell that is not there: it came to the main one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="queue">The queue that it came to.</param>
    /// <exception cref="FormatException">There is none of that identity.</exception>
    public void Check(JupyterMessage request, RequestQueue queue)
    {
        if (queue == _main && request.Header["subshell_id"].AsText() is { } id)
        {
            throw Unknown(id);
        }
    }

    public void Close()
    {
        _main.Close();
        lock (_queues)
        {
            foreach (var queue in _queues.Values)
            {
                queue.Close();
            }
        }
    }

    private static FormatException Unknown(string id) => new($"There is no subshell '{id}'");

    private void Serve(RequestQueue queue, string name) => new Thread(() => serve(queue), StackBytes) { Name = name, IsBackground = true }.Start();
}
