using Microsoft.Win32.SafeHandles;

namespace Streaming.Models.Completions;

/// <summary>A file of completions, only ever appended to. What a kill tore off its end is not read.</summary>
internal sealed class CompletionSegment : IDisposable
{
    private readonly SafeFileHandle _file;

    private CompletionSegment(string path, SafeFileHandle file, long bytes) => (Path, _file, Bytes) = (path, file, bytes);

    public string Path { get; }

    /// <summary>Bytes of whole records.</summary>
    public long Bytes { get; private set; }

    /// <summary>A new one.</summary>
    public static CompletionSegment Create(string path) =>
        new(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete), 0);

    /// <summary>One that is there; null where it is gone again: another process drops the oldest too.</summary>
    public static CompletionSegment? Open(string path, Action<CompletionKey, long, int> found)
    {
        try
        {
            var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new CompletionSegment(path, file, Scan(file, found));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Appends a record and says where it lies. One thread at a time.</summary>
    public long Append(byte[] record)
    {
        var at = Bytes;
        RandomAccess.Write(_file, record, at);
        Bytes += record.Length;
        return at;
    }

    /// <summary>The record at a place; null where it is not whole.</summary>
    public byte[]? Read(long at, int length)
    {
        var record = new byte[length];
        return RandomAccess.Read(_file, record, at) == length && CompletionRecord.IsWhole(record) ? record : null;
    }

    public void Dispose() => _file.Dispose();

    // The bytes up to the first record that is not whole.
    private static long Scan(SafeFileHandle file, Action<CompletionKey, long, int> found)
    {
        using var stream = new FileStream(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, 1 << 16);
        var buffer = new byte[1 << 12];
        long at = 0;
        while (stream.ReadAtLeast(buffer.AsSpan(0, CompletionRecord.HeadBytes), CompletionRecord.HeadBytes, throwOnEndOfStream: false) == CompletionRecord.HeadBytes
            && CompletionRecord.BodyOf(buffer) is { } body && body <= stream.Length - at - CompletionRecord.HeadBytes)
        {
            var length = CompletionRecord.HeadBytes + body;
            if (buffer.Length < length)
            {
                Array.Resize(ref buffer, length * 2);
            }

            stream.ReadExactly(buffer, CompletionRecord.HeadBytes, body);
            if (!CompletionRecord.IsWhole(buffer.AsSpan(0, length)))
            {
                break;
            }

            found(CompletionRecord.KeyOf(buffer), at, length);
            at += length;
        }

        return at;
    }
}
