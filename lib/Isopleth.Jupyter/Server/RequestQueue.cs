namespace Isopleth.Jupyter.Server;

/// <summary>The requests that wait for one of the kernel's threads.</summary>
internal sealed class RequestQueue
{
    private readonly Queue<Entry> _entries = new();
    private bool _closed;

    public void Add(JupyterMessage request)
    {
        lock (_entries)
        {
            _entries.Enqueue(new Entry(request));
            Monitor.Pulse(_entries);
        }
    }

    /// <summary>Waits for the next request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="aborted">True when a cell before it failed and took it along.</param>
    /// <returns>False once the queue is closed.</returns>
    public bool Take(out JupyterMessage request, out bool aborted)
    {
        lock (_entries)
        {
            while (_entries.Count == 0 && !_closed)
            {
                try
                {
                    Monitor.Wait(_entries);
                }
                catch (ThreadInterruptedException)
                {
                    // Meant for a cell that has ended.
                }
            }

            var entry = _closed ? null : _entries.Dequeue();
            request = entry?.Request!;
            aborted = entry?.Aborted ?? false;
            return entry is not null;
        }
    }

    /// <summary>Marks the cells that wait now as aborted (<c>stop_on_error</c>).</summary>
    public void AbortCells()
    {
        lock (_entries)
        {
            foreach (var entry in _entries)
            {
                entry.Aborted |= entry.Request.Type == "execute_request";
            }
        }
    }

    public void Close()
    {
        lock (_entries)
        {
            _closed = true;
            Monitor.PulseAll(_entries);
        }
    }

    private sealed class Entry(JupyterMessage request)
    {
        public JupyterMessage Request => request;

        public bool Aborted { get; set; }
    }
}
