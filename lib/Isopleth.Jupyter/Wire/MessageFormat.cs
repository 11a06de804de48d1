using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Jupyter.Wire;

/// <summary>Jupyter's wire format: frames, headers and signatures, in both directions.</summary>
/// <param name="key">The key that signs messages; empty when they are not signed.</param>
/// <param name="session">This side's session.</param>
/// <param name="username">This side's user.</param>
internal sealed class MessageFormat(string key, string session, string username)
{
    /// <summary>The version of the protocol that this side speaks.</summary>
    public const string ProtocolVersion = "5.5";

    /// <summary>Length of a signature: SHA-256 in hexadecimal digits.</summary>
    public const int SignatureLength = 64;

    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 512 };
    private readonly byte[] _keyBytes = Encoding.UTF8.GetBytes(key);
    private long _sent;

    /// <summary>What separates the route from the message.</summary>
    public static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    /// <summary>This side's session.</summary>
    public string Session { get; } = session;

    /// <summary>Begins a message; the caller goes on with its content, then with <see cref="OutgoingMessage.EndContent"/>.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="parent">The message that it answers or belongs to, or null.</param>
    /// <param name="metadata">Its metadata, or null for none.</param>
    /// <param name="id">Its identity, or null for the next one.</param>
    public OutgoingMessage Begin(string type, JupyterMessage? parent, JsonObject? metadata = null, string? id = null)
    {
        var message = OutgoingMessage.Rent();
        var json = message.Json;
        json.WriteStartObject();
        json.WriteString("msg_id"u8, id ?? NextId());
        json.WriteString("session"u8, Session);
        json.WriteString("username"u8, username);
        json.WriteString("date"u8, DateTime.UtcNow);
        json.WriteString("msg_type"u8, type);
        json.WriteString("version"u8, ProtocolVersion);
        json.WriteEndObject();
        message.EndHeader();
        message.WriteParent(parent is null ? "{}"u8 : parent.RawHeader);
        if (metadata is null)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else
        {
            metadata.WriteTo(json);
        }

        message.EndMetadata();
        return message;
    }

    /// <summary>An identity that no other message of this session has.</summary>
    public string NextId() => $"{Session}_{Interlocked.Increment(ref _sent)}";

    /// <summary>Writes the signature of a message's parts.</summary>
    /// <param name="parts">Header, parent header, metadata and content, one after the other.</param>
    /// <param name="signature">Where it goes, in lower-case hexadecimal digits.</param>
    /// <returns>Its length: 0 when messages are not signed.</returns>
    public int Sign(ReadOnlySpan<byte> parts, Span<byte> signature)
    {
        if (_keyBytes.Length == 0)
        {
            return 0;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_keyBytes, parts, hash);
        Convert.TryToHexStringLower(hash, signature, out var length);
        return length;
    }

    /// <summary>Reads a message and checks its signature.</summary>
    /// <param name="frames">Its frames.</param>
    /// <exception cref="FormatException">It is malformed or wrongly signed; the message says what is wrong.</exception>
    public JupyterMessage Parse(List<byte[]> frames)
    {
        var delimiter = frames.FindIndex(static f => f.AsSpan().SequenceEqual(Delimiter));
        if (delimiter < 0)
        {
            throw new FormatException("it has no <IDS|MSG> frame");
        }

        if (frames.Count < delimiter + 6)
        {
            throw new FormatException($"it has {frames.Count - delimiter - 1} frames after <IDS|MSG>; expected signature, header, parent header, metadata and content");
        }

        CheckSignature(frames, delimiter + 1);
        var buffers = new List<ReadOnlyMemory<byte>>(frames.Count - delimiter - 6);
        for (var i = delimiter + 6; i < frames.Count; i++)
        {
            buffers.Add(frames[i]);
        }

        var header = frames[delimiter + 2];
        try
        {
            return new JupyterMessage(
                frames.GetRange(0, delimiter),
                header,
                Part(header, "header"),
                Part(frames[delimiter + 3], "parent header"),
                Part(frames[delimiter + 4], "metadata"),
                Part(frames[delimiter + 5], "content"),
                buffers);
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("its header holds text that is not Unicode", e);
        }
    }

    private static JsonObject Part(byte[] json, string name)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Reading) as JsonObject ?? throw new FormatException($"its {name} is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new FormatException($"its {name} is not JSON: {e.Message}", e);
        }
    }

    private void CheckSignature(List<byte[]> frames, int first)
    {
        if (_keyBytes.Length == 0)
        {
            return;
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _keyBytes);
        for (var i = 1; i <= 4; i++)
        {
            hmac.AppendData(frames[first + i]);
        }

        // No stackalloc: beside a loop, it would have the runtime optimise this before its first call, while the first message waits.
        var expected = new byte[SignatureLength];
        Convert.TryToHexStringLower(hmac.GetHashAndReset(), expected, out _);
        if (!CryptographicOperations.FixedTimeEquals(expected, frames[first]))
        {
            throw new FormatException("its signature is wrong; the sender does not have this kernel's key");
        }
    }
}
