using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Streaming.S3Server;

/// <summary>An object.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ETag">In quotes.</param>
/// <param name="Modified">When it was put.</param>
/// <param name="Metadata">Its user metadata, by the header's name.</param>
public sealed record S3Object(byte[] Content, string ETag, DateTimeOffset Modified, IReadOnlyDictionary<string, string> Metadata);

/// <summary>An upload of parts that is not complete.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The object that it is to be.</param>
/// <param name="Initiated">When it was begun.</param>
/// <param name="Metadata">The object's user metadata.</param>
public sealed record S3Upload(string Id, string Key, DateTimeOffset Initiated, IReadOnlyDictionary<string, string> Metadata)
{
    internal SortedDictionary<int, (byte[] Content, string ETag)> Parts { get; } = [];
}

/// <summary>A bucket in memory. Every call is one step: what it decides and what it changes cannot be divided.</summary>
public sealed class Bucket
{
    private readonly Lock _sync = new();
    private readonly SortedDictionary<string, S3Object> _objects = new(KeyOrder.Instance);
    private readonly SortedDictionary<string, S3Upload> _uploads = new(StringComparer.Ordinal);
    private int _begun;

    /// <summary>Its objects by key, in the order of their UTF-8 bytes.</summary>
    public IReadOnlyList<KeyValuePair<string, S3Object>> Objects
    {
        get
        {
            lock (_sync)
            {
                return [.. _objects];
            }
        }
    }

    /// <summary>Its unfinished uploads, by key and then by their beginning.</summary>
    public IReadOnlyList<S3Upload> Uploads
    {
        get
        {
            lock (_sync)
            {
                return [.. _uploads.Values.OrderBy(u => u.Key, KeyOrder.Instance).ThenBy(u => u.Id, StringComparer.Ordinal)];
            }
        }
    }

    internal S3Object Get(string key)
    {
        lock (_sync)
        {
            return _objects.TryGetValue(key, out var found) ? found : throw S3Error.NoSuchKey;
        }
    }

    internal S3Object Put(string key, byte[] content, string etag, DateTimeOffset now, IReadOnlyDictionary<string, string> metadata, bool onlyIfAbsent)
    {
        lock (_sync)
        {
            if (onlyIfAbsent && _objects.ContainsKey(key))
            {
                throw S3Error.PreconditionFailed;
            }

            return _objects[key] = new(content, etag, now, metadata);
        }
    }

    internal void Delete(string key)
    {
        lock (_sync)
        {
            _objects.Remove(key);
        }
    }

    internal S3Upload Begin(string key, DateTimeOffset now, IReadOnlyDictionary<string, string> metadata)
    {
        lock (_sync)
        {
            var id = $"{++_begun:D8}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
            return _uploads[id] = new(id, key, now, metadata);
        }
    }

    internal string PutPart(string key, string upload, int number, byte[] content)
    {
        lock (_sync)
        {
            var etag = ETag(content);
            Find(key, upload).Parts[number] = (content, etag);
            return etag;
        }
    }

    internal S3Object Complete(string key, string upload, IReadOnlyList<(int Number, string ETag)> parts, DateTimeOffset now, bool onlyIfAbsent)
    {
        lock (_sync)
        {
            var begun = Find(key, upload);
            var chosen = Choose(begun, parts);
            var etag = $"\"{Md5([.. chosen.SelectMany(p => Convert.FromHexString(p.ETag.Trim('"')))])}-{chosen.Count}\"";
            var made = Put(key, [.. chosen.SelectMany(p => p.Content)], etag, now, begun.Metadata, onlyIfAbsent);
            _uploads.Remove(upload);
            return made;
        }
    }

    internal void Abort(string key, string upload)
    {
        lock (_sync)
        {
            _uploads.Remove(Find(key, upload).Id);
        }
    }

    internal static string ETag(byte[] content) => $"\"{Md5(content)}\"";

    [SuppressMessage("Security", "CA5351", Justification = "The protocol's entity tags are MD5.")]
    private static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));

    private static List<(byte[] Content, string ETag)> Choose(S3Upload upload, IReadOnlyList<(int Number, string ETag)> parts)
    {
        const int smallest = 5 << 20;
        var chosen = new List<(byte[] Content, string ETag)>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0 && parts[i].Number <= parts[i - 1].Number)
            {
                throw S3Error.Invalid("InvalidPartOrder", "The list of parts was not in ascending order.");
            }

            if (!upload.Parts.TryGetValue(parts[i].Number, out var part) || part.ETag.Trim('"') != parts[i].ETag.Trim('"'))
            {
                throw S3Error.Invalid("InvalidPart", "One or more of the specified parts could not be found.");
            }

            if (i < parts.Count - 1 && part.Content.Length < smallest)
            {
                throw S3Error.Invalid("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
            }

            chosen.Add(part);
        }

        return chosen.Count > 0 ? chosen : throw S3Error.Invalid("MalformedXML", "You must specify at least one part");
    }

    private S3Upload Find(string key, string upload) => _uploads.TryGetValue(upload, out var found) && found.Key == key ? found : throw S3Error.NoSuchUpload;
}

/// <summary>The order of keys: that of their UTF-8 bytes.</summary>
internal sealed class KeyOrder : IComparer<string>
{
    public static KeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y) => System.Text.Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(y ?? ""));
}
