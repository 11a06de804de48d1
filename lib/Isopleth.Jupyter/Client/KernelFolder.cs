using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Isopleth.Jupyter.Client;

/// <summary>The private folder of one kernel: its connection file and, for <c>ipc</c>, its sockets. Only its owner may enter it.</summary>
internal sealed class KernelFolder : IDisposable
{
    // A Unix socket's path has at most 107 bytes; ours ends in "/isopleth-kernel-" + 16 digits + "/k-5".
    private const int LongestParent = 70;
    private const string Prefix = "isopleth-kernel-";
    private const string LockName = "lock";
    private const string ConnectionName = "kernel.json";

    private readonly string _root;
    private readonly FileStream _hold;

    private KernelFolder(string path, FileStream hold, ConnectionFile connection)
    {
        _root = path;
        _hold = hold;
        Connection = connection;
    }

    public ConnectionFile Connection { get; }

    public string ConnectionPath => Path.Combine(_root, ConnectionName);

    public static KernelFolder Create(KernelTransport transport, string kernelName)
    {
        var parent = Parent();
        RemoveAbandoned(parent);
        var name = Prefix + RandomNumberGenerator.GetHexString(16, lowercase: true);
        var path = Path.Combine(parent, name);

        // Under another name until it is held, so that nobody takes it for abandoned meanwhile.
        var unheld = Path.Combine(parent, "." + name);
        Directory.CreateDirectory(unheld, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var held = Hold(unheld, FileMode.CreateNew);
        Directory.Move(unheld, path);
        var folder = new KernelFolder(path, held, Connect(transport, path, kernelName));
        folder.Connection.Save(folder.ConnectionPath);
        return folder;
    }

    public void Dispose()
    {
        _hold.Dispose();
        Delete(_root);
    }

    private static string Parent()
    {
        var temporary = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        return temporary.Length <= LongestParent ? temporary : "/tmp";
    }

    private static ConnectionFile Connect(KernelTransport transport, string path, string kernelName)
    {
        var ports = transport == KernelTransport.Tcp ? FreePorts() : [1, 2, 3, 4, 5];
        return new ConnectionFile
        {
            Transport = transport == KernelTransport.Tcp ? "tcp" : "ipc",
            Ip = transport == KernelTransport.Tcp ? "127.0.0.1" : Path.Combine(path, "k"),
            ShellPort = ports[0],
            IopubPort = ports[1],
            StdinPort = ports[2],
            ControlPort = ports[3],
            HeartbeatPort = ports[4],
            Key = RandomNumberGenerator.GetHexString(64, lowercase: true),
            KernelName = kernelName,
        };
    }

    private static int[] FreePorts()
    {
        var listeners = new TcpListener[5];
        for (var i = 0; i < listeners.Length; i++)
        {
            listeners[i] = new TcpListener(IPAddress.Loopback, 0);
            listeners[i].Start();
        }

        var ports = Array.ConvertAll(listeners, static l => ((IPEndPoint)l.LocalEndpoint).Port);
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }

    /// <summary>Removes the folders of clients that were killed: their lock is there, and nobody holds it.</summary>
    private static void RemoveAbandoned(string parent)
    {
        foreach (var other in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            try
            {
                using var held = Hold(other, FileMode.Open);
                Delete(other);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's.
            }
        }
    }

    private static FileStream Hold(string folder, FileMode mode) => new(Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None);

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
    }
}
